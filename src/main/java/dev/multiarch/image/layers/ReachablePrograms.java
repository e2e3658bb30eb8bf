package dev.multiarch.image.layers;

import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.layers.Binaries.Binary;
import dev.multiarch.image.layers.Binaries.Started;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The programs that somebody in a container reaches without writing a path. All paths are absolute and have no links.
 *
 * @param run what the image's command names, in any of its words: {@code tini -- /app}, {@code sh -c "exec /app"}
 * @param commands the files that {@code PATH} leads to, each with the names that it has there
 * @param mentioned paths in the text of the script that starts
 */
public record ReachablePrograms(Set<String> run, Map<String, Set<String>> commands, Set<String> mentioned) {
    private static final int MOST_WORDS = 500;
    private static final int MOST_FOLDERS = 64;
    private static final int LONGEST_WORD = 4096;

    private static final String BETWEEN_WORDS = "[\\s;&|()<>\"'`$={},]+";

    static ReachablePrograms in(RootFs root, ImageConfig.Start start, Started started) {
        var lookup = new ProgramLookup(root, start);
        Set<String> run = new LinkedHashSet<>();
        started.path().ifPresent(run::add);
        List<String> command = start.command();
        if (!command.isEmpty() && !isEmulator(command.get(0))) {
            programs(lookup, command.stream().skip(1), run);
        }
        Set<String> mentioned = new TreeSet<>();
        Stream<String> scripts = command.isEmpty() ? Stream.empty() : Stream.of(command.get(0));
        scripts.flatMap(name -> lookup.script(name).stream())
                .forEach(script -> programs(lookup, script.mentions().stream(), mentioned));
        return new ReachablePrograms(run, commands(root, lookup), mentioned);
    }

    /** For a list of files alone: those in the usual folders of {@code PATH} are commands. */
    static ReachablePrograms among(List<Binary> files, Started started) {
        Set<String> folders = Set.of(ImageConfig.Start.USUAL_PATH.split(":"));
        Map<String, Set<String>> commands = files.stream()
                .map(Binary::path)
                .filter(path -> folders.contains(path.substring(0, Math.max(0, path.lastIndexOf('/')))))
                .distinct()
                .collect(Collectors.toMap(path -> path, path -> Set.of(base(path))));
        return new ReachablePrograms(started.path().map(Set::of).orElse(Set.of()), commands, Set.of());
    }

    /** An emulator runs programs for another CPU by design. */
    private static boolean isEmulator(String command) {
        return base(command).matches("qemu-.*|box(64|86)|FEX.*");
    }

    private static void programs(ProgramLookup lookup, Stream<String> texts, Set<String> found) {
        texts.flatMap(text -> Arrays.stream(text.split(BETWEEN_WORDS)))
                .filter(word -> !word.isEmpty() && !word.startsWith("-") && word.length() <= LONGEST_WORD)
                .limit(MOST_WORDS)
                .forEach(word -> lookup.program(word).path().ifPresent(found::add));
    }

    private static Map<String, Set<String>> commands(RootFs root, ProgramLookup lookup) {
        Map<String, Set<String>> commands = new HashMap<>();
        Stream.of(lookup.start().path(), ImageConfig.Start.USUAL_PATH)
                .flatMap(path -> Arrays.stream(path.split(":")))
                .flatMap(folder -> root.resolve(lookup.absolute(folder)).stream())
                .distinct()
                .limit(MOST_FOLDERS)
                .forEach(folder -> commands(root, lookup, folder, commands));
        return commands;
    }

    private static void commands(RootFs root, ProgramLookup lookup, String folder, Map<String, Set<String>> commands) {
        String within = folder.isEmpty() ? "" : folder + "/";
        root.below(folder).stream()
                .map(path -> path.substring(within.length()))
                .filter(name -> name.indexOf('/') < 0)
                .forEach(name -> {
                    String path = "/" + within + name;
                    boolean script = lookup.script(path).isPresent();
                    lookup.program(path).path().ifPresent(program -> {
                        String called = script ? base(program) : name;
                        commands.computeIfAbsent(program, first -> new TreeSet<>())
                                .add(called);
                    });
                });
    }

    private static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The names under which {@code PATH} leads to it; empty where it does not. */
    public Optional<Set<String>> names(String path) {
        return Optional.ofNullable(commands.get(path));
    }
}
