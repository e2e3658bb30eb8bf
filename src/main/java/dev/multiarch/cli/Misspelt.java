package dev.multiarch.cli;

import dev.multiarch.pipeline.Build;
import dev.multiarch.policy.yaml.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what somebody meant who typed a command line that can't be read. */
record Misspelt(Commands.Entry entry, boolean takesRest, CommandSpec spec) {
    private static final String DASHES =
            "Put \"--\" before the context and the flags of docker buildx build: multiarch ";

    /** One sentence or more, or nothing where nobody can tell. */
    String hint(ParameterException problem) {
        if (problem instanceof UnmatchedArgumentException unmatched) {
            return hint(unmatched.getUnmatched());
        }
        boolean choice =
                problem.getArgSpec() != null && problem.getArgSpec().type().isEnum();
        if (choice && problem.getValue() != null) {
            List<String> words = Arrays.stream(problem.getArgSpec().type().getEnumConstants())
                    .map(word -> word.toString().toLowerCase(Locale.ROOT))
                    .toList();
            return Nearest.to(problem.getValue(), words).map(Misspelt::meant).orElse("");
        }
        return "";
    }

    private String hint(List<String> words) {
        String first = words.stream()
                .filter(word -> word.matches("-.+"))
                .findFirst()
                .orElse(words.get(0))
                .split("=", 2)[0];
        if (!first.startsWith("-")) {
            return takesRest ? behindDashes(words) : "";
        }
        if (takesRest && Build.takesFlag(first)) {
            return first + " is a flag of docker buildx build. " + behindDashes(words);
        }
        Optional<String> near = near(first);
        if (near.isPresent()) {
            return meant(near.get());
        }
        String others = Commands.all().stream()
                .filter(other -> !other.hidden() && !other.equals(entry))
                .filter(other -> optionsOf(other).contains(first))
                .map(Commands.Entry::name)
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : first + " is an option of " + others + ".";
    }

    private static String behindDashes(List<String> words) {
        boolean hasContext = words.stream().anyMatch(word -> !word.startsWith("-"));
        return DASHES + "… -- " + (hasContext ? "" : ". ") + String.join(" ", words) + ".";
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

    private static List<String> optionsOf(Commands.Entry other) {
        Command command = Commands.make(other, Console.SILENT);
        return List.copyOf(Options.of(command).spec().optionsMap().keySet());
    }

    private static String meant(String word) {
        return "Did you mean \"" + word + "\"?";
    }
}
