package dev.multiarch.policy.read;

import dev.multiarch.text.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a policy's text comes from: a preset, which the program carries, or a regular file.
 *
 * @param label as messages name it
 * @param file where it is, links resolved; empty for a preset
 * @param files where it was found, and where what it extends is
 */
record PolicySource(String label, Optional<Path> file, byte[] bytes, PolicyFiles files) {
    /** The files of {@code policies/} that everybody has. */
    static final List<String> PRESETS = List.of("baseline", "strict", "host", "dockerfile");

    private static final Pattern ADDRESS = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:(?://|:)|oci:|github:|git@");
    private static final String FOLDER = "/policies/";
    private static final String ENDING = ".yaml";

    /** Says in one sentence, without a place, why there is no text. */
    public static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(String message) {
            super(message);
        }
    }

    static boolean isPreset(String name) {
        return !name.contains("/") && !name.endsWith(ENDING);
    }

    static PolicySource preset(String name) throws Missing {
        if (!PRESETS.contains(name)) {
            String hint = Nearest.to(name, PRESETS)
                    .map(near -> " Did you mean \"" + near + "\"?")
                    .orElse("");
            throw new Missing("there is no preset \"" + name + "\", expected one of " + String.join(", ", PRESETS)
                    + ", or a file with its path, such as ./policy.yaml." + hint);
        }
        try (InputStream in = PolicySource.class.getResourceAsStream(FOLDER + name + ENDING)) {
            if (in == null) {
                throw new Missing("the preset \"" + name + "\" is not on the class path. This is a bug in multiarch");
            }
            return new PolicySource("preset " + name, Optional.empty(), in.readAllBytes(), PolicyFiles.here());
        } catch (IOException e) {
            throw new Missing("the preset \"" + name + "\" can't be read: " + e.getMessage());
        }
    }

    static PolicySource file(String label, Path path, PolicyFiles files) throws Missing {
        PolicyFiles.Found found = files.find(path, "a policy file");
        return new PolicySource(label, Optional.of(found.file()), found.bytes(), files);
    }

    /** A policy that somebody else can change decides nothing here, so none is fetched. */
    static void requireNoAddress(String name) throws Missing {
        if (ADDRESS.matcher(name).lookingAt()) {
            throw new Missing("policies are read from files, not from an address. Keep a copy in your repository,"
                    + " and name that file");
        }
    }

    /** The text of a file that this policy names, by its path from this file's folder. */
    byte[] named(String name) throws Missing {
        requireNoAddress(name);
        Path own = file.orElseThrow(() -> new Missing("a preset names no files"));
        try {
            return files.find(own.getParent().resolve(name), "a file with a key")
                    .bytes();
        } catch (InvalidPathException e) {
            throw new Missing("this is not a path");
        }
    }

    /** What this extends: a preset, or a file that is below the folder of this one, links followed. */
    PolicySource base(String name) throws Missing {
        try {
            requireNoAddress(name);
        } catch (Missing address) {
            throw new Missing("extends \"" + name + "\": " + address.getMessage());
        }
        if (isPreset(name)) {
            return preset(name);
        }
        Path own = file.orElseThrow(() -> new Missing("a preset extends presets only"));
        Path folder = own.getParent();
        Path target;
        try {
            target = folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new Missing("\"" + name + "\" is not a path");
        }
        Missing outside = new Missing(
                "\"" + name + "\" is outside this file's folder, expected a preset or a file below the folder");
        if (Path.of(name).isAbsolute() || !target.startsWith(folder)) {
            throw outside;
        }
        String path = label.contains("/") ? label.substring(0, label.lastIndexOf('/') + 1) : "";
        PolicySource base;
        try {
            base = file(Path.of(path + name).normalize().toString(), target, files);
        } catch (Missing missing) {
            throw new Missing("extends \"" + name + "\": " + missing.getMessage());
        }
        if (!base.file.orElseThrow().startsWith(folder)) {
            throw outside;
        }
        return base;
    }
}
