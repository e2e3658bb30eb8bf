package dev.multiarch.build;

import dev.multiarch.text.CsvLine;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a bake file takes without being asked about, as {@code docker buildx bake} has it: files below the working directory.
 * That of a pull request could name any file of this host, the keys of its SSH agent, or rights of the builder.
 *
 * @param directory that paths start from
 * @param environment where {@code BUILDX_BAKE_ENTITLEMENTS_FS} allows all files, as for buildx
 */
record BakeRights(Path directory, Map<String, String> environment) {
    /**
     * How the names of variables begin that hold what this step was given, or the identity of its job. A bake file takes the
     * value of any other variable into what it says, and a Dockerfile can print that.
     */
    static final List<String> OURS = List.of("MULTIARCH_", "PLUGIN_", "ACTIONS_", "COSIGN_");

    private static final String ALL_FILES = "BUILDX_BAKE_ENTITLEMENTS_FS";
    private static final Set<String> NO = Set.of("0", "f", "F", "false", "FALSE", "False");
    private static final String LAYOUT = "oci-layout://";
    private static final String FILE = "file://";

    /** @throws FormatException if the target takes more */
    void check(BakeTarget target) {
        List<String> words = target.arguments();
        int context = words.size() - 1;
        below(target, "context", words.get(context));
        for (String word : words.subList(0, context)) {
            int end = word.indexOf('=');
            if (end > 0) {
                check(target, word.substring(0, end), word.substring(end + 1));
            }
        }
    }

    private void check(BakeTarget target, String flag, String value) {
        switch (flag) {
            case "--file" -> below(target, "dockerfile", value);
            case "--build-context" -> below(target, "contexts", value.substring(value.indexOf('=') + 1));
            case "--secret" -> secret(target, fields(value));
            case "--cache-from" -> path(target, "cache-from", fields(value), "src");
            case "--cache-to" -> path(target, "cache-to", fields(value), "dest");
            case "--ssh" -> refuse(target, "keys of SSH");
            case "--allow" -> refuse(target, "the right " + value);
            case "--network" -> {
                if (value.equals("host")) {
                    refuse(target, "the network of the builder's host");
                }
            }
            default -> {
                // nothing of this host
            }
        }
    }

    private static void refuse(BakeTarget target, String what) {
        throw target.problem(
                "it asks for " + what + ". docker buildx bake takes that with --allow alone, and a plan has no"
                        + " such option. Fix: leave it out, or build the legs with docker buildx bake, and take them in by"
                        + " \"multiarch record\"");
    }

    private static Map<String, String> fields(String value) {
        Map<String, String> fields = new HashMap<>();
        for (String field : CsvLine.fields("the bake file", value)) {
            int is = field.indexOf('=');
            String name = is < 0 ? field : field.substring(0, is);
            fields.put(name.toLowerCase(Locale.ROOT), field.substring(is + 1)); // as buildx compares them
        }
        return fields;
    }

    private void path(BakeTarget target, String what, Map<String, String> fields, String name) {
        if (fields.containsKey(name)) {
            below(target, what, fields.get(name));
        }
    }

    /** Without a source it is a variable or a file with the name of its id. */
    private void secret(BakeTarget target, Map<String, String> fields) {
        boolean byId = Stream.of("src", "source").noneMatch(fields::containsKey) && !"file".equals(fields.get("type"));
        String name = fields.getOrDefault("env", byId ? fields.getOrDefault("id", "") : "");
        if (OURS.stream().anyMatch(name::startsWith)) {
            throw target.problem(
                    "it asks for the variable " + name + " as a secret, which holds what this step was given"
                            + " and not what is built. Fix: give the secret in a variable of another name");
        }
        if ("env".equals(fields.get("type"))) {
            return;
        }
        List.of("src", "source").forEach(key -> path(target, "secret", fields, key));
        if (Stream.of("src", "source", "env").noneMatch(fields::containsKey)) {
            path(target, "secret", fields, "id");
        }
    }

    private void below(BakeTarget target, String what, String named) {
        boolean layout = named.startsWith(LAYOUT);
        String place = layout
                ? named.substring(LAYOUT.length()).replaceFirst("@sha256:.*$", "")
                : named.startsWith(FILE) ? named.substring(FILE.length()) : named;
        boolean remote = !layout && BakeTarget.isRemote(place) && !exists(place);
        if (remote || NO.contains(environment.getOrDefault(ALL_FILES, "")) || isBelow(place)) {
            return;
        }
        throw target.problem("its " + what + " is " + named + ", which is outside of " + directory.toAbsolutePath()
                + ". The bake file of a pull request could name any file of this host. Fix: keep it below that folder, or"
                + " set " + ALL_FILES + "=0, as for docker buildx bake");
    }

    private boolean exists(String place) {
        try {
            return Files.exists(directory.resolve(place));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    /** Both as the system follows links and {@code ..}, and as buildx may shorten it before. */
    private boolean isBelow(String place) {
        try {
            Path root = directory.toRealPath();
            Path whole = root.resolve(place);
            return nearest(whole).startsWith(root) && nearest(whole.normalize()).startsWith(root);
        } catch (InvalidPathException | IOException unknown) {
            return false;
        }
    }

    /** What is there of it; a link that leads to nothing yet is refused. */
    private static Path nearest(Path path) throws IOException {
        Path at = path;
        while (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
            at = at.getParent();
        }
        return at.toRealPath();
    }
}
