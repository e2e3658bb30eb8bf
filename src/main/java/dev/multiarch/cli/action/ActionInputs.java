package dev.multiarch.cli.action;

import dev.multiarch.cli.options.OwnOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.image.Digest;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The inputs of action.yml, which hands each to us as {@code MULTIARCH_INPUT_NAME}, as the words of a command line. Values
 * may come from a pull request: each is one word together with its option, and none is evaluated.
 *
 * @param words the command and its arguments
 * @param plan the plan itself, where the input is not a file's name: to be written to {@link #planFile} first
 */
public record ActionInputs(List<String> words, Optional<String> plan) {
    /** Where a plan goes that came as text, unless it is for a build. */
    public static final String PLAN_FILE = PlanFile.DEFAULT;

    private static final String TEMP = "RUNNER_TEMP";
    private static final int SHORT = 16;

    public ActionInputs {
        words = List.copyOf(words);
    }

    /** Whether it matters what the run's token may do: nothing was said on pushing, or a cache is to be written. */
    public static boolean asksForTheToken(Map<String, String> environment) {
        String command = value(environment, "command").strip();
        return InputTable.PUSHING.contains(command.isEmpty() ? "ship" : command)
                && (value(environment, "push").isBlank()
                        || !value(environment, "cache").isBlank());
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
        return of(environment, OwnOptions.NONE, true, false);
    }

    /**
     * @param own the options of the command that the input {@code command} names
     * @param mayPush whether the workflow's token may push, where the input push does not say
     * @param baked whether the plan is of a bake file, which has the context of what is built
     * @throws FormatException if an input is malformed or the command takes no such
     */
    public static ActionInputs of(Map<String, String> environment, OwnOptions own, boolean mayPush, boolean baked) {
        String command = command(environment);
        BuildInputs.refuse(input -> value(environment, input));
        refuseUntaken(environment, command);
        boolean pushes = !InputTable.PUSHING.contains(command) || push(environment, mayPush);
        SigningInputs signing = SigningInputs.of(environment, pushes);
        if (command.equals(InputTable.BEFORE_SIGNING)) {
            signing.check(environment);
        }
        String plan = value(environment, "plan").strip();
        boolean isText = plan.startsWith("{");
        List<String> words = new ArrayList<>(List.of(command));
        List<String> options = new ArrayList<>();
        for (InputTable.Row row : InputTable.ROWS) {
            if (row.commands().contains(command) && signing.takes(row)) {
                boolean text = isText && row.input().equals("plan");
                String value = text ? planFile(environment, command, plan) : value(environment, row.input());
                (row.kind().isOption() ? options : words).addAll(words(row, value));
            }
        }
        words.addAll(options);
        if (!pushes) {
            String flag = command.equals("login") && !mayPush ? "--read-only" : "--no-push";
            if (!own.split(args(environment)).ours().contains(flag)) {
                words.add(flag);
            }
        }
        words.addAll(last(environment, command, own, mayPush, baked));
        return new ActionInputs(words, isText ? Optional.of(plan) : Optional.empty());
    }

    /** Not in the build context: each run has another plan, so that no step behind {@code COPY . .} would be found in the cache. */
    static String planFile(Map<String, String> environment, String command, String plan) {
        String folder = environment.getOrDefault(TEMP, "");
        if (!command.equals("build") || folder.isEmpty()) {
            return PLAN_FILE;
        }
        // Jobs on one machine may share the folder.
        String digest = Digest.of(plan.getBytes(StandardCharsets.UTF_8)).hex();
        return folder + "/multiarch-plan-" + digest.substring(0, SHORT) + ".json";
    }

    boolean pushesNothing() {
        return words.contains("--no-push") || words.contains("--read-only");
    }

    /** The environment that the command gets: no word contains the value of a secret. */
    static Map<String, String> variables(Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(BuildSecrets.variables(value(environment, "secrets")));
        return all;
    }

