package dev.multiarch.cli.action;

import dev.multiarch.cli.options.OwnOptions;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs of action.yml, which hands each to us as {@code MULTIARCH_INPUT_NAME}, as the words of a command line. Values
 * may come from a pull request: each is one word together with its option, and none is evaluated.
 *
 * @param words the command and its arguments
 * @param plan the plan itself, where the input is not a file's name: to be written to {@link #PLAN_FILE} first
 */
public record ActionInputs(List<String> words, Optional<String> plan) {
    /** Where a plan goes that came as text. */
    public static final String PLAN_FILE = ".multiarch/plan.json";

    public ActionInputs {
        words = List.copyOf(words);
    }

    /** Whether a command pushes unless somebody says otherwise, and nothing was said. */
    public static boolean asksWhetherToPush(Map<String, String> environment) {
        String command = value(environment, "command").strip();
        return InputTable.PUSHING.contains(command.isEmpty() ? "ship" : command)
                && value(environment, "push").isBlank();
    }

    /** @throws FormatException if the input {@code command} names no command */
    public static String command(Map<String, String> environment) {
        String command = one("command", value(environment, "command")).orElse("ship");
        if (!InputTable.COMMANDS.contains(command)) {
            throw new FormatException("input command is \"" + command + "\": expected one of "
                    + String.join(" ", InputTable.COMMANDS)
                    + Nearest.to(command, InputTable.COMMANDS)
                            .map(near -> ". Did you mean \"" + near + "\"?")
                            .orElse(""));
        }
        return command;
    }

    static ActionInputs of(Map<String, String> environment) {
        return of(environment, OwnOptions.NONE, true);
    }

    /**
     * @param own the options of the command that the input {@code command} names
     * @param mayPush whether the workflow's token may push, where the input push does not say
     * @throws FormatException if an input is malformed or the command takes no such
     */
    public static ActionInputs of(Map<String, String> environment, OwnOptions own, boolean mayPush) {
        String command = command(environment);
        refuseUntaken(environment, command);
        String plan = value(environment, "plan").strip();
        boolean isText = plan.startsWith("{");
        List<String> words = new ArrayList<>(List.of(command));
        List<String> options = new ArrayList<>();
        for (InputTable.Row row : InputTable.ROWS) {
            if (row.commands().contains(command)) {
                boolean text = isText && row.input().equals("plan");
                String value = text ? PLAN_FILE : value(environment, row.input());
                (row.kind() == InputTable.Kind.POSITION ? words : options).addAll(words(row, value));
            }
        }
        words.addAll(options);
        if (InputTable.PUSHING.contains(command) && !push(environment, mayPush)) {
            boolean asked = !value(environment, "push").isBlank();
            String flag = command.equals("login") && !asked ? "--read-only" : "--no-push";
            if (!own.split(args(environment)).ours().contains(flag)) {
                words.add(flag);
            }
        }
        words.addAll(last(environment, command, own));
        return new ActionInputs(words, isText ? Optional.of(plan) : Optional.empty());
    }

    private static boolean push(Map<String, String> environment, boolean mayPush) {
        String value = one("push", value(environment, "push")).orElse(Boolean.toString(mayPush));
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new FormatException("input push is \"" + value + "\": expected true or false");
        }
        return value.equalsIgnoreCase("true");
    }

    private static List<String> words(InputTable.Row row, String value) {
        return switch (row.kind()) {
            case LINES ->
                lines(value).stream().map(line -> row.option() + "=" + line).toList();
            case ONE ->
                one(row.input(), value).map(v -> row.option() + "=" + v).stream()
                        .toList();
            case POSITION ->
                one(row.input(), value).map(v -> plain(row.input(), v)).stream().toList();
        };
    }

    /** For commands that build: our options in args, then {@code -- CONTEXT --file=…}, and the rest of args for buildx. */
    private static List<String> last(Map<String, String> environment, String command, OwnOptions own) {
        List<String> args = args(environment);
        if (!InputTable.BUILDING.contains(command)) {
            return args;
        }
        OwnOptions.Split split = own.split(args);
        List<String> words = new ArrayList<>(List.of("--setup"));
        words.addAll(split.ours());
        words.add("--");
        words.add(one("context", value(environment, "context"))
                .map(context -> plain("context", context))
                .orElse("."));
        one("file", value(environment, "file")).ifPresent(file -> words.add("--file=" + file));
        words.addAll(BuildInputs.flags(input -> value(environment, input)));
        words.addAll(split.theirs());
        return words;
    }

    private static List<String> args(Map<String, String> environment) {
        try {
            return ShellWords.split(value(environment, "args"));
        } catch (FormatException e) {
            throw new FormatException("input args: " + e.getMessage());
        }
    }

    private static void refuseUntaken(Map<String, String> environment, String command) {
        for (String name : InputTable.names()) {
            if (isGiven(environment, name) && !InputTable.takes(command, name)) {
                throw new FormatException("input " + name + " is given, but the command " + command
                        + " does not take it (those that do: " + InputTable.takers(name) + "). Leave it out");
            }
        }
    }

    /** False is what a flag is without being given; but who says that nothing is pushed must not be ignored. */
    private static boolean isGiven(Map<String, String> environment, String name) {
        String value = value(environment, name).strip();
        return !value.isEmpty() && (name.equals("push") || !value.equals("false"));
    }

    private static Optional<String> one(String input, String value) {
        List<String> lines = lines(value);
        if (lines.size() > 1) {
            throw new FormatException("input " + input + " has " + lines.size() + " lines, expected one");
        }
        return lines.stream().findFirst();
    }

    /** Where a value stands alone it could be taken for an option. */
    private static String plain(String input, String value) {
        if (value.startsWith("-")) {
            throw new FormatException(
                    "input " + input + " is \"" + value + "\", which looks like an option. Options go" + " into args");
        }
        return value;
    }

    private static List<String> lines(String value) {
        return Arrays.stream(value.split("[\\r\\n]+"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String value(Map<String, String> environment, String input) {
        return environment.getOrDefault(variable(input), "");
    }

    /** The variable in which action.yml hands an input over. */
    public static String variable(String input) {
        return "MULTIARCH_INPUT_" + input.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
