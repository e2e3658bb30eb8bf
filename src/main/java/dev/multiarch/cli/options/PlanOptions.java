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
import picocli.CommandLine.Option;

/** What a plan is made from. */
public final class PlanOptions {
    @Option(
            names = "--image",
            required = true,
            paramLabel = "REPO",
            description = "The repository, without a tag: ghcr.io/org/app.")
    String image;

    @Option(
            names = "--platforms",
            required = true,
            paramLabel = "LIST",
            description =
                    "Platforms, separated by commas or lines: linux/amd64,linux/arm64,linux/arm/v7. A policy that asks"
                            + " for others, or forbids one, refuses the plan with exit code 1.")
    List<String> platforms;

    @Option(
            names = "--runners",
            paramLabel = "MAP",
            description = "Runner labels: linux/arm64=my-arm-runner,*=ubuntu-24.04. By default amd64 and 386 go to"
                    + " ubuntu-24.04, arm64 to ubuntu-24.04-arm, all else to ubuntu-24.04 under emulation.")
    List<String> runners = List.of();

    @Option(
            names = "--plan-id",
            paramLabel = "ID",
            description = "Names this fan-out. In Actions it follows from the run, elsewhere it is random.")
    Optional<String> planId;

    @Option(names = "--revision", paramLabel = "COMMIT", description = "What is built; GITHUB_SHA by default.")
    Optional<String> revision;

    /** @throws Refused if a policy asks for platforms that the plan lacks, or forbids one that it has */
    public Plan plan(Console console, List<Policy> policies) throws Refused {
        List<String> words =
                platforms.stream().flatMap(text -> Words.list(text).stream()).toList();
        if (words.isEmpty()) {
            throw new FormatException("--platforms names none. Give a list such as linux/amd64,linux/arm64");
        }
        List<Verdict.Judged> judges = Verdict.Judged.of(policies);
        RunnerMap map = runners.isEmpty() ? RunnerMap.DEFAULT : RunnerMap.parse(String.join("\n", runners));
        Plan plan =
                new PlanRequest(image, words, map, planId, revision, judges).plan(console.environment(), Instant.now());
        PlannedPlatforms.check(plan, policies);
        return plan;
    }
}
