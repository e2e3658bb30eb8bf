package dev.multiarch.cli.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which input each command takes, and which option it becomes. */
public final class InputTable {
    /** What a value becomes. */
    enum Kind {
        /** One {@code --option=value}. */
        ONE,
        /** One {@code --option=value} a line. */
        LINES,
        /** The same, where a line may be in quotes or a comment, as in docker/build-push-action. */
        QUOTED_LINES,
        /** One {@code --option=value} a value; commas and lines separate them. */
        WORDS,
        /** {@code --option}, for true. */
        FLAG,
        /** The value alone, before all options. */
        POSITION,
        /** Each value alone, before all options; commas and lines separate them. */
        POSITIONS;

        boolean isOption() {
            return this != POSITION && this != POSITIONS;
        }
    }

    /** @param commands those that take the input */
    record Row(String input, Kind kind, String option, List<String> commands) {}

    private static final String[] SIGNING = {"merge", "promote", "ship"};

    static final List<Row> ROWS = List.of(
            row("image", Kind.ONE, "--image", "plan", "merge", "ship", "login"),
            row("image", Kind.POSITIONS, "", "verify-index", "rebuild"),
            row("image", Kind.POSITION, "", "smoke", "promote", "history"),
            row("platforms", Kind.WORDS, "--platforms", "plan", "ship", "advise", "doctor", "history"),
            row("file", Kind.POSITION, "", "advise"),
            row("platforms", Kind.WORDS, "--require", "verify-index", "promote"),
            row("platform", Kind.ONE, "--platform", "build"),
            row("tags", Kind.WORDS, "--tag", "merge", "promote", "ship"),
            row("also-single", Kind.WORDS, "--also-single", "merge", "promote", "ship"),
            row(
                    "policy",
                    Kind.LINES,
                    "--policy",
                    "plan",
                    "build",
                    "merge",
                    "verify-index",
                    "smoke",
                    "promote",
                    "rebuild",
                    "ship",
                    "status",
                    "advise",
                    "doctor"),
            row(
                    "policy-from",
                    Kind.ONE,
                    "--policy-from",
                    "plan",
                    "build",
                    "merge",
                    "verify-index",
                    "smoke",
                    "promote",
                    "rebuild",
                    "ship",
                    "status",
                    "advise",
                    "doctor"),
            row("builder", Kind.ONE, "--builder", "build", "merge", "smoke", "promote", "ship", "advise", "doctor"),
            row(
                    "records",
                    Kind.ONE,
                    "--records",
                    "plan",
                    "build",
                    "merge",
                    "verify-index",
                    "promote",
                    "rebuild",
                    "history",
                    "timing",
                    "ship"),
            row("plan", Kind.ONE, "--plan", "plan", "build", "merge", "timing", "ship"),
            row("plan-id", Kind.ONE, "--plan-id", "plan", "ship"),
            row("runners", Kind.LINES, "--runners", "plan", "rebuild"),
            row("modes", Kind.LINES, "--modes", "plan"),
            row("platforms-of-base", Kind.ONE, "--platforms-of-base", "plan"),
            row("build-args", Kind.QUOTED_LINES, "--build-arg", "plan"),
            row("bake", Kind.WORDS, "--bake", "plan"),
            row("targets", Kind.WORDS, "--target", "plan"),
            row("target", Kind.ONE, "--target", "plan"),
            row("vars", Kind.QUOTED_LINES, "--var", "plan", "build"),
            row(
                    "report",
                    Kind.LINES,
                    "--report",
                    "merge",
                    "verify-index",
                    "smoke",
                    "promote",
                    "ship",
                    "advise",
                    "doctor",
                    "history",
                    "timing"),
            row("verdict", Kind.ONE, "--verdict", "promote"),
            row("verdict", Kind.LINES, "--verdict", "status"),
            row("unjudged", Kind.ONE, "--unjudged", "promote"),
            row("compare", Kind.ONE, "--compare", "status"),
            row("issue", Kind.FLAG, "--issue", "status"),
            row("from", Kind.LINES, "--from", "merge"),
            row("keep-from", Kind.ONE, "--keep-from", "merge"),
            row("facts", Kind.ONE, "--facts", "merge", "ship"),
            row("sign", Kind.FLAG, "--sign", SIGNING),
            row("attest-verdict", Kind.FLAG, "--attest", SIGNING),
            row("signing-key", Kind.ONE, "--key", SIGNING),
            row("signing-config", Kind.ONE, "--signing-config", SIGNING),
            row("legacy-signatures", Kind.FLAG, "--legacy-signatures", SIGNING),
            row("record-args", Kind.LINES, "--record-arg", "build", "ship"),
            row("timeout", Kind.ONE, "--timeout", "build", "ship"),
            row("step-timeout", Kind.ONE, "--step-timeout", "build", "ship"),
            row("silence-timeout", Kind.ONE, "--silence-timeout", "build", "ship"),
            row("registry", Kind.ONE, "--registry", "login"),
            row("username", Kind.ONE, "--username", "login"),
            row("qemu-image", Kind.ONE, "--qemu-image", "build", "ship", "doctor"));

