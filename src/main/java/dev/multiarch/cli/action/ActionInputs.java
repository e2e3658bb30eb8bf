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
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    /** What a value becomes. */
    private enum Kind {
        /** One {@code --option=value}. */
        ONE,
        /** One {@code --option=value} a line. */
        LINES,
        /** The value alone, before all options. */
        POSITION
    }

    /** @param commands those that take the input */
    private record Row(String input, Kind kind, String option, List<String> commands) {}

    private static final List<Row> TABLE = List.of(
            row("image", Kind.ONE, "--image", "plan", "ship", "login"),
            row("image", Kind.POSITION, "", "verify-index", "promote"),
            row("platforms", Kind.LINES, "--platforms", "plan", "ship", "doctor"),
            row("platforms", Kind.LINES, "--require", "verify-index"),
            row("platform", Kind.ONE, "--platform", "build"),
            row("tags", Kind.LINES, "--tag", "merge", "promote", "ship"),
            row("policy", Kind.LINES, "--policy", "plan", "merge", "verify-index", "ship", "doctor"),
            row("policy-from", Kind.ONE, "--policy-from", "plan", "merge", "verify-index", "ship", "doctor"),
            row("builder", Kind.ONE, "--builder", "build", "merge", "promote", "ship", "doctor"),
            row("records", Kind.ONE, "--records", "build", "merge", "verify-index", "ship"),
            row("plan", Kind.ONE, "--plan", "plan", "build", "merge", "ship"),
            row("plan-id", Kind.ONE, "--plan-id", "plan", "ship"),
            row("runners", Kind.LINES, "--runners", "plan"),
            row("report", Kind.LINES, "--report", "merge", "verify-index", "ship", "doctor"),
            row("facts", Kind.ONE, "--facts", "merge", "ship"),
            row("registry", Kind.ONE, "--registry", "login"),
            row("username", Kind.ONE, "--username", "login"),
            row("qemu-image", Kind.ONE, "--qemu-image", "build", "ship", "doctor"));

    /** These run {@code docker buildx build}: what follows {@code --} is its own. */
    private static final List<String> BUILDING = List.of("build", "ship");

    private static final List<String> BUILD_INPUTS = List.of("context", "file");

    /** These push, or log in for those that do. */
    private static final List<String> PUSHING = List.of("build", "merge", "ship", "login");

    /** Read from their variables by the command itself: other programs' command lines can be seen by everybody. */
    private static final List<String> SECRET_INPUTS = List.of("password", "job-token");

    private static final List<String> COMMANDS =
            List.of("plan", "build", "merge", "verify-index", "promote", "ship", "doctor", "login");

    public ActionInputs {
        words = List.copyOf(words);
    }

    /** What the input {@code command} may be. */
    public static List<String> commands() {
        return COMMANDS;
    }

    /** Each input's name, in no order. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of("command", "args", "push"));
        names.addAll(BUILD_INPUTS);
        names.addAll(SECRET_INPUTS);
        names.addAll(BuildInputs.names());
        TABLE.stream().map(Row::input).distinct().forEach(names::add);
        return List.copyOf(names);
    }

    /** Whether a command pushes unless it is told otherwise, and nothing was said. */
    public static boolean asksWhetherToPush(Map<String, String> environment) {
        String command = value(environment, "command").strip();
        return PUSHING.contains(command.isEmpty() ? "ship" : command)
                && value(environment, "push").isBlank();
    }

    /** @throws FormatException if the input {@code command} names no command */
    public static String command(Map<String, String> environment) {
        String command = one("command", value(environment, "command")).orElse("ship");
        if (!COMMANDS.contains(command)) {
            throw new FormatException("input command is \"" + command + "\": expected one of "
                    + String.join(" ", COMMANDS)
                    + Nearest.to(command, COMMANDS)
                            .map(near -> ". Did you mean \"" + near + "\"?")
                            .orElse(""));
        }
        return command;
    }

    /** Each option that an input of this command becomes, with the input's name. */
    public static Map<String, String> options(String command) {
        Map<String, String> options = new TreeMap<>();
        TABLE.stream()
                .filter(row -> row.commands().contains(command) && row.kind() != Kind.POSITION)
                .forEach(row -> options.put(row.option(), row.input()));
        if (BUILDING.contains(command)) {
            options.put("--file", "file");
            BuildInputs.names().forEach(input -> BuildInputs.flag(input).ifPresent(flag -> options.put(flag, input)));
        }
        return options;
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
        for (Row row : TABLE) {
            if (row.commands().contains(command)) {
                boolean text = isText && row.input().equals("plan");
                String value = text ? PLAN_FILE : value(environment, row.input());
                (row.kind() == Kind.POSITION ? words : options).addAll(words(row, value));
            }
        }
        words.addAll(options);
        if (PUSHING.contains(command) && !push(environment, mayPush)) {
            boolean asked = !value(environment, "push").isBlank();
            words.add(command.equals("login") && !asked ? "--read-only" : "--no-push");
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

    private static List<String> words(Row row, String value) {
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
        if (!BUILDING.contains(command)) {
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
        for (String name : names()) {
            boolean given = !value(environment, name).strip().matches("|false"); // what a flag is without being given
            if (given && !takes(command, name)) {
                throw new FormatException("input " + name + " is given, but the command " + command
                        + " does not take it (those that do: " + takers(name) + "). Leave it out");
            }
        }
    }

    private static boolean takes(String command, String input) {
        if (BUILD_INPUTS.contains(input) || BuildInputs.names().contains(input)) {
            return BUILDING.contains(command);
        }
        if (input.equals("push")) {
            return PUSHING.contains(command);
        }
        if (SECRET_INPUTS.contains(input)) {
            return command.equals("login");
        }
        return List.of("command", "args").contains(input)
                || TABLE.stream()
                        .anyMatch(row ->
                                row.input().equals(input) && row.commands().contains(command));
    }

    private static String takers(String input) {
        return COMMANDS.stream().filter(command -> takes(command, input)).collect(Collectors.joining(" "));
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

    private static Row row(String input, Kind kind, String option, String... commands) {
        return new Row(input, kind, option, List.of(commands));
    }
}
