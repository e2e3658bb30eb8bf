package dev.multiarch.plan;

import dev.multiarch.image.Digest;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Verdict;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan is made from: what the user asked for, and what the environment says about the run.
 *
 * @param planId given by the user; else derived
 */
public record PlanRequest(
        String image,
        List<String> platforms,
        RunnerMap runners,
        Optional<String> planId,
        Optional<String> revision,
        List<Verdict.Judged> policies) {
    public Plan plan(Map<String, String> environment, Instant now) {
        return plan(environment, now, Optional.empty());
    }

    /** @param committed when the commit that is built was made */
    public Plan plan(Map<String, String> environment, Instant now, Optional<Instant> committed) {
        return plan(environment, now, committed, Plan.legs(platforms, runners));
    }

    /** With entries of the runner map that are for other plans made by the same call. */
    public Plan sharing(Map<String, String> environment, Instant now, Optional<Instant> committed) {
        return plan(
                environment,
                now,
                committed,
                platforms.stream().map(KnownPlatforms::parse).map(runners::leg).toList());
    }

    /** Of an index whose images all come from elsewhere, so that nothing is built. */
    public static Plan without(
            String image, List<Verdict.Judged> policies, Map<String, String> environment, Instant now) {
        return new PlanRequest(image, List.of(), RunnerMap.DEFAULT, Optional.empty(), Optional.empty(), policies)
                .plan(environment, now, Optional.empty(), List.of());
    }

    private Plan plan(Map<String, String> environment, Instant now, Optional<Instant> committed, List<Plan.Leg> legs) {
        Reference repository = Reference.parse(image);
        if (repository.tag().isPresent() || repository.digest().isPresent()) {
            throw new FormatException("image \"" + image + "\" has a tag or a digest. Give the repository alone ("
                    + repository.name() + "). Name tags by --tag of merge or ship");
        }
        CiJob job = CiJob.of(environment);
        Checkout checkout = Checkout.of(environment, committed);
        return new Plan(
                repository,
                planId.orElseGet(() -> id(repository, platforms, environment)),
                legs,
                checkout.epoch().map(Instant::ofEpochSecond).orElse(now.truncatedTo(ChronoUnit.SECONDS)),
                revision.or(job::revision),
                job.source(),
                policies,
                Run.of(environment),
                checkout);
    }

    /**
     * In CI the same for every attempt of a run, so that re-running failed jobs goes on where it stopped. Two plans of one
     * job for different platforms are two: the records of one must not be taken for the other's.
     *
     * @param image the repository; with the digest of an index that is renewed, as one run may renew several
     */
    public static String id(Reference image, List<String> platforms, Map<String, String> environment) {
        CiJob job = CiJob.of(environment);
        Optional<String> run = job.run();
        if (run.isEmpty()) {
            byte[] random = new byte[8];
            new SecureRandom().nextBytes(random);
            return HexFormat.of().formatHex(random);
        }
        List<String> parts = new ArrayList<>(job.job());
        parts.add(image.toString());
        parts.add(String.join(",", platforms));
        byte[] key = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
        return run.get() + "-" + Digest.of(key).shortHex();
    }
}
