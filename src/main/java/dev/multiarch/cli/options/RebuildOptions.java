package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.plan.CiJob;
import dev.multiarch.plan.RunnerMap;
import dev.multiarch.process.LocalGit;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.rebuild.Commits;
import dev.multiarch.rebuild.RebuildBudget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How stale platforms are built again, and how many at a time. */
public final class RebuildOptions {
    public static final String HEADING = "Building again";

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String COMMIT = "[0-9a-f]{40}|[0-9a-f]{64}";

    private final OptionSpec revision = Options.text(
            "--revision",
            "COMMIT",
            "Build this commit (a full hash, or HEAD) instead of the recorded one. Then all platforms of a stale image are"
                    + " built, because no index mixes two commits.");

    private final OptionSpec runners =
            Options.texts("--runners", "MAP", "Runner labels, as for plan: linux/arm64=my-arm-runner,*=ubuntu-24.04.");

    private final OptionSpec maxLegs = Options.number(
            "--max-legs",
            "N",
            RebuildBudget.MOST_LEGS,
            "Plan at most N legs, the most urgent ones; the others are listed (" + RebuildBudget.MOST_LEGS
                    + "). Where all legs of an image are built together, those of the most urgent image are always planned.");

    private final OptionSpec maxMinutes = Options.number(
            "--max-minutes",
            "N",
            "Plan the most urgent legs whose last builds took at most N minutes in total. The most urgent leg is always planned.");

    private final OptionSpec plans = Options.text(
            "--plans",
            "DIR",
            ".multiarch/rebuild",
            "The folder for the plan files, one an image (.multiarch/rebuild).");

    private final OptionSpec records = Options.text(
            "--records", "STORE", "Where build records are kept, " + Records.KINDS + " (" + Records.DEFAULT + ").");

    public CommandSpec spec() {
        return Options.group(revision, runners, maxLegs, maxMinutes);
    }

    public CommandSpec files() {
        return Options.group(records, plans);
    }

    public String records() {
        return Options.<String>given(records).orElse(Records.DEFAULT);
    }

    public boolean recordsAreNamed() {
        return Options.given(records).isPresent();
    }

    public String plans() {
        return plans.getValue();
    }

    public RunnerMap runners() {
        List<String> given = runners.getValue();
        return given.isEmpty() ? RunnerMap.DEFAULT : RunnerMap.parse(String.join("\n", given));
    }

    public RebuildBudget budget() throws UsageException {
        int legs = maxLegs.getValue();
        Optional<Integer> minutes = Options.given(maxMinutes);
        if (legs < 1 || legs > RebuildBudget.MOST_LEGS) {
            throw new UsageException(
                    "--max-legs " + legs + ": expected 1 to " + RebuildBudget.MOST_LEGS + ", which a matrix takes");
        }
        if (minutes.filter(time -> time < 1).isPresent()) {
            throw new UsageException("--max-minutes " + minutes.get() + ": expected a number from 1");
        }
        return new RebuildBudget(legs, minutes.map(Duration::ofMinutes));
    }

    public Optional<String> revision(Console console) throws UsageException {
        Optional<String> named = Options.given(revision);
        if (named.isEmpty() || named.get().matches(COMMIT)) {
            return named;
        }
        if (!named.get().equals("HEAD")) {
            throw new UsageException("--revision " + named.get() + ": expected HEAD, or a commit's full hash");
        }
        Optional<String> built = CiJob.of(console.environment()).revision();
        return Optional.of(built.isPresent() ? built.get() : head(console));
    }

    public Commits commits(Console console) {
        return new CheckoutCommits(console);
    }

    private static String head(Console console) throws UsageException {
        Optional<String> git = Program.find("git", console.environment().getOrDefault("PATH", ""));
        String fix = ". Fix: call it in a checkout, or give the commit's full hash";
        if (git.isEmpty()) {
            throw new UsageException("--revision HEAD: there is no git on the PATH" + fix);
        }
        try {
            Program show = LocalGit.of(git.get(), console.directory().toAbsolutePath(), "rev-parse", "HEAD^{commit}");
            Result result = new Programs(program -> {}).run(show.within(LIMIT));
            String text = result.text().strip();
            if (result.ok() && text.matches(COMMIT)) {
                return text;
            }
        } catch (ProgramException e) {
            throw new UsageException("--revision HEAD: " + e.getMessage() + fix);
        }
        throw new UsageException("--revision HEAD: there is no commit checked out here" + fix);
    }
}
