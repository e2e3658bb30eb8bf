package dev.multiarch.publish;

import dev.multiarch.build.LegLayout;
import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.process.ProgramException;
import dev.multiarch.publish.commands.OtherTool;
import dev.multiarch.publish.commands.PrintedIndex;
import dev.multiarch.publish.source.SourceRequest;
import dev.multiarch.record.Attempts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.layout.Layout;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.verify.RecordedFacts;
import dev.multiarch.verify.Verify;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes one index of the planned legs and moves tags to it: match the records, resolve the legs, push the candidate by
 * digest, judge what is read back, promote. Or, where nothing is to be pushed: write it to an OCI layout and judge that.
 */
public final class Merge {
    private final Session tools;

    public Merge(Session tools) {
        this.tools = tools;
    }

    /**
     * @param attempts at the plan's legs
     * @param tags to move if the verdict is good; empty where promotion is left for later
     * @param facts whether the index carries build and host facts as annotations
     * @param builder whose registry settings imagetools takes; empty for the current one
     * @param engine what makes the index and moves tags
     * @param layouts where the legs and the merged image are; empty where they are in the registry
     * @param sources what else the index holds; empty where it is made of the legs alone
     * @param singles tags of single images, which move behind those of the index
     */
    public record Request(
            Plan plan,
            Attempts attempts,
            List<Policy> policies,
            List<Reference> tags,
            boolean facts,
            boolean allowOlder,
            Optional<String> builder,
            EngineChoice engine,
            Optional<Layouts> layouts,
            Optional<SourceRequest> sources,
            List<SingleTag> singles) {}

    /**
     * @param candidate repository and digest of the merged index
     * @param promotion what became of the tags, which are asked for nothing where the verdict was not good
     * @param layout the folder of the merged layout as the user named it; empty where the index was pushed
     * @param sources what was taken in addition to the legs; empty where nothing was asked for
     */
    public record Merged(
            Reference candidate,
            Verdict verdict,
            Promotion promotion,
            Optional<String> layout,
            Optional<MergeSources> sources) {}

    /**
     * @throws Refused if the legs are not the planned ones
     * @throws RegistryException if something can't be read
     * @throws ProgramException if buildx failed
     */
    public Merged run(Request request)
            throws Refused, RegistryException, ProgramException, StepFailed, CannotJudge, IOException {
        Plan plan = request.plan();
        PlannedPolicies.require(plan, request.policies());
        RenewalCheck.requirePushed(plan, request.layouts().isPresent());
        List<BuildRecord> records = PlannedLegs.match(plan, request.attempts());
        requireWhereTheyAre(records, request.layouts().isPresent());
        if (request.layouts().isEmpty()) {
            Optional<Reference> kept = request.sources().flatMap(SourceRequest::keep);
            CurrentTag.lookAhead(tools, plan.image(), request.tags(), request.singles(), kept);
        }
        if (!records.isEmpty()) {
            tools.progress().accept("resolving " + records.size() + " legs of " + plan.image());
        }
        List<ResolvedLeg> legs = resolve(records, record -> source(plan.image(), record, request.layouts()));
        List<Digest> policies = request.policies().stream().map(Policy::digest).toList();
        MergeAnnotations annotations = MergeAnnotations.of(plan, legs, policies, request.facts());
        if (request.layouts().isPresent()) {
            return inLayout(request, records, legs, annotations);
        }
        if (!annotations.layout().isEmpty()) {
            tools.progress()
                    .accept("--annotation index-descriptor: is left out, because a registry has no such place: "
                            + String.join(", ", annotations.layout().keySet()));
        }
        Optional<SourceRequest> wanted = RenewalCheck.sources(plan, request.sources());
        Optional<MergeSources> sources = wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(MergeSources.read(tools, plan.image(), wanted.get(), legs));
        RenewalCheck.requireKept(plan, sources);
        Engine chosen = request.engine().of(tools, request.builder());
        Engine engine = sources.map(each -> each.engine(tools, chosen)).orElse(chosen);
        MergeAnnotations all =
                sources.map(each -> each.annotated(tools, annotations)).orElse(annotations);
        PublishedIndex candidate = new CandidatePublisher(tools, engine).push(plan.image(), legs, all);
        Verdict verdict = judge(request, records, candidate, tools.at(candidate.reference()));
        Promotion promotion = promotion(request, engine, candidate, sources, verdict);
        return new Merged(candidate.reference(), verdict, promotion, Optional.empty(), sources);
    }

