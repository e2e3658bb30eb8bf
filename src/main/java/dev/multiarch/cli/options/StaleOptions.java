package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.InputFile;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.rebuild.Cause;
import dev.multiarch.rebuild.KnownBad;
import dev.multiarch.rebuild.Rebuild.OnUnknown;
import dev.multiarch.rebuild.VulnerableBases;
import dev.multiarch.text.Durations;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import dev.multiarch.text.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What makes a platform of a published image stale. */
public final class StaleOptions {
    public static final String HEADING = "What is stale";

    private static final int LARGEST = 8 << 20;
    private static final List<String> CAUSES =
            Arrays.stream(Cause.values()).map(Cause::word).toList();

    private final OptionSpec maxAge =
            Options.text("--max-age", "TIME", "What was built longer ago is stale: 30d. Without it no age is too old.");

    private final OptionSpec causes = Options.texts(
            "--causes",
            "LIST",
            "Look for these alone: " + String.join(", ", CAUSES)
                    + ". By default for all; for a verdict where --policy is given.",
            CAUSES.toArray(String[]::new));

    private final OptionSpec vulnerable = Options.text(
            "--vulnerable-bases",
            "FILE",
            "Base images that must be replaced, one a line: a name, a digest or both, and behind it why.");

    private final OptionSpec knownBad = Options.text(
            "--known-bad",
            "FILE",
            "Versions of BuildKit and QEMU that build wrong images, instead of multiarch's own list"
                    + " (policies/known-bad.yaml).");

    private final OptionSpec onUnknown = Options.choice(
            "--on-unknown",
            OnUnknown.FAIL,
            "What is done where something is not known of a platform: exit code 3 (fail, the default), it counts as stale (rebuild), or it stays"
                    + " as it is (keep).",
            List.of(OnUnknown.values()));

    public CommandSpec spec() {
        return Options.group(maxAge, causes, vulnerable, knownBad, onUnknown);
    }

    public Optional<Duration> maxAge() {
        try {
            return Options.<String>given(maxAge).map(Durations::parse);
        } catch (FormatException malformed) {
            throw new FormatException("--max-age: " + malformed.getMessage());
        }
    }

    /**
     * @param judges whether a policy is given
     * @throws UsageException if a cause is asked for by its name, and what it needs is not given: nothing would ever be stale;
     *     or if something is given that only a cause needs that is left out
     */
    public Set<Cause> causes(boolean judges) throws UsageException {
        List<String> given = causes.getValue();
        List<String> words =
                given.stream().flatMap(text -> Words.list(text).stream()).toList();
        if (words.isEmpty()) {
            return EnumSet.allOf(Cause.class);
        }
        Set<Cause> chosen = EnumSet.noneOf(Cause.class);
        for (String word : words) {
            chosen.add(Arrays.stream(Cause.values())
                    .filter(cause -> cause.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new FormatException(
                            "--causes: unknown cause \"" + word + "\". " + Nearest.hint(word, CAUSES))));
        }
        requireInputs(chosen, judges);
        return chosen;
    }

    private void requireInputs(Set<Cause> asked, boolean judges) throws UsageException {
        // A list may be empty: a scanner that finds nothing writes such a one.
        if (asked.contains(Cause.VULNERABLE_BASE) && Options.given(vulnerable).isEmpty()) {
            throw lacks(Cause.VULNERABLE_BASE, "--vulnerable-bases FILE");
        }
        if (asked.contains(Cause.VERDICT) && !judges) {
            throw lacks(Cause.VERDICT, "--policy NAME|FILE");
        }
        if (asked.contains(Cause.AGE) && maxAge().isEmpty()) {
            throw lacks(Cause.AGE, "--max-age TIME");
        }
        requireUse(asked, Cause.AGE, maxAge);
        requireUse(asked, Cause.VULNERABLE_BASE, vulnerable);
        requireUse(asked, Cause.KNOWN_BAD, knownBad);
    }

    /** Who gives a limit believes that it counts. */
    private static void requireUse(Set<Cause> asked, Cause cause, OptionSpec option) throws UsageException {
        if (!asked.contains(cause) && Options.given(option).isPresent()) {
            throw new UsageException(option.longestName() + " is given, and --causes leaves out " + cause.word()
                    + ", so nothing would be looked for. Fix: add " + cause.word() + " to --causes, or leave out "
                    + option.longestName());
        }
    }

    private static UsageException lacks(Cause cause, String option) {
        return new UsageException("--causes " + cause.word() + " needs " + option + ", which is not given. Fix: give "
                + option + ", or leave this cause out");
    }

    public OnUnknown onUnknown() {
        return onUnknown.getValue();
    }

    public VulnerableBases vulnerable(Console console) throws IOException, UsageException {
        Optional<String> file = Options.given(vulnerable);
        return VulnerableBases.read(
                file.isEmpty()
                        ? ""
                        : new String(bytes(console, "--vulnerable-bases", file.get()), StandardCharsets.UTF_8),
                file.orElse(""));
    }

    public KnownBad knownBad(Console console) throws IOException, UsageException, InvalidPolicy {
        Optional<String> file = Options.given(knownBad);
        return file.isEmpty() ? KnownBad.ours() : KnownBad.read(file.get(), bytes(console, "--known-bad", file.get()));
    }

    static byte[] bytes(Console console, String option, String name) throws IOException, UsageException {
        byte[] bytes = InputFile.read(console, option, name, LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new UsageException(option + " " + name + ": larger than 8 MiB");
        }
        return bytes;
    }
}