    /** What says whether and how to sign. */
    static final List<String> SIGNATURES =
            List.of("sign", "attest-verdict", "signing-key", "signing-config", "legacy-signatures");

    /** Says before it builds what would keep the merge from signing. */
    static final String BEFORE_SIGNING = "build";

    private static final List<String> BEFORE = List.of("sign", "attest-verdict", "signing-key");

    /** These run {@code docker buildx build}: what follows {@code --} is its own. */
    static final List<String> BUILDING = List.of("build", "ship");

    private static final List<String> BUILD_INPUTS = List.of("context", "file", "cache", "ssh-key");

    /** These push, or log in for those that do. */
    static final List<String> PUSHING = List.of("build", "merge", "ship", "login");

    /** Has a value in each call, as its default is the job's own token. */
    static final String TOKEN = "github-token";

    static final List<String> COMMANDS = List.of(
            "plan",
            "build",
            "merge",
            "verify-index",
            "smoke",
            "promote",
            "history",
            "timing",
            "ship",
            "rebuild",
            "status",
            "advise",
            "doctor",
            "login");

    private InputTable() {}

    /** What the input {@code command} may be. */
    public static List<String> commands() {
        return COMMANDS;
    }

    /** Each input's name, in no order. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of("command", "args", "push"));
        names.addAll(BUILD_INPUTS);
        names.add("password");
        names.addAll(BuildInputs.names());
        ROWS.stream().map(Row::input).distinct().forEach(names::add);
        return names.stream().distinct().toList();
    }

    /** Each option that an input of this command becomes, with the input's name. */
    public static Map<String, String> options(String command) {
        Map<String, String> options = new TreeMap<>();
        ROWS.stream()
                .filter(row -> row.commands().contains(command) && row.kind().isOption())
                .forEach(row -> options.put(row.option(), row.input()));
        if (BUILDING.contains(command)) {
            options.put("--file", "file");
            BuildInputs.names().forEach(input -> BuildInputs.flag(input).ifPresent(flag -> options.put(flag, input)));
        }
        return options;
    }

    static boolean takes(String command, String input) {
        if (List.of("command", "args", TOKEN).contains(input) || BuildInputs.isRefused(input)) {
            return true;
        }
        if (BUILDING.contains(command)
                && (BUILD_INPUTS.contains(input) || BuildInputs.names().contains(input))) {
            return true;
        }
        if (input.equals("push")) {
            return PUSHING.contains(command);
        }
        if (command.equals(BEFORE_SIGNING) && BEFORE.contains(input)) {
            return true;
        }
        // Read from its variable by the command itself: other programs' command lines can be seen by everybody.
        return command.equals("login") && input.equals("password")
                || ROWS.stream()
                        .anyMatch(row ->
                                row.input().equals(input) && row.commands().contains(command));
    }

    static String takers(String input) {
        return COMMANDS.stream().filter(command -> takes(command, input)).collect(Collectors.joining(" "));
    }

    private static Row row(String input, Kind kind, String option, String... commands) {
        return new Row(input, kind, option, List.of(commands));
    }
}
