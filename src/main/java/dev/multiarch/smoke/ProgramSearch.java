package dev.multiarch.smoke;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.layers.ProgramLookup;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out which program a command started, as a runtime and then the kernel do, by the beginnings of files: {@code PATH},
 * links, and the interpreters of scripts. It asks for those that nobody read yet.
 *
 * @param path the container's {@code PATH}
 * @param folder its working directory
 */
record ProgramSearch(String path, String folder) {
    /** Of a file, which is as much as the kernel looks at (Linux, {@code BINPRM_BUF_SIZE}). */
    static final int BEGINNING = 256;

    /** Scripts mostly name these: who reads them at once need not ask again. */
    private static final List<String> USUAL = List.of("/bin/sh", "/bin/bash");

    /** Of all paths that a name may mean together. */
    private static final int LONGEST = 4_000;

    /** @param header of the program that the kernel ran in the end */
    record Found(String path, ElfHeader header) {}

    /**
     * One look at what is known of the files.
     *
     * @param wanted what must be read before more can be said; empty where the program is found, or can't be
     */
    record Look(List<String> wanted, Fact<Found> program) {
        private static Look unknown(String why) {
            return new Look(List.of(), Fact.unknown(why));
        }
    }

    static ProgramSearch of(ImageConfig config, SmokeCommand command) {
        String path = command.environment().getOrDefault("PATH", config.start().path());
        return new ProgramSearch(path, config.settings().folder());
    }

    /** @param read the beginnings of files by their paths; empty where there is no such program */
    Look look(String command, Map<String, byte[]> read) {
        String name = command;
        for (int scripts = 0; scripts <= ProgramLookup.MOST_SCRIPTS; scripts++) {
            List<String> paths = paths(name);
            if (paths.stream().mapToInt(String::length).sum() > LONGEST) {
                return Look.unknown("the PATH is too long to look for " + shown(name));
            }
            if (!read.keySet().containsAll(paths)) {
                return new Look(read.isEmpty() ? with(paths) : paths, Fact.unknown("nobody looked yet"));
            }
            Optional<String> place =
                    paths.stream().filter(each -> read.get(each).length > 0).findFirst();
            if (place.isEmpty()) {
                return Look.unknown("the image has no program " + shown(name));
            }
            byte[] first = read.get(place.get());
            if (first.length < 2 || first[0] != '#' || first[1] != '!') {
                return new Look(List.of(), program(place.get(), first));
            }
            name = interpreter(first);
        }
        return Look.unknown("scripts start scripts more than " + ProgramLookup.MOST_SCRIPTS + " times");
    }

    private static Fact<Found> program(String path, byte[] first) {
        if (!ElfHeader.hasMagic(first, first.length)) {
            return Fact.unknown(shown(path) + " is neither ELF nor a script");
        }
        return ElfHeader.read(first, first.length)
                .map(header -> Fact.known(new Found(shown(path), header), FactSource.PROBE))
                .orElseGet(() -> Fact.unknown(shown(path) + " is ELF that no kernel loads"));
    }

    private static String interpreter(byte[] first) {
        String line = new String(first, 2, first.length - 2, StandardCharsets.UTF_8);
        return ProgramLookup.interpreter(line.split("[\n\0]", 2)[0].strip());
    }

    private List<String> paths(String name) {
        if (name.contains("/") || name.isEmpty()) {
            return List.of(absolute(name));
        }
        return Arrays.stream(path.split(":"))
                .map(each -> absolute(each) + "/" + name)
                .distinct()
                .toList();
    }

    private static List<String> with(List<String> paths) {
        Map<String, String> all = new LinkedHashMap<>();
        paths.forEach(each -> all.put(each, each));
        USUAL.forEach(each -> all.put(each, each));
        return List.copyOf(all.keySet());
    }

    private String absolute(String name) {
        String from = folder.startsWith("/") ? folder : "/" + folder;
        return name.startsWith("/") ? name : from + "/" + name;
    }

    private static String shown(String name) {
        return Printable.line(Printable.cut(name, BEGINNING));
    }
}
