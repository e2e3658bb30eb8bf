package dev.multiarch.docs;

import dev.multiarch.cli.Commands;
import dev.multiarch.cli.action.ShellWords;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Step;
import dev.multiarch.cli.options.OwnOptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/** What is wrong with calls of multiarch that somebody shows. */
final class CommandLines {
    private static final Set<String> ENDS = Set.of("|", "||", "&&", ";", ">", ">>", "<", "2>", "&");
    private static final Set<String> GENERAL = Set.of("--help", "-h", "help", "--version", "-V");

    private CommandLines() {}

    /** Of whole calls in a script: they are parsed as the command itself parses them. */
    static List<String> ofScript(String script) {
        List<String> faults = new ArrayList<>();
        for (String line : script.replace("\\\n", " ").split("\n")) {
            if (!line.strip().startsWith("#") && line.contains("multiarch ")) {
                for (List<String> call : calls(ShellWords.split(line))) {
                    parsed(call).ifPresent(fault -> faults.add(line.strip() + ": " + fault));
                }
            }
        }
        return faults;
    }

    /** Of a piece of a call in a sentence: the command is there, and so are its options. */
    static List<String> ofSpan(String span) {
        List<String> words = new ArrayList<>(List.of(span.split("\\s+")));
        boolean ours = isProgram(words.get(0));
        if (ours) {
            words.remove(0);
        }
        if (words.isEmpty()
                || ours && GENERAL.contains(words.get(0))
                || ours && !words.get(0).matches("[a-z-]+")) {
            return List.of();
        }
        Optional<Commands.Entry> entry = Commands.named(words.get(0));
        if (entry.isEmpty()) {
            return ours ? List.of("there is no command " + words.get(0)) : List.of();
        }
        Set<String> known = OwnOptions.of(command(entry.get()).spec()).all();
        return words.stream()
                .takeWhile(word -> !word.equals("--"))
                .filter(word -> word.startsWith("--"))
                .map(word -> word.split("=", 2)[0])
                .filter(word -> !known.contains(word))
                .map(word -> words.get(0) + " has no option " + word)
                .toList();
    }

    private static boolean isProgram(String word) {
        return word.equals("multiarch") || word.endsWith("scripts/multiarch");
    }

    private static List<List<String>> calls(List<String> words) {
        List<List<String>> calls = new ArrayList<>();
        List<String> current = null;
        boolean starts = true;
        for (String word : words) {
            if (ENDS.contains(word)) {
                current = null;
            } else if (current == null && starts && isProgram(word)) {
                current = new ArrayList<>();
                calls.add(current);
            } else if (current != null) {
                current.add(word);
            }
            starts = ENDS.contains(word) || word.equals("-") || word.contains("=") && starts;
        }
        return calls;
    }

    private static Optional<String> parsed(List<String> call) {
        if (call.isEmpty() || GENERAL.contains(call.get(0))) {
            return Optional.empty();
        }
        Optional<Commands.Entry> entry = Commands.named(call.get(0));
        if (entry.isEmpty()) {
            return Optional.of("there is no command " + call.get(0));
        }
        Command command = command(entry.get());
        int dashes = call.indexOf("--");
        if (dashes >= 0 && !command.takesRest()) {
            return Optional.of(call.get(0) + " accepts nothing after --");
        }
        List<String> own = call.subList(1, dashes < 0 ? call.size() : dashes);
        try {
            new CommandLine(command.spec())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setExpandAtFiles(false)
                    .setOverwrittenOptionsAllowed(false)
                    .parseArgs(own.toArray(String[]::new));
            return Optional.empty();
        } catch (CommandLine.ParameterException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Command command(Commands.Entry entry) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        return Commands.make(entry, new Console(nowhere, nowhere, Map.of(), Path.of(""), Step.NONE));
    }
}
