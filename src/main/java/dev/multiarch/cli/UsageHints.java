package dev.multiarch.cli;

import dev.multiarch.build.Build;
import dev.multiarch.cli.console.Console;
import dev.multiarch.text.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
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
        String wrong = problem instanceof UnmatchedArgumentException || unmatched.isEmpty()
                ? problem.getMessage()
                : option.map(word -> "Unknown option: '" + word + "'")
                        .orElse("Unmatched argument: '" + unmatched.get(0) + "'");
        boolean theirs = takesRest
                && !unmatched.isEmpty()
                && option.map(Build::takesFlag).orElse(true);
        if (theirs) {
            String flag = option.map(word -> word + " is a flag of docker buildx build. ")
                    .orElse("");
            return wrong + ". " + flag + "Put \"--\" before the context and the flags of buildx. Fix: multiarch "
                    + entry.name() + " … -- " + String.join(" ", unmatched);
        }
        String hint = option.map(this::meant).orElseGet(() -> choice(problem));
        return wrong + (hint.isEmpty() ? "." : ". " + hint) + " Fix: multiarch " + entry.name() + " --help";
    }

    private static String choice(ParameterException problem) {
        boolean choice =
                problem.getArgSpec() != null && problem.getArgSpec().type().isEnum();
        if (!choice || problem.getValue() == null) {
            return "";
        }
        List<String> words = Arrays.stream(problem.getArgSpec().type().getEnumConstants())
                .map(word -> word.toString().toLowerCase(Locale.ROOT))
                .toList();
        return Nearest.to(problem.getValue(), words).map(UsageHints::question).orElse("");
    }

    private String meant(String option) {
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
