package dev.multiarch.publish;

import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import dev.multiarch.verify.RecordedFacts;
import dev.multiarch.verify.Verify;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Moves tags to an index that was pushed by digest, after judging it, or on the word of a verdict. */
public final class JudgedPromotion {
    private final Session tools;

    public JudgedPromotion(Session tools) {
        this.tools = tools;
    }

    /** Why a digest may get a tag. */
    public sealed interface Basis {}

    /**
     * It is judged now.
     *
     * @param records that facts are taken from; without them they come from the index's annotations
     */
    public record Judge(List<Policy> policies, Optional<RecordedFacts> records) implements Basis {}

    /** An earlier call judged it by these policies. */
    public record Given(GivenVerdict verdict, List<Policy> policies) implements Basis {}

    /**
     * Somebody insists.
     *
     * @param policies whose immutable tags stay where they are; nothing else of them counts
     * @param against a verdict that did not pass; empty where nobody judged
     */
    public record Unjudged(String reason, List<Policy> policies, Optional<GivenVerdict> against) implements Basis {}

    /**
     * @param judged repository and digest
     * @param builder whose registry settings imagetools takes; empty for the current one
     * @param singles tags of single images
     */
    public record Request(
            Reference judged,
            List<Reference> tags,
            boolean allowOlder,
            EngineChoice engine,
            Optional<String> builder,
            Basis basis,
            List<SingleTag> singles) {}

    /**
     * @param verdict of this call; empty where it did not judge
     * @param promotion of nothing where the verdict is not good
     */
    public record Promoted(Reference candidate, Basis basis, Optional<Verdict> verdict, Promotion promotion) {}

    /**
     * @throws Refused if the given verdict does not count
     * @throws RegistryException if the index can't be read
     * @throws FormatException if there is no index
     * @throws ProgramException if the engine is to be imagetools and there is no buildx
     */
    public Promoted run(Request request) throws Refused, RegistryException, ProgramException {
        var promote = new Promote(tools, request.engine(), request.builder());
        if (request.basis() instanceof Judge) { // which takes a while
            CurrentTag.lookAhead(tools, request.judged(), request.tags(), request.singles(), Optional.empty());
        }
        PublishedIndex candidate = candidate(request.judged());
        Optional<Verdict> verdict = verdict(request.basis(), candidate);
        boolean good =
                verdict.filter(judged -> judged.outcome() != Outcome.PASS).isEmpty();
        Promotion promotion = good
                ? promote.run(
                        candidate,
                        new Promote.Request(
                                request.tags(),
                                request.allowOlder(),
                                policies(request.basis()),
                                words(request.basis()),
                                Optional.empty(),
                                request.basis() instanceof Unjudged unjudged
                                        ? Optional.of(unjudged.reason())
                                        : Optional.empty(),
                                false,
                                verdict.or(() -> against(request.basis())),
                                request.singles()))
                : Promotion.NONE;
        if (!good) {
            Promote.attach(tools, candidate, verdict.get());
        }
        return new Promoted(candidate.reference(), request.basis(), verdict, promotion);
    }

    /** What merge takes from nobody gets no tag either. */
    private PublishedIndex candidate(Reference judged) throws RegistryException, Refused {
        PublishedIndex candidate;
        try {
            candidate = PublishedIndex.read(tools.registry(), judged);
        } catch (CannotJudge none) {
            throw new FormatException("promote moves tags to indexes alone. " + none.getMessage());
        }
        Index index = candidate.index();
        if (index.nests()) {
            throw refused(
                    judged, "holds another index, and which of its images are meant is not clear", "name that one");
        }
        if (index.images().isEmpty()) {
            throw refused(
                    judged,
                    index.manifests().isEmpty() ? "has no entries" : "holds attestations alone, and no image",
                    "name an index of images");
        }
        return candidate;
    }

    private static Refused refused(Reference judged, String why, String fix) {
        return new Refused(judged + " " + why + ". No tag was moved. Fix: " + fix);
    }

    private static String words(Basis basis) {
        if (basis instanceof Unjudged unjudged) {
            return "not judged: " + unjudged.reason();
        }
        String passed = Promote.passed(policies(basis));
        return basis instanceof Given given
                ? passed + ", from " + given.verdict().name()
                : passed;
    }

    private static Optional<Verdict> against(Basis basis) {
        return basis instanceof Unjudged insisting ? insisting.against().map(GivenVerdict::verdict) : Optional.empty();
    }

    private static List<Policy> policies(Basis basis) {
        if (basis instanceof Judge judge) {
            return judge.policies();
        }
        return basis instanceof Given given ? given.policies() : ((Unjudged) basis).policies();
    }

    private Optional<Verdict> verdict(Basis basis, PublishedIndex candidate) throws Refused {
        if (basis instanceof Given given) {
            given.verdict().require(candidate.document().digest(), given.policies(), Instant.now());
            return Optional.empty();
        }
        if (basis instanceof Unjudged insisting && insisting.against().isPresent()) {
            insisting.against().get().requireBad(candidate.document().digest());
        }
        if (!(basis instanceof Judge judge)) {
            return Optional.empty();
        }
        tools.progress().accept("judging " + candidate.reference());
        return Optional.of(new Verify(tools)
                .judge(
                        tools.at(candidate.reference()),
                        candidate.document(),
                        candidate.index(),
                        judge.policies(),
                        judge.records()));
    }
}
