package dev.multiarch.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The kinds of options that there are, as picocli's models: {@code --tag} means the same kind of value in each command. A
 * command holds its options in fields, and reads what was given by {@link OptionSpec#getValue}.
 *
 * <p>picocli's annotations would say the same, but reading them takes 60 ms of each call.
 */
public final class Options {
    private Options() {}

    /** A {@code boolean}. */
    public static OptionSpec flag(String name, String description) {
        return named(name, "", description)
                .type(boolean.class)
                .initialValue(false)
                .build();
    }

    /** What {@link #text} or {@link #number} was given. picocli's own Optional takes reflection, and that takes time. */
    public static <T> Optional<T> given(OptionSpec option) {
        return Optional.ofNullable(option.getValue());
    }

    /** A {@code String}, see {@link #given}. */
    public static OptionSpec text(String name, String label, String description) {
        return named(name, label, description).type(String.class).build();
    }

    /** An {@code Integer}, see {@link #given}. */
    public static OptionSpec number(String name, String label, String description) {
        return named(name, label, description).type(Integer.class).build();
    }

    /** A {@code String}. */
    public static OptionSpec text(String name, String label, String usual, String description) {
        return named(name, label, description)
                .type(String.class)
                .initialValue(usual)
                .build();
    }

    /** An {@code int}. */
    public static OptionSpec number(String name, String label, int usual, String description) {
        return named(name, label, description)
                .type(int.class)
                .initialValue(usual)
                .build();
    }

    /** A {@code String} that has to be given. */
    public static OptionSpec required(String name, String label, String description) {
        return named(name, label, description).type(String.class).required(true).build();
    }

    /** A {@code List<String>}: may be given more than once. */
    public static OptionSpec texts(String name, String label, String description, String... known) {
        return list(name, label, description)
                .initialValue(List.of())
                .completionCandidates(offered(known))
                .build();
    }

    /** A {@code List<String>} that has to be given, perhaps more than once. */
    public static OptionSpec requiredTexts(String name, String label, String description) {
        return list(name, label, description).required(true).build();
    }

    /** An {@code E}, whose words are in small letters. */
    public static <E extends Enum<E>> OptionSpec choice(String name, E usual, String description, List<E> offered) {
        // Loops rather than streams: each call of verify-index pays for what it loads.
        List<String> words = new ArrayList<>();
        for (E word : offered) {
            words.add(word.name().toLowerCase(Locale.ROOT));
        }
        return named(name, String.join("|", words), description)
                .type(usual.getDeclaringClass())
                .initialValue(usual)
                .completionCandidates(words)
                .build();
    }

    /** A {@code String} of a few that are known, see {@link #given}. */
    public static OptionSpec choice(String name, String label, String description, List<String> known) {
        return named(name, label, description)
                .type(String.class)
                .completionCandidates(known)
                .build();
    }

    /**
     * The text before and after the options of a command in its help.
     *
     * @param description lines
     * @param examples as people type them, or further lines
     */
    public static CommandSpec command(String description, String... examples) {
        CommandSpec command = CommandSpec.create();
        command.usageMessage().description(description.split("\n"));
        if (examples.length > 0) {
            String[] lines = new String[examples.length];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = "  " + examples[i].replace("\n", "\n  ");
            }
            command.usageMessage().footerHeading("%nExamples:%n").footer(lines);
        }
        return command;
    }

    public static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .description("Show this help.")
                .build();
    }

    /** What is not an option, and has to be there: a {@code String}. */
    public static PositionalParamSpec operand(String label, String description, String... known) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .description(description)
                .type(String.class)
                .index("0")
                .required(true)
                .completionCandidates(offered(known))
                .build();
    }

    /** Null where nothing is known: of an empty list picocli's script would complete an empty word. */
    private static List<String> offered(String... known) {
        return known.length == 0 ? null : List.of(known);
    }

    /** What is not an option, as often as wanted: a {@code List<String>}. */
    public static PositionalParamSpec operands(String label, String description) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .description(description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .initialValue(List.of())
                .index("0..*")
                .arity("0..*")
                .build();
    }

    /** A group of options in the help, the most used first. */
    public static CommandSpec group(OptionSpec... options) {
        CommandSpec group = CommandSpec.create();
        for (OptionSpec option : options) {
            group.addOption(option);
        }
        return group;
    }

    private static OptionSpec.Builder list(String name, String label, String description) {
        return named(name, label, description).type(List.class).auxiliaryTypes(String.class);
    }

    private static OptionSpec.Builder named(String name, String label, String description) {
        return OptionSpec.builder(name).paramLabel(label).description(description);
    }
}
