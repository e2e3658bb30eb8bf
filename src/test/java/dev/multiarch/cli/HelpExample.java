package dev.multiarch.cli;

import dev.multiarch.cli.action.ShellWords;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One line below "Examples:" in a help text, as people copy it. */
record HelpExample(String line) {
    /** What only a shell knows: pipes, files, lists of commands and what a command prints. */
    private static final Pattern SHELL = Pattern.compile("(^|\\s)([|<>]|&&|<\\(|~/)|<\\(|\\s~/");

    static List<HelpExample> all() {
        List<HelpExample> all = new ArrayList<>(in(help("--help")));
        Commands.names().forEach(name -> all.addAll(in(help(name, "--help"))));
        return all.stream().distinct().toList();
    }

    static String help(String... words) {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        new Main(new Console(print, print, Map.of(), Path.of(""), Step.NONE)).run(List.of(words));
        return out.toString(StandardCharsets.UTF_8);
    }

    /** A line that is indented further is not a call but a file's. */
    private static List<HelpExample> in(String help) {
        int begin = help.indexOf("\nExamples:\n");
        return begin < 0
                ? List.of()
                : help.substring(begin + "\nExamples:\n".length())
                        .replaceAll("\\\\\n +", "")
                        .lines()
                        .filter(line -> line.matches(" {2}\\S.*"))
                        .filter(line -> line.matches("  (.*[^a-z])?multiarch [a-z].*|  docker .*"))
                        .map(line -> new HelpExample(line.strip()))
                        .toList();
    }

    boolean needsAShell() {
        return SHELL.matcher(line).find();
    }

    List<String> words() {
        return ShellWords.split(line);
    }

    /** The one that it begins with; a line of a shell may call others. */
    String command() {
        List<String> words = words();
        return words.size() > 1 && words.get(0).equals("multiarch") ? words.get(1) : "";
    }

    /** With other words in it. */
    HelpExample replace(String word, String other) {
        return new HelpExample(line.replace(word, other));
    }

    @Override
    public String toString() {
        return line;
    }
}
