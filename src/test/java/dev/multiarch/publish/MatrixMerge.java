package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.PlanRequest;
import dev.multiarch.plan.RunnerMap;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.process.Programs;
import dev.multiarch.record.Attempts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.registry.Registry;
import dev.multiarch.step.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A merge of the same legs, over and over.
 *
 * @param images one for each platform, in their order
 */
record MatrixMerge(List<Platform> platforms, List<Digest> images, List<Policy> policies) {
    /** A verdict that did not pass: the tag stays, and the command says so with exit code 1 or 3. */
    static final class NotPassed extends Exception {
        private static final long serialVersionUID = 1;

        NotPassed(Verdict verdict) {
            super(verdict.outcome() + " " + verdict.findings() + ", no tag was moved");
        }
    }

    Plan plan(Reference repository, String id, Instant created) {
        return new PlanRequest(
                        repository.name(),
                        platforms.stream().map(Platform::toString).toList(),
                        RunnerMap.DEFAULT,
                        Optional.of(id),
                        Optional.empty(),
                        List.of())
                .plan(Map.of(), created);
    }

    Merge.Merged run(Registry registry, Plan plan, List<Reference> tags) throws Exception {
        Merge.Merged merged = run(session(registry), EngineChoice.NATIVE, plan, tags);
        if (merged.verdict().outcome() != Outcome.PASS) {
            throw new NotPassed(merged.verdict());
        }
        moved(merged.promotion());
        return merged;
    }

    Merge.Merged run(Session session, EngineChoice engine, Plan plan, List<Reference> tags) throws Exception {
        List<BuildRecord> records = new ArrayList<>();
        for (int i = 0; i < platforms.size(); i++) {
            records.add(LegImage.record(plan, platforms.get(i), images.get(i)));
        }
        return new Merge(session)
                .run(new Merge.Request(
                        plan,
                        Attempts.of(records),
                        policies,
                        tags,
                        true,
                        false,
                        Optional.empty(),
                        engine,
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
    }

    /** What became of the tags, or the failure that kept them. */
    static List<Promote.Moved> moved(Promotion promotion) throws Exception {
        if (promotion.failure().isPresent()) {
            throw promotion.failure().get();
        }
        return promotion.moved();
    }

    /** Reads what is to be promoted, and moves the tags. */
    static List<Promote.Moved> promote(Session session, EngineChoice engine, Reference candidate, List<Reference> tags)
            throws Exception {
        PublishedIndex read = PublishedIndex.read(session.registry(), candidate);
        return moved(new Promote(session, engine, Optional.empty())
                .run(read, new Promote.Request(tags, false, List.of(), "test", Optional.empty())));
    }

    static Session session(Registry registry) {
        return new Session(registry, new Programs(line -> {}), Map.of(), line -> {}, Optional.empty());
    }
}
