package dev.multiarch.build;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.text.CsvLine;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Its own place for the cache of each leg: of all legs that write to one place, only the last one's cache remains. The
 * name of the place gets the platform, and the image where several images may share it.
 */
final class CacheScopes {
    /** Of the distribution specification. */
    private static final int LONGEST_TAG = 128;

    private final Reference image;
    private final String slug;

    CacheScopes(Reference image, Platform leg) {
        this.image = image;
        this.slug = leg.slug();
    }

    /** @param arguments of {@code docker buildx build} */
    List<String> in(List<String> arguments) {
        return BuildFlags.changed(arguments, Set.of("cache-from", "cache-to"), word -> {
            String flag = "--" + word.flag() + "=";
            boolean reads = word.flag().equals("cache-from");
            return word.value().map(value -> scoped(flag, value, reads)).orElse(List.of("--" + word.flag()));
        });
    }

    /** The same cache in the leg's own place. */
    Reference place(Reference target) {
        String tag = target.tag().orElse("latest");
        if (names(tag) || target.digest().isPresent()) {
            return target; // a matrix that somebody wrote names the leg already
        }
        String end = (target.repository().equals(image.repository()) ? "" : "-" + name()) + "-" + slug;
        int room = Math.max(1, LONGEST_TAG - end.length());
        String own = tag.substring(0, Math.min(tag.length(), room)) + end;
        return target.withTag(own.substring(0, Math.min(own.length(), LONGEST_TAG)));
    }

    private List<String> scoped(String flag, String value, boolean reads) {
        List<String> fields = CsvLine.fields(flag + value, value);
        if (fields.stream().noneMatch(field -> field.contains("="))) {
            return fields.stream()
                    .flatMap(ref -> registry(flag, List.of("type=registry", "ref=" + ref), reads).stream())
                    .toList();
        }
        return switch (member(fields, "type").orElse("").toLowerCase(Locale.ROOT)) {
            case "registry" -> registry(flag, fields, reads);
            case "gha" -> List.of(flag + with(fields, "scope", scope(member(fields, "scope"))));
            case "s3", "azblob" -> List.of(flag + with(fields, "name", scope(member(fields, "name"))));
            case "local" -> List.of(flag + folder(fields, reads ? "src" : "dest"));
            default -> List.of(flag + value);
        };
    }

    /** A cache that all legs shared, or that an image carries, is read as well: what is not there is a warning. */
    private List<String> registry(String flag, List<String> fields, boolean reads) {
        String ref = member(fields, "ref").orElse("");
        Reference given;
        try {
            given = Reference.parse(ref);
        } catch (FormatException malformed) {
            return List.of(flag + line(fields)); // buildx says so
        }
        Reference own = place(given);
        List<String> flags =
                new ArrayList<>(List.of(flag + with(fields, "ref", own.equals(given) ? ref : own.toString())));
        if (reads && !own.equals(given)) {
            flags.add(flag + line(fields));
        }
        return flags;
    }

    private String folder(List<String> fields, String key) {
        Optional<String> folder = member(fields, key);
        return folder.isEmpty() || names(folder.get())
                ? line(fields)
                : with(fields, key, folder.get().replaceFirst("/+$", "") + "/" + slug);
    }

    private String scope(Optional<String> given) {
        if (given.filter(this::names).isPresent()) {
            return given.get();
        }
        return given.map(scope -> scope + "-").orElse("") + name() + "-" + slug;
    }

    /** Whether a place is the leg's own already. */
    private boolean names(String place) {
        return place.matches("(?s)(.*[^A-Za-z0-9])?" + Pattern.quote(slug));
    }

    /** Of the image, in the characters of a tag. */
    private String name() {
        return image.repository().replaceAll("[^A-Za-z0-9_.-]+", "-").replaceFirst("^[.-]+", "");
    }

    private static Optional<String> member(List<String> fields, String key) {
        return fields.stream()
                .map(field -> field.split("=", 2))
                .filter(pair -> pair.length == 2 && pair[0].strip().equalsIgnoreCase(key))
                .map(pair -> pair[1].strip())
                .reduce((first, last) -> last);
    }

    private static String with(List<String> fields, String key, String value) {
        List<String> all = new ArrayList<>(fields.stream()
                .filter(field -> !field.split("=", 2)[0].strip().equalsIgnoreCase(key))
                .toList());
        all.add(key + "=" + value);
        return line(all);
    }

    private static String line(List<String> fields) {
        return String.join(",", fields.stream().map(CsvLine::quoted).toList());
    }
}