    /**
     * The equivalent commands of another tool, which make the same index without facts on builds. Nothing is written.
     *
     * @param tags at least one
     * @param plain which registries are spoken to without TLS
     * @return lines for a shell
     */
    public List<String> commands(Request request, List<Reference> tags, OtherTool tool, Predicate<String> plain)
            throws Refused, RegistryException {
        Plan plan = request.plan();
        List<BuildRecord> records = PlannedLegs.match(plan, request.attempts());
        requireWhereTheyAre(records, false);
        List<ResolvedLeg> legs = resolve(records, record -> source(plan.image(), record, Optional.empty()));
        SourceRequest sources = request.sources().orElse(SourceRequest.NONE);
        MergeSources read = MergeSources.read(tools, plan.image(), sources, legs);
        MergeAnnotations annotations = read.annotated(tools, MergeAnnotations.of(plan, legs, List.of(), false));
        return tool.commands(new PrintedIndex(read.assembly(), tags, annotations.index(), plain));
    }

    private Promotion promotion(
            Request request, Engine engine, PublishedIndex candidate, Optional<MergeSources> sources, Verdict verdict) {
        if (verdict.outcome() != Outcome.PASS) {
            Promote.attach(tools, candidate, verdict);
            return Promotion.NONE;
        }
        Optional<Promotion> kept = sources.flatMap(each -> each.movedMeanwhile(tools, request.tags()));
        return kept.orElseGet(() -> new Promote(tools, engine)
                .run(
                        candidate,
                        new Promote.Request(
                                request.tags(),
                                request.allowOlder(),
                                request.policies(),
                                Promote.passed(request.policies()),
                                sources.flatMap(MergeSources::kept),
                                Optional.empty(),
                                true,
                                Optional.of(verdict),
                                request.singles())));
    }

    private Merged inLayout(
            Request request, List<BuildRecord> records, List<ResolvedLeg> legs, MergeAnnotations annotations)
            throws Refused, RegistryException, ProgramException, StepFailed, CannotJudge, IOException {
        Layouts layouts = request.layouts().orElseThrow();
        var merge = new LayoutMerge(tools, layouts);
        PublishedIndex candidate = merge.write(request.plan().image(), legs, annotations);
        try (Layout result = merge.result()) {
            Verdict verdict = judge(request, records, candidate, result);
            return new Merged(
                    candidate.reference(), verdict, Promotion.NONE, Optional.of(layouts.name()), Optional.empty());
        }
    }

    private Verdict judge(Request request, List<BuildRecord> records, PublishedIndex candidate, Source source) {
        tools.progress().accept("judging " + candidate.reference());
        return new Verify(tools)
                .judge(
                        source,
                        candidate.document(),
                        candidate.index(),
                        request.policies(),
                        Optional.of(RecordedFacts.of(records, tools.records())));
    }

    /** A leg that was not pushed is not in the registry, and one that was pushed is in no layout. */
    private static void requireWhereTheyAre(List<BuildRecord> records, boolean layouts) throws Refused {
        List<String> reasons = new ArrayList<>();
        for (BuildRecord record : records) {
            if (record.layout().isPresent() && !layouts) {
                reasons.add(record.platform() + ": attempt " + record.attempt() + " was built with --no-push, so the"
                        + " registry does not have it. Fix: build that leg again without --no-push, or merge with"
                        + " --no-push");
            } else if (record.layout().isEmpty() && layouts) {
                reasons.add(record.platform() + ": attempt " + record.attempt() + " was pushed to " + record.image()
                        + ", and there is no layout of it. Fix: build that leg again with --no-push, or merge without"
                        + " --no-push");
            }
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
    }

    /** Where a leg is read. */
    private interface Sources {
        Source of(BuildRecord record) throws RegistryException;
    }

    private Source source(Reference image, BuildRecord record, Optional<Layouts> layouts) throws RegistryException {
        return layouts.isPresent()
                ? LegLayout.open(layouts.get().store(), record)
                : tools.awaiting(image.with(record.leg().orElseThrow()));
    }

    private static List<ResolvedLeg> resolve(List<BuildRecord> records, Sources sources)
            throws RegistryException, Refused {
        List<ResolvedLeg> legs = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        boolean local = records.stream().allMatch(record -> record.layout().isPresent());
        for (Resolved one : AtOnce.map(records, local ? 1 : AtOnce.REQUESTS, record -> resolve(record, sources))) {
            one.leg().ifPresent(legs::add);
            reasons.addAll(one.reasons());
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        return legs;
    }

    /** @param reasons why it is not the leg that was planned */
    private record Resolved(Optional<ResolvedLeg> leg, List<String> reasons) {}

    private static Resolved resolve(BuildRecord record, Sources sources) throws RegistryException {
        try (Source source = sources.of(record)) {
            return new Resolved(Optional.of(ResolvedLeg.of(source, record)), List.of());
        } catch (Refused wrong) {
            return new Resolved(Optional.empty(), wrong.reasons());
        } catch (RegistryException e) {
            if (record.layout().isEmpty()) {
                throw e;
            }
            Refused wrong = ResolvedLeg.refused(record, e.getMessage());
            return new Resolved(Optional.empty(), wrong.reasons());
        }
    }
}
