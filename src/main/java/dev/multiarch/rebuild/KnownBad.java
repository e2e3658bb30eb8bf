package dev.multiarch.rebuild;

import dev.multiarch.host.KernelVersion;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.yaml.Problems;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.policy.yaml.YamlReader;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Versions of programs that are known to build wrong images: {@code policies/known-bad.yaml}, or a user's file of that form. */
public record KnownBad(List<Version> versions) {
    /** The list that comes with the program. */
    public static final String OURS = "policies/known-bad.yaml";

    static final String BUILDKIT = "buildkit";
    public static final String QEMU = "qemu";

    private static final List<String> PROGRAMS = List.of(BUILDKIT, QEMU);
    private static final List<String> KEYS = List.of("program", "from", "before", "architectures", "why", "sources");
    private static final int MOST = 1_000;

    /**
     * @param from the first version that is bad
     * @param before the first that is good again; empty where there is none yet
     * @param architectures that it is bad for; none where for all
     * @param sources addresses that show it
     */
    public record Version(
            String program,
            KernelVersion from,
            Optional<KernelVersion> before,
            List<String> architectures,
            String why,
            List<String> sources) {
        boolean is(String other, KernelVersion version, Platform platform) {
            return program.equals(other)
                    && version.compareTo(from) >= 0
                    && before.filter(good -> version.compareTo(good) >= 0).isEmpty()
                    && (architectures.isEmpty() || architectures.contains(platform.architecture()));
        }
    }

    public KnownBad {
        versions = List.copyOf(versions);
    }

    public static KnownBad ours() {
        try (InputStream in = KnownBad.class.getResourceAsStream("/" + OURS)) {
            if (in == null) {
                throw new IllegalStateException(OURS + " is not on the class path");
            }
            return read(OURS, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidPolicy fault) {
            throw new IllegalStateException(fault);
        }
    }

    /**
     * The entry of a version, as the program prints it. A version that can't be read is of no release, and on no list.
     *
     * @param platform that it builds or runs
     */
    public Optional<Version> of(String program, String version, Platform platform) {
        try {
            KernelVersion found = KernelVersion.parse(version.replaceFirst("^v", ""));
            return versions.stream()
                    .filter(bad -> bad.is(program, found, platform))
                    .findFirst();
        } catch (FormatException noRelease) {
            return Optional.empty();
        }
    }

    /**
     * @param file as messages name it
     * @throws InvalidPolicy if it is not of this form
     */
    public static KnownBad read(String file, byte[] bytes) throws InvalidPolicy {
        var problems = new Problems();
        var values = new Values(problems);
        List<Version> versions = new ArrayList<>();
        YamlReader.read(file, bytes, problems).ifPresent(root -> {
            values.onlyKeys(root, "", List.of("known-bad"));
            root.get("known-bad")
                    .flatMap(list -> values.list(list, "a list of versions"))
                    .ifPresentOrElse(
                            items -> items.stream()
                                    .limit(MOST)
                                    .forEach(item -> version(values, item).ifPresent(versions::add)),
                            () -> {
                                if (problems.isEmpty()) {
                                    values.problem(root.place(), "missing key \"known-bad\", a list of versions");
                                }
                            });
        });
        if (!problems.isEmpty()) {
            throw new InvalidPolicy(problems);
        }
        return new KnownBad(versions);
    }

    private static Optional<Version> version(Values values, Yaml item) {
        Optional<Yaml.Mapping> mapping = values.mapping(item, "a program with its versions");
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Yaml.Mapping keys = mapping.get();
        values.onlyKeys(keys, "known-bad", KEYS);
        Optional<String> program = needed(values, keys, "program", "buildkit or qemu");
        program.filter(word -> !PROGRAMS.contains(word))
                .ifPresent(word -> values.unknown(keys.place(), "program", word, "", PROGRAMS));
        Optional<KernelVersion> from = needed(values, keys, "from", "a version in quotes such as \"8.2.1\"")
                .flatMap(text -> parse(values, keys, text));
        Optional<KernelVersion> before = keys.get("before")
                .flatMap(value -> values.text(value, "a version in quotes such as \"8.2.3\""))
                .flatMap(text -> parse(values, keys, text));
        Optional<String> why = needed(values, keys, "why", "a sentence");
        if (program.isEmpty() || from.isEmpty() || why.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Version(
                program.get(),
                from.get(),
                before,
                texts(values, keys, "architectures"),
                why.get(),
                texts(values, keys, "sources")));
    }

    private static List<String> texts(Values values, Yaml.Mapping keys, String key) {
        return keys.get(key).flatMap(value -> values.texts(value, "a list", "a text")).stream()
                .flatMap(List::stream)
                .map(Values.Text::text)
                .toList();
    }

    private static Optional<String> needed(Values values, Yaml.Mapping keys, String key, String expected) {
        Optional<Yaml> value = keys.get(key);
        if (value.isEmpty()) {
            values.problem(keys.place(), "missing key \"" + key + "\", expected " + expected);
        }
        return value.flatMap(found -> values.text(found, expected));
    }

    private static Optional<KernelVersion> parse(Values values, Yaml.Mapping keys, String text) {
        try {
            return Optional.of(KernelVersion.parse(text));
        } catch (FormatException malformed) {
            values.problem(
                    keys.place(), "\"" + text + "\" is not a version, expected at least two numbers such as \"8.2\"");
            return Optional.empty();
        }
    }
}
