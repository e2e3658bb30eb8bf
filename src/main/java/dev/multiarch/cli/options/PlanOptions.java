package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.PlanRequest;
import dev.multiarch.plan.PlannedPlatforms;
import dev.multiarch.plan.RunnerMap;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.step.Refused;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Words;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a plan is made from. */
public final class PlanOptions {
    public static final String HEADING = "Image and platforms";

    private final OptionSpec image =
            Options.required("--image", "REPO", "The repository, without a tag: ghcr.io/org/app.");

    private final OptionSpec platforms = Options.requiredTexts(
            "--platforms",
            "LIST",
            "Platforms, separated by commas or lines: linux/amd64,linux/arm64,linux/arm/v7. If a policy requires"
                    + " other platforms, or forbids one of these, the exit code is 1.");

    private final OptionSpec runners = Options.texts(
            "--runners",
            "MAP",
            "Runner labels: linux/arm64=my-arm-runner,*=ubuntu-24.04. By default amd64 and 386 use ubuntu-24.04,"
                    + " arm64 uses ubuntu-24.04-arm, and all others use ubuntu-24.04 with emulation.");

    private final OptionSpec revision =
            Options.text("--revision", "COMMIT", "The commit that is built; GITHUB_SHA by default.");

    private final OptionSpec planId = Options.text(
            "--plan-id",
            "ID",
            "The name of this plan. In GitHub Actions it is made from the run, elsewhere it is random.");

    public CommandSpec spec() {
        return Options.group(image, platforms, runners, revision, planId);
    }

    /** @throws Refused if a policy asks for platforms that the plan lacks, or forbids one that it has */
    public Plan plan(Console console, List<Policy> policies) throws Refused {
        List<String> lists = platforms.getValue();
        List<String> words =
                lists.stream().flatMap(text -> Words.list(text).stream()).toList();
        if (words.isEmpty()) {
            throw new FormatException("--platforms is empty. Fix: give a list such as linux/amd64,linux/arm64");
        }
        List<Verdict.Judged> judges = Verdict.Judged.of(policies);
        List<String> runners = this.runners.getValue();
        RunnerMap map = runners.isEmpty() ? RunnerMap.DEFAULT : RunnerMap.parse(String.join("\n", runners));
        Plan plan = new PlanRequest(
                        image.getValue(), words, map, Options.given(planId), Options.given(revision), judges)
                .plan(console.environment(), Instant.now(), committed(console));
        PlannedPlatforms.check(plan, policies);
        return plan;
    }

    private Optional<Instant> committed(Console console) {
        Optional<String> named = Options.given(revision);
        String commit = named.orElse(console.environment().getOrDefault("GITHUB_SHA", ""));
        return commit.isBlank() ? Optional.empty() : CommitTime.of(console, commit);
    }
}
