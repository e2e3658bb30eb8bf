package dev.multiarch.cli;

import dev.multiarch.build.Build;
import dev.multiarch.cli.console.Console;
import dev.multiarch.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what somebody meant who typed a command line that can't be read. */
record UsageHints(Console console, Commands.Entry entry, boolean takesRest, CommandSpec spec) {
    /** What is wrong, what was meant if that is known, and what to type. */
    String message(ParameterException problem) {
        List<String> unmatched = problem instanceof UnmatchedArgumentException unknown
                ? unknown.getUnmatched()
                : problem.getCommandLine().getUnmatchedArguments();
        Optional<String> option = unmatched.stream()
                .filter(word -> word.matches("-.+"))
                .map(word -> word.split("=", 2)[0])
                .findFirst();
        String wrong = unmatched.isEmpty()
                ? wrongValue(problem)
                : option.map(word -> "unknown option " + word)
                        .orElse("\"" + unmatched.get(0) + "\" is one argument too many");
        boolean builds = Set.of("build", "ship").contains(entry.name());
        if (takesRest && !builds && !unmatched.isEmpty() && !unmatched.get(0).startsWith("-")) {
            return "\"" + unmatched.get(0) + "\" is one argument too many. Put \"--\" before a command. Fix: multiarch "
                    + entry.name() + " … -- " + String.join(" ", unmatched);
        }
        boolean theirs =
                builds && !unmatched.isEmpty() && option.map(Build::takesFlag).orElse(true);
        if (theirs) {
            String flag = option.map(word -> word + " is a flag of docker buildx build. ")
                    .orElse("");
            return wrong + ". " + flag + "Put \"--\" before the context and the flags of buildx. Fix: multiarch "
                    + entry.name() + " … -- " + String.join(" ", unmatched);
        }
        String hint = option.map(this::meant).orElseGet(() -> choice(problem));
        return wrong + (hint.isEmpty() ? "." : ". " + hint) + " Fix: multiarch " + entry.name() + " --help";
    }

    /** picocli's own message has the words in capitals, and those that this command does not take. */
    private static String wrongValue(ParameterException problem) {
        List<String> words = words(problem);
        return words.isEmpty()
                ? problem.getMessage()
                : ((OptionSpec) problem.getArgSpec()).longestName() + " " + problem.getValue() + ": expected "
                        + String.join(", ", words.subList(0, words.size() - 1)) + " or "
                        + words.get(words.size() - 1);
    }

    private static String choice(ParameterException problem) {
        return problem.getValue() == null
                ? ""
                : Nearest.to(problem.getValue(), words(problem))
                        .map(UsageHints::question)
                        .orElse("");
    }

    /** Those that an option takes; none where it takes others, too. */
    private static List<String> words(ParameterException problem) {
        List<String> words = new ArrayList<>();
        if (problem.getArgSpec() instanceof OptionSpec option && option.type().isEnum() && problem.getValue() != null) {
            option.completionCandidates().forEach(words::add);
        }
        return words;
    }

    private String meant(String option) {
        if (List.of("--version", "-V").contains(option)) {
            return "multiarch --version shows the version.";
        }
        Optional<String> near = near(option);
        if (near.isPresent()) {
            return question(near.get());
        }
        String others = Commands.all().stream()
                .filter(other -> !other.hidden() && !other.equals(entry))
                .filter(other -> optionsOf(other).contains(option))
                .map(Commands.Entry::name)
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : option + " is an option of " + others + ".";
    }

    /** A plural and its singular are near in any case: {@code --tag} and {@code --tags}. */
    private Optional<String> near(String word) {
        List<String> known = spec.optionsMap().keySet().stream()
                .filter(name -> name.startsWith("--"))
                .toList();
        return known.stream()
                .filter(name -> name.equals(word + "s") || word.equals(name + "s"))
                .findFirst()
                .or(() -> Nearest.to(word, known));
    }

    private List<String> optionsOf(Commands.Entry other) {
        return List.copyOf(Commands.make(other, console).spec().optionsMap().keySet());
    }

    private static String question(String word) {
        return "Did you mean \"" + word + "\"?";
    }
}
