package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.CiJob;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.PlanRequest;
import dev.multiarch.plan.PlannedPlatforms;
import dev.multiarch.plan.RunnerMap;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.step.Refused;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a plan is made from. */
public final class PlanOptions {
    public static final String HEADING = "Image and platforms";

    private static final String REPOSITORY = "The repository, without a tag: ghcr.io/org/app.";
    private final OptionSpec image;

    private final OptionSpec platforms = Options.texts(
            "--platforms",
            "LIST",
            "Platforms, separated by commas or lines: linux/amd64,linux/arm64,linux/arm/v7. By default those that the"
                    + " policies require. If a policy requires other platforms, or forbids one of these, the exit code"
                    + " is 1.");

    private final OptionSpec runners = Options.texts(
            "--runners",
            "MAP",
            "Runner labels: linux/arm64=my-arm-runner,linux/arm*=boards,*=ubuntu-24.04; the most exact entry holds. By"
                    + " default amd64 and 386 use ubuntu-24.04, arm64 uses ubuntu-24.04-arm, and all others use"
                    + " ubuntu-24.04 with emulation.");

    private final OptionSpec modes = Options.texts(
            "--modes",
            "MAP",
            "How each platform is built: native, emulate, or auto (default), as in linux/arm*=native,*=auto. A leg that"
                    + " is native is refused on a builder that would emulate it.");

    private final OptionSpec revision =
            Options.text("--revision", "COMMIT", "The commit that is built; in CI it is known.");

    private final OptionSpec planId = Options.text(
            "--plan-id",
            "ID",
            "The name of this plan. In CI it is made from the run and the job, elsewhere it is random.");

    private PlanOptions(OptionSpec image) {
        this.image = image;
    }

    public PlanOptions() {
        this(Options.required("--image", "REPO", REPOSITORY));
    }

    /** Where a bake file may name the image instead. */
    public static PlanOptions ofMany() {
        return new PlanOptions(Options.text("--image", "REPO", REPOSITORY + " Needed unless a bake file has tags."));
    }

    public CommandSpec spec() {
        return Options.group(image, platforms, runners, revision, planId);
    }

    /** Of a plan whose legs are built on several hosts. */
    public CommandSpec specWithModes() {
        return Options.group(image, platforms, runners, modes, revision, planId);
    }

    /** @throws Refused if a policy asks for platforms that the plan lacks, or forbids one that it has */
    public Plan plan(Console console, List<Policy> policies) throws Refused, UsageException {
        return plan(console, policies, List.of());
    }

    /** @param found where the platforms are taken from something else */
    public Plan plan(Console console, List<Policy> policies, List<Platform> found) throws Refused, UsageException {
        String repository =
                image().orElseThrow(() -> new UsageException("no image is named. Fix: give --image ghcr.io/org/app"));
        List<String> words = found.isEmpty()
                ? platforms(policies)
                : found.stream().map(Platform::toString).toList();
        List<Verdict.Judged> judges = Verdict.Judged.of(policies);
        Plan plan = new PlanRequest(
                        repository, words, runners(), Options.given(planId), Options.given(revision), judges)
                .plan(console.environment(), Instant.now(), committed(console));
        PlannedPlatforms.check(plan, policies);
        return plan;
    }

    /** Those that {@code --platforms} lists. */
    public List<Platform> named() {
        return words().stream().map(KnownPlatforms::parse).toList();
    }

    private List<String> words() {
        List<String> lists = platforms.getValue();
        return lists.stream().flatMap(text -> Words.list(text).stream()).toList();
    }

    private RunnerMap runners() {
        List<String> labels = runners.getValue();
        List<String> hows = Options.<List<String>>given(modes).orElse(List.of());
        RunnerMap map = labels.isEmpty() ? RunnerMap.DEFAULT : RunnerMap.parse(String.join("\n", labels));
        return hows.isEmpty() ? map : map.modes(String.join("\n", hows));
    }

    /**
     * The plan of a target of a bake file.
     *
     * @param target its name
     * @param own its platforms, where it names some
     */
    public Plan plan(Console console, List<Policy> policies, String target, String image, List<Platform> own)
            throws Refused, UsageException {
        if (own.isEmpty() && words().isEmpty() && Rules.requiredBy(policies).isEmpty()) {
            throw new UsageException("target " + target + " has no platforms, and no platform is named. Fix: write"
                    + " platforms into the bake file, or give --platforms linux/amd64,linux/arm64");
        }
        if (!own.isEmpty() && !platforms.getValue().equals(List.of())) {
            throw new UsageException(
                    "target " + target + " has platforms of its own, and --platforms names others. Fix:"
                            + " leave out --platforms, or change the bake file");
        }
        List<String> words = own.isEmpty()
                ? platforms(policies)
                : own.stream().map(Platform::toString).toList();
        List<String> key = new ArrayList<>(words);
        key.add("target " + target);
        String id = Options.<String>given(planId)
                .map(name -> name + "-" + target)
                .orElseGet(() -> PlanRequest.id(Reference.parse(image), key, console.environment()));
        Plan plan = new PlanRequest(
                        image, words, runners(), Optional.of(id), Options.given(revision), Verdict.Judged.of(policies))
                .sharing(console.environment(), Instant.now(), committed(console));
        PlannedPlatforms.check(plan, policies);
        return plan;
    }

    /** @throws FormatException if the runner map or the modes have an entry for none of these */
    public void requireUsed(List<Platform> planned) {
        runners().requireUsed(planned);
    }

    /** The repository, where it is named. */
    public Optional<String> image() {
        return Options.given(image);
    }

    /** Those that are named; else those that the policies require, in the order of the policies. */
    private List<String> platforms(List<Policy> policies) throws UsageException {
        List<String> lists = platforms.getValue();
        List<String> named = words();
        if (!named.isEmpty()) {
            return named;
        }
        if (!lists.isEmpty()) {
            throw new FormatException("--platforms is empty. Fix: give a list such as linux/amd64,linux/arm64");
        }
        List<String> required =
                Rules.requiredBy(policies).stream().map(Platform::toString).toList();
        if (required.isEmpty()) {
            throw new UsageException("no platform is named"
                    + (policies.isEmpty() ? "" : ", and no policy requires one")
                    + ". Fix: give --platforms linux/amd64,linux/arm64, or name a policy that requires some"
                    + " (image.platforms.required) by --policy");
        }
        return required;
    }

    private Optional<Instant> committed(Console console) {
        Optional<String> named = Options.given(revision);
        String commit = named.orElse(CiJob.of(console.environment()).revision().orElse(""));
        return commit.isBlank() ? Optional.empty() : CommitTime.of(console, commit);
    }
}
