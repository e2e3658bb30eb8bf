package dev.multiarch.pipeline;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.process.ProgramException;
import dev.multiarch.record.Attempts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.registry.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes one index of the planned legs and moves tags to it: match the records, resolve the legs, push the candidate by
 * digest, judge what is read back, promote.
 */
public final class Merge {
    private final Tools tools;

    public Merge(Tools tools) {
        this.tools = tools;
    }

    /**
     * @param attempts at the plan's legs
     * @param tags to move if the verdict is good; empty where promotion is left for later
     * @param facts whether the index carries build and host facts as annotations
     * @param builder whose registry settings imagetools takes; empty for the current one
     * @param engine what makes the index and moves tags
     */
    public record Request(
            Plan plan,
            Attempts attempts,
            List<Policy> policies,
            List<Reference> tags,
            boolean facts,
            boolean allowOlder,
            Optional<String> builder,
            EngineChoice engine) {}

    /**
     * @param candidate repository and digest of the merged index
     * @param moved what became of the tags; empty where the verdict was not good
     */
    public record Merged(Reference candidate, Verdict verdict, List<Promote.Moved> moved) {}

    /**
     * @throws Refused if the legs are not the planned ones, or a tag must not move
     * @throws RegistryException if something can't be read
     * @throws ProgramException if buildx failed
     */
    public Merged run(Request request) throws Refused, RegistryException, ProgramException, StepFailed, CannotJudge {
        Plan plan = request.plan();
        requirePlannedPolicies(plan, request.policies());
        List<BuildRecord> records = PlannedLegs.match(plan, request.attempts());
        tools.progress().accept("resolving " + records.size() + " legs of " + plan.image());
        List<ResolvedLeg> legs = resolve(plan.image(), records);
        List<Digest> policies = request.policies().stream().map(Policy::digest).toList();
        MergeAnnotations annotations = MergeAnnotations.of(plan, legs, policies, request.facts());
        Engine engine = request.engine().of(tools, request.builder());
        Published candidate = new Candidate(tools, engine).push(plan.image(), legs, annotations);
        tools.progress().accept("judging " + candidate.reference());
        Verdict verdict = new Verify(tools)
                .judge(
                        tools.registry().at(candidate.reference()),
                        candidate.document(),
                        candidate.index(),
                        request.policies(),
                        Optional.of(new RecordedFacts(records)));
        List<Promote.Moved> moved = verdict.outcome() == Outcome.PASS
                ? new Promote(tools, engine).run(candidate.reference(), request.tags(), request.allowOlder())
                : List.of();
        return new Merged(candidate.reference(), verdict, moved);
    }

    /** What the plan was made under may not be swapped for something weaker in a later job. */
    private static void requirePlannedPolicies(Plan plan, List<Policy> policies) throws Refused {
        List<String> reasons = new ArrayList<>();
        for (Verdict.Judged planned : plan.policies()) {
            boolean there = policies.stream().anyMatch(p -> p.digest().equals(planned.digest()));
            if (!there) {
                reasons.add("policy " + planned.name() + " (" + planned.digest()
                        + "): the plan was made under it, the merge is not. Fix: give the same --policy, unchanged");
            }
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
    }

    private List<ResolvedLeg> resolve(Reference image, List<BuildRecord> records) throws RegistryException, Refused {
        List<ResolvedLeg> legs = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (BuildRecord record : records) {
            try {
                legs.add(ResolvedLeg.of(tools.registry().awaiting(), image, record));
            } catch (Refused lie) {
                reasons.addAll(lie.reasons());
            }
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        return legs;
    }
}
