package dev.multiarch.plan;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Subject;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.step.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds a plan's platforms against the policies before anything is built: an index of exactly these platforms must not fail
 * for a platform that is missing or must not be there.
 */
public final class PlannedPlatforms {
    private static final Set<String> RULES =
            Set.of("image.platforms.required", "image.platforms.allowed", "image.platforms.forbidden");

    private static final String NATIVE = "build.native-required";

    private static final String NOT_BUILT = "nothing was built";

    private PlannedPlatforms() {}

    /** @throws Refused if the index that this plan leads to would fail, whatever is built */
    public static void check(Plan plan, List<Policy> policies) throws Refused {
        List<String> reasons = policies.stream()
                .flatMap(policy -> policy.only(RULES).stream())
                .flatMap(policy ->
                        Judgement.judge(List.of(policy), subject(plan, platform -> BuildFacts.unknown(NOT_BUILT)))
                                .findings()
                                .stream())
                .filter(finding -> finding.outcome() == Outcome.FAIL && finding.severity() == Severity.ERROR)
                .map(finding -> reason(plan, finding))
                .toList();
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
    }

    /** A sentence for each leg that a policy wants native and the plan has emulated: its runner may still have a builder elsewhere. */
    public static List<String> warnings(Plan plan, List<Policy> policies) {
        Function<Platform, BuildFacts> facts = platform ->
                planned(plan.legs().stream().anyMatch(leg -> leg.platform().equals(platform) && leg.emulated()));
        return policies.stream()
                .flatMap(policy -> policy.only(Set.of(NATIVE)).stream())
                .flatMap(policy -> Judgement.judge(List.of(policy), subject(plan, facts)).findings().stream())
                .filter(finding ->
                        finding.outcome() == Outcome.FAIL && finding.platform().isPresent())
                .map(finding -> finding.platform().get() + ": planned as emulated, and " + finding.rule() + " expects "
                        + finding.expected() + " (" + finding.source() + "). Fix: " + finding.fix())
                .distinct()
                .toList();
    }

    private static BuildFacts planned(boolean emulated) {
        return new BuildFacts(
                Fact.known(emulated, FactSource.COMMAND),
                nothing(),
                nothing(),
                nothing(),
                nothing(),
                nothing(),
                nothing(),
                nothing());
    }

    private static String reason(Plan plan, Finding finding) {
        String planned = plan.platforms().stream().map(Platform::toString).collect(Collectors.joining(", "));
        return finding.rule() + ": the plan has " + planned + ", " + finding.source() + " asks for "
                + finding.expected() + ". Nothing was built. Fix: change --platforms, or the policy";
    }

    /** The index that this plan leads to. */
    static Subject subject(Plan plan, Function<Platform, BuildFacts> facts) {
        List<Subject.Image> images = plan.platforms().stream()
                .map(platform ->
                        new Subject.Image(entry(platform), nothing(), nothing(), List.of(), facts.apply(platform)))
                .toList();
        Digest none = Digest.of(new byte[0]);
        return new Subject(
                plan.image().name(), none, new Index(MediaTypes.OCI_INDEX, List.of(), Map.of()), Map.of(), images);
    }

    private static <T> Fact<T> nothing() {
        return Fact.unknown(NOT_BUILT);
    }

    private static Descriptor entry(Platform platform) {
        Digest digest = Digest.of(platform.toString().getBytes(StandardCharsets.UTF_8));
        return new Descriptor(
                MediaTypes.OCI_MANIFEST,
                digest,
                1,
                Optional.of(platform),
                platform.toString(),
                Map.of(),
                Optional.empty());
    }
}
