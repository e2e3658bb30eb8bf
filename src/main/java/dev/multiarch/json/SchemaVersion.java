package dev.multiarch.json;

import java.util.Optional;
import java.util.regex.Pattern;

/** Versions in the names of schemas: {@code dev.multiarch.record/v1}, {@code dev.multiarch.record/v1.2}. */
final class SchemaVersion {
    private static final Pattern MINOR = Pattern.compile("\\.[0-9]{1,4}");
    private static final Pattern MAJOR = Pattern.compile("[a-z.-]+/v[0-9]{1,4}(\\.[0-9]{1,4})?");
    private static final Pattern FIRST = Pattern.compile("\\.0+");

    private SchemaVersion() {}

    /** @param ours with its major version */
    static Optional<String> problem(Optional<String> named, String ours) {
        String found = named.orElse("");
        String version = found.startsWith(ours) ? found.substring(ours.length()) : "-";
        if (version.isEmpty() || MINOR.matcher(version).matches()) {
            return Optional.empty();
        }
        String name = ours.substring(0, ours.lastIndexOf('/'));
        boolean other = MAJOR.matcher(found).matches() && found.startsWith(name + "/v");
        return Optional.of("expected \"" + ours + "\", found "
                + named.map(text -> "\"" + text + "\"").orElse("none")
                + (other
                        ? ", of another version of multiarch. Fix: use the version that wrote it, or a later one"
                        : ""));
    }

    /** Whether it is a later minor version, of two that are the same but for that. */
    static boolean isNewer(String found, String ours) {
        String minor = found.substring(ours.length());
        return !minor.isEmpty() && !FIRST.matcher(minor).matches();
    }
}
