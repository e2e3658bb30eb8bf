package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.read.CommitFiles;
import dev.multiarch.policy.read.OptionPolicies;
import dev.multiarch.policy.read.PolicyFiles;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.policy.yaml.RegexBudget;
import dev.multiarch.process.Programs;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which policies judge; {@code baseline} where none is named. */
public final class PolicyOptions {
    public static final String HEADING = "Policies";

    private static final String ALL_JUDGE = " Repeatable: all of them judge.";

    /** What a command does with policies. */
    public enum Use {
        IMAGE("A policy file, or a preset: baseline (the default), strict, host (for doctor), dockerfile (for advise)."
                + ALL_JUDGE),
        /** What judges for another time says nothing of today, so no tag may move by it. */
        TAG(IMAGE.policies),
        IF_NAMED("A policy file, or a preset: baseline, strict. By default no policy judges." + ALL_JUDGE),
        HOST("A policy file, or the preset host (the default)." + ALL_JUDGE),
        DOCKERFILE("A policy file, or a preset: dockerfile (the default where no other has rules on Dockerfiles)."
                + ALL_JUDGE),
        STATUS(
                "A policy file, or a preset, that each verdict must be by. Repeatable. By default what the verdicts name;"
                        + " baseline where there is no verdict."),
        COMMANDS("A policy file with image.smoke: its commands run, nothing else of it judges. Repeatable.");

        private final String policies;

        Use(String policies) {
            this.policies = policies;
        }
    }

    private final Use use;
    private final OptionSpec policies;

    private final OptionSpec required = Options.texts(
            "--require",
            "PLATFORMS",
            "Platforms that the image must have, without a policy file: linux/amd64,linux/arm64.");

    private final OptionSpec from = Options.text(
            "--policy-from",
            "REV",
            "Read policy files, and what they extend, from this commit: a full hash, or a remote branch such as origin/main. In a pull request, use its base.");

    private final OptionSpec now = Options.text(
            "--now",
            "TIME",
            "Judge for this time, such as 2026-12-31T18:00:00Z. It shows which rules and waivers change until then."
                    + " Refused where tags are to move.");

    public PolicyOptions() {
        this(Use.IMAGE);
    }

    public PolicyOptions(Use use) {
        this.use = use;
        this.policies =
                Options.texts("--policy", "NAME|FILE", use.policies, "baseline", "strict", "host", "dockerfile");
    }

    /** No command offers an option that it would always refuse or leave unread. */
    public CommandSpec spec() {
        return switch (use) {
            case COMMANDS -> Options.group(policies, from);
            case HOST -> Options.group(policies, from, now);
            case TAG, STATUS -> Options.group(policies, required, from);
            default -> Options.group(policies, required, from, now);
        };
    }

    /** Whether anything is to be judged by more than what is usual. */
    public boolean areNamed() {
        return !policies().isEmpty() || !required().isEmpty();
    }

    private List<String> policies() {
        return policies.getValue();
    }

    /** Nothing in a command that has no such option. */
    private List<String> required() {
        return Options.<List<String>>given(required).orElse(List.of());
    }

    /** Whether platforms are required without a policy file. */
    public boolean requires() {
        return !required().isEmpty();
    }

    /** Whether the user named anything that judges. */
    public boolean isGiven() {
        return areNamed() || Options.given(from).isPresent();
    }

    /** Before a tag moves: what judges for another time says nothing of today. */
    public void requireToday() throws UsageException {
        if (Options.given(now).isPresent()) {
            throw new UsageException(
                    "--now judges for another time, so no tag may move. Fix: leave out --now; verify-index --now shows what changes until then");
        }
    }

    private Instant time() {
        Optional<String> now = Options.given(this.now);
        try {
            return now.map(text -> OffsetDateTime.parse(text).toInstant()).orElseGet(Instant::now);
        } catch (DateTimeException malformed) {
            throw new FormatException(
                    "--now " + now.get() + ": expected a time with its offset, such as 2026-12-31T18:00:00Z");
        }
    }

    public List<Policy> read(Console console) throws InvalidPolicy, IOException, UsageException {
        return read(console, "baseline");
    }

    /** @param usual the preset where none is named */
    public List<Policy> read(Console console, String usual) throws InvalidPolicy, IOException, UsageException {
        List<String> names =
                policies().stream().flatMap(p -> Words.list(p).stream()).toList();
        List<Policy> read = new ArrayList<>();
        var effort = new RegexBudget();
        Optional<String> from = Options.given(this.from);
        PolicyFiles files = from.isEmpty() ? PolicyFiles.here() : commit(console, from.get());
        for (String name : names.isEmpty() ? List.of(usual) : names) {
            if (from.isEmpty() && Files.exists(console.path(name), LinkOption.NOFOLLOW_LINKS)) {
                Workspace.reading(console, "--policy", name); // messages quote what is in it
            }
            read.add(PolicyReader.read(name, console.directory().toAbsolutePath(), files, time(), effort));
        }
        List<Platform> platforms = required().stream()
                .flatMap(text -> Words.list(text).stream())
                .map(KnownPlatforms::parse)
                .toList();
        if (!platforms.isEmpty()) {
            read.add(OptionPolicies.requiring(platforms));
        }
        return read;
    }

    private static CommitFiles commit(Console console, String revision) throws InvalidPolicy {
        Path directory = console.directory().toAbsolutePath();
        String path = console.environment().getOrDefault("PATH", "");
        return CommitFiles.of(revision, directory, new Programs(program -> {}), path);
    }
}
