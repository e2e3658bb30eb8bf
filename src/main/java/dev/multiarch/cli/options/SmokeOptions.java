package dev.multiarch.cli.options;

import dev.multiarch.cli.console.UsageException;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.read.SmokePolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** One command to run in each image, and what is expected of it: what a policy says under image.smoke. */
public final class SmokeOptions {
    public static final String HEADING = "What is run, and what is expected of it";

    private final OptionSpec entrypoint = Options.flag(
            "--entrypoint",
            "What follows -- are arguments of the image's own entrypoint, instead of its command, as with docker run.");

    private final OptionSpec exit =
            Options.text("--exit-code", "NUMBER", "The exit code that the program must end with. Default: 0.");

    private final OptionSpec contains =
            Options.text("--contains", "TEXT", "A text that the program must print, on either stream.");

    private final OptionSpec matches =
            Options.text("--matches", "REGEX", "A regular expression (Java's) of all that the program prints.");

    private final OptionSpec limit = Options.text(
            "--time-limit",
            "TIME",
            "After this time, such as 10s, the program is ended, and that is a failure. Default: 60s.");

    private final OptionSpec environment =
            Options.texts("--env", "NAME=VALUE", "A variable in addition to the image's own (repeatable).");

    private final OptionSpec same = Options.flag("--same-output", "The program must print the same on all platforms.");

    private final OptionSpec builder =
            Options.text("--builder", "NAME", "The buildx builder; the current one by default.");

    public CommandSpec spec() {
        return Options.group(entrypoint, exit, contains, matches, limit, environment, same, builder);
    }

    public Optional<String> builder() {
        return Options.given(builder);
    }

    /** Whether anything says what is run, or what of it is expected. */
    public boolean areGiven() {
        boolean flags = entrypoint.<Boolean>getValue() || same.<Boolean>getValue();
        boolean texts = List.of(exit, contains, matches, limit).stream()
                .anyMatch(option -> Options.given(option).isPresent());
        return flags || texts || !environment.<List<String>>getValue().isEmpty();
    }

    /** @param words of the command line, after {@code --} */
    public Policy policy(List<String> words) throws InvalidPolicy, UsageException {
        for (String variable : environment.<List<String>>getValue()) {
            if (variable.indexOf('=') < 1) {
                throw new UsageException("--env " + variable + ": expected NAME=VALUE. Fix: --env "
                        + variable.replace("=", "") + "=VALUE");
            }
        }
        Map<String, String> texts = new LinkedHashMap<>();
        put(texts, "exit-code", exit);
        put(texts, "contains", contains);
        put(texts, "matches", matches);
        put(texts, "time-limit", limit);
        boolean arguments = entrypoint.<Boolean>getValue() || words.isEmpty();
        return new SmokePolicy(arguments, words, texts, environment.getValue(), same.getValue()).policy();
    }

    private static void put(Map<String, String> texts, String key, OptionSpec option) {
        Options.<String>given(option).ifPresent(text -> texts.put(key, text));
    }
}