    private static boolean push(Map<String, String> environment, boolean mayPush) {
        String value = one("push", value(environment, "push")).orElse(Boolean.toString(mayPush));
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new FormatException("input push is \"" + value + "\": expected true or false");
        }
        return value.equalsIgnoreCase("true") && !PullRequest.isMergeQueue(environment);
    }

    private static List<String> words(InputTable.Row row, String value) {
        return switch (row.kind()) {
            case LINES ->
                lines(value).stream()
                        .map(line -> row.option() + "=" + plain(row.input(), line))
                        .toList();
            case QUOTED_LINES ->
                InputList.lines(row.input(), value).stream()
                        .map(line -> row.option() + "=" + line)
                        .toList();
            case WORDS ->
                InputList.words(row.input(), value).stream()
                        .map(word -> row.option() + "=" + plain(row.input(), word))
                        .toList();
            case ONE ->
                one(row.input(), value).map(v -> row.option() + "=" + plain(row.input(), v)).stream()
                        .toList();
            case FLAG -> BuildInputs.isTrue(row.input(), value.strip()) ? List.of(row.option()) : List.of();
            case POSITIONS ->
                InputList.words(row.input(), value).stream()
                        .map(word -> plain(row.input(), word))
                        .toList();
            case POSITION ->
                one(row.input(), value).map(v -> plain(row.input(), v)).stream().toList();
        };
    }

    /** For commands that build: our options in args, then {@code -- CONTEXT --file=…}, and the rest of args for buildx. */
    private static List<String> last(
            Map<String, String> environment, String command, OwnOptions own, boolean mayPush, boolean baked) {
        List<String> args = args(environment);
        if (!InputTable.BUILDING.contains(command)) {
            return args;
        }
        OwnOptions.Split split = own.split(args);
        List<String> words = new ArrayList<>(List.of("--setup"));
        words.addAll(split.ours());
        words.add("--");
        var git = new GitContext(environment);
        String context = one("context", value(environment, "context"))
                .map(given -> plain("context", git.filled(given)))
                .orElse(baked ? "" : ".");
        if (!context.isEmpty()) {
            words.add(context);
        }
        one("file", value(environment, "file")).ifPresent(file -> words.add("--file=" + file));
        List<String> flags = BuildInputs.flags(input -> git.filled(value(environment, input)));
        words.addAll(flags);
        words.addAll(split.theirs());
        git.token(context, words).ifPresent(words::add);
        SshKey.flag(value(environment, "ssh-key")).ifPresent(words::add);
        if (BuildInputs.isTrue("cache", value(environment, "cache").strip()) && mayPush) {
            words.addAll(List.of("--cache-from=type=gha", "--cache-to=type=gha,mode=max,ignore-error=true"));
        }
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
                        + " does not accept it (commands that do: " + InputTable.takers(name) + "). Leave it out");
            }
        }
    }

    /** False is what a flag is without being given; but who says that nothing is pushed must not be ignored. */
    private static boolean isGiven(Map<String, String> environment, String name) {
        String value = value(environment, name).strip();
        return !value.isEmpty() && !name.equals(InputTable.TOKEN) && (name.equals("push") || !value.equals("false"));
    }

    static Optional<String> one(String input, String value) {
        List<String> lines = lines(value);
        if (lines.size() > 1) {
            throw new FormatException("input " + input + " has " + lines.size() + " lines, expected one");
        }
        return lines.stream().findFirst();
    }

    /** A value alone could be read as an option, and no value but a sentence begins like one. */
    private static String plain(String input, String value) {
        if (value.startsWith("-") && !input.equals("unjudged")) {
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

    static String value(Map<String, String> environment, String input) {
        return environment.getOrDefault(variable(input), "");
    }

    /** The variable in which action.yml hands an input over. */
    public static String variable(String input) {
        return "MULTIARCH_INPUT_" + input.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
