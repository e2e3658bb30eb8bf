package dev.multiarch.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Completion for the shell fish, for which picocli has none (remkop/picocli#725), from picocli's own models.
 *
 * @param program with its commands
 */
record FishScript(CommandSpec program) {
    private static final String HEADER = """
            # Completion of multiarch for fish. Save it as ~/.config/fish/completions/multiarch.fish

            # The first word is the command: $argv[1].
            function __multiarch_is
                set -l words (commandline -opc)
                test (count $words) -ge 2; and test $words[2] = $argv[1]
            end

            # The next word is number $argv[1], counted from the command.
            function __multiarch_at
                test (count (commandline -opc)) -eq $argv[1]
            end

            complete -c multiarch -n '__multiarch_at 1' -f -s h -l help -d 'Show the help'
            complete -c multiarch -n '__multiarch_at 1' -f -s V -l version -d 'Show the version'
            """;

    String text() {
        List<String> lines = new ArrayList<>();
        program.subcommands().forEach((name, command) -> {
            CommandSpec spec = command.getCommandSpec();
            lines.add("complete -c multiarch -n '__multiarch_at 1' -f -a " + name
                    + about(spec.usageMessage().description()));
            spec.positionalParameters()
                    .forEach(operand -> operand(name, operand).ifPresent(lines::add));
            spec.options().forEach(option -> lines.add(option(name, option)));
        });
        return HEADER + lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static Optional<String> operand(String command, PositionalParamSpec operand) {
        String words = words(operand);
        int at = operand.index().min() + 2;
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of("complete -c multiarch -n '__multiarch_is " + command + "; and __multiarch_at " + at
                        + "' -f -a '" + words + "'");
    }

    /** A value is one of the known words, or perhaps a file. */
    private static String option(String command, OptionSpec option) {
        var line = new StringBuilder("complete -c multiarch -n '__multiarch_is " + command + "'");
        Arrays.stream(option.names())
                .forEach(name ->
                        line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", "")));
        if (option.arity().max() > 0) {
            String words = words(option);
            line.append(words.isEmpty() ? " -r" : (option.type().isEnum() ? " -x" : " -r") + " -a '" + words + "'");
        }
        return line + about(option.description());
    }

    private static String words(ArgSpec argument) {
        if (argument.completionCandidates() == null) {
            return "";
        }
        return StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                .collect(Collectors.joining(" "));
    }

    /** The first clause: fish shows it on the line of the word. */
    private static String about(String[] description) {
        String clause = String.join(" ", description).split("[.:;](?= |$)| \\(", 2)[0];
        return " -d '" + clause.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
