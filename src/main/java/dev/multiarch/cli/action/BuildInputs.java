package dev.multiarch.cli.action;

import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The inputs of docker/build-push-action 7 that this action has under the same names. They become flags of {@code docker
 * buildx build}. Those that would break a leg, or move a tag before the verdict, are refused with what to write instead.
 */
final class BuildInputs {
    /** How many flags a value becomes. */
    private enum Kind {
        /** One a line; a comma belongs to the value. */
        LINES,
        /** One a word; words are separated by commas or lines. */
        WORDS,
        /** One in all. */
        ONE,
        /** A flag without a value, for true. */
        FLAG,
        /** Secrets with their values, one a line. */
        SECRETS,
        /** The token, which {@link GitContext} hands over where it is needed. */
        TOKEN,
        /** None: anything but the harmless value is refused. */
        REFUSED
    }

    /**
     * @param flag of buildx
     * @param value for a secret, where its value is: {@code env} or {@code src}; for a refused input, what does no harm
     * @param fix what to write instead, for a refused input
     */
    private record Row(String input, Kind kind, String flag, String value, String fix) {}

    private static final List<Row> TABLE = List.of(
            row("add-hosts", Kind.WORDS, "--add-host"),
            row("allow", Kind.WORDS, "--allow"),
            row("annotations", Kind.LINES, "--annotation"),
            row("attests", Kind.LINES, "--attest"),
            row("build-args", Kind.LINES, "--build-arg"),
            row("build-contexts", Kind.LINES, "--build-context"),
            row("cache-from", Kind.LINES, "--cache-from"),
            row("cache-to", Kind.LINES, "--cache-to"),
            row("cgroup-parent", Kind.ONE, "--cgroup-parent"),
            row("labels", Kind.LINES, "--label"),
            row("network", Kind.ONE, "--network"),
            row("no-cache", Kind.FLAG, "--no-cache"),
            row("no-cache-filters", Kind.WORDS, "--no-cache-filter"),
            row("provenance", Kind.ONE, "--provenance"),
            row("pull", Kind.FLAG, "--pull"),
            row("sbom", Kind.ONE, "--sbom"),
            new Row("secret-envs", Kind.WORDS, "--secret", "env", ""),
            new Row("secret-files", Kind.LINES, "--secret", "src", ""),
            row("secrets", Kind.SECRETS, "--secret"),
            row("shm-size", Kind.ONE, "--shm-size"),
            row("ssh", Kind.WORDS, "--ssh"),
            row("target", Kind.ONE, "--target"),
            row("ulimit", Kind.LINES, "--ulimit"),
            row(InputTable.TOKEN, Kind.TOKEN, "--secret"),
            refused("call", "build", "it would check the Dockerfile and build nothing. Fix: leave it out"),
            refused(
                    "load",
                    "false",
                    "each platform is pushed by digest, and not loaded into Docker. Fix: leave it out, and pull the image by the output digest"),
            refused(
                    "outputs",
                    "",
                    "each platform is pushed by digest, and tags move after the verdict. Fix: leave it out, and name the"
                            + " repository in image and its tags in tags"));

    private BuildInputs() {}

    static List<String> names() {
        return TABLE.stream().map(Row::input).toList();
    }

    /** Whether it is never available, whatever the command. */
    static boolean isRefused(String input) {
        return TABLE.stream().anyMatch(row -> row.input().equals(input) && row.kind() == Kind.REFUSED);
    }

    /** @throws FormatException if an input is given that is not available */
    static void refuse(UnaryOperator<String> value) {
        TABLE.stream().filter(row -> row.kind() == Kind.REFUSED).forEach(row -> flags(row, value.apply(row.input())));
    }

    /** The flag that an input becomes. */
    static Optional<String> flag(String input) {
        return TABLE.stream()
                .filter(row -> row.input().equals(input) && row.kind() != Kind.REFUSED)
                .map(Row::flag)
                .findFirst();
    }

    /**
     * @param value of the input of that name, which may be empty
     * @return flags, each in one word with its value
     * @throws FormatException if an input is refused or malformed
     */
    static List<String> flags(UnaryOperator<String> value) {
        List<String> flags = new ArrayList<>();
        for (Row row : TABLE) {
            flags.addAll(flags(row, value.apply(row.input())));
        }
        return flags;
    }

    private static List<String> flags(Row row, String value) {
        String bare = value.strip();
        return switch (row.kind()) {
            case LINES -> each(row, InputList.lines(row.input(), value));
            case WORDS -> each(row, InputList.words(row.input(), value));
            case ONE -> bare.isEmpty() ? List.of() : each(row, List.of(one(row.input(), bare)));
            case FLAG -> isTrue(row.input(), bare) ? List.of(row.flag()) : List.of();
            case SECRETS -> each(row, BuildSecrets.values(value));
            case TOKEN -> List.of();
            case REFUSED -> {
                if (!bare.isEmpty() && !bare.equalsIgnoreCase(row.value())) {
                    throw new FormatException("input " + row.input() + " can't be used: " + row.fix());
                }
                yield List.of();
            }
        };
    }

    private static List<String> each(Row row, List<String> values) {
        return values.stream()
                .map(value -> row.flag() + "=" + filled(row, value))
                .toList();
    }

    private static String filled(Row row, String value) {
        if (row.value().isEmpty()) {
            return value;
        }
        String[] pair = value.split("=", 2);
        if (pair.length < 2 || pair[0].isBlank() || pair[1].isBlank()) {
            throw new FormatException("input " + row.input() + " has \"" + pair[0] + "\": expected ID="
                    + (row.value().equals("env") ? "NAME of a variable" : "FILE"));
        }
        return BuildSecrets.value(pair[0].strip(), row.value(), pair[1].strip());
    }

    private static String one(String input, String value) {
        if (value.lines().count() > 1) {
            throw new FormatException("input " + input + " has " + value.lines().count() + " lines, expected one");
        }
        return value;
    }

    /** The words of YAML 1.2's core schema, as GitHub takes them. */
    static boolean isTrue(String input, String value) {
        if (Arrays.asList("true", "True", "TRUE").contains(value)) {
            return true;
        }
        if (Arrays.asList("", "false", "False", "FALSE").contains(value)) {
            return false;
        }
        throw new FormatException("input " + input + " is \"" + value + "\": expected true or false");
    }

    private static Row row(String input, Kind kind, String flag) {
        return new Row(input, kind, flag, "", "");
    }

    private static Row refused(String input, String harmless, String fix) {
        return new Row(input, Kind.REFUSED, "", harmless, fix);
    }
}
