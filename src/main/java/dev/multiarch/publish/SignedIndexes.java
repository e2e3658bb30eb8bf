package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Verdict;
import dev.multiarch.signature.Insistence;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.Signing;
import dev.multiarch.step.StepFailed;
import dev.multiarch.verify.Verify;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signs what the tags of this call will point to, and attaches the verdict: the candidate, and the index that a tag keeps,
 * as it has the same images. Who reads a tag can verify it, whichever call put it there. Tags that move to other repositories
 * take what was signed along.
 */
final class SignedIndexes {
    private final Session tools;
    private final Promote.Request request;

    SignedIndexes(Session tools, Promote.Request request) {
        this.tools = tools;
        this.request = request;
    }

    /**
     * Also where no tag moves any more: an earlier call may have stopped half-way.
     *
     * @throws TagsMayHaveMoved if not all of it is signed afterwards, or nobody can tell
     * @throws Refused if a policy asks for another signature
     */
    void make(PublishedIndex candidate, List<TagDecisions.Decision> all) throws TagsMayHaveMoved, Refused {
        if (tools.signing() == Signing.NONE) {
            return;
        }
        for (PublishedIndex index : indexes(candidate, all)) {
            try {
                tools.signing().sign(index.reference(), index.index());
                Optional<Verdict> verdict = verdict(index);
                if (verdict.isPresent()) {
                    tools.signing().attest(index.reference(), verdict.get());
                }
                if (request.unjudged().isPresent()) {
                    tools.signing()
                            .insist(
                                    index.reference(),
                                    insistence(request.unjudged().get()));
                }
            } catch (StepFailed e) {
                throw new TagsMayHaveMoved(e.getMessage(), List.of(), true);
            }
            requireWhatPoliciesName(index);
        }
    }

    /** Each once in each repository. */
    private static Iterable<PublishedIndex> indexes(PublishedIndex candidate, List<TagDecisions.Decision> all) {
        Map<Reference, PublishedIndex> indexes = new LinkedHashMap<>();
        indexes.put(place(candidate), candidate);
        all.stream()
                .filter(decision -> !decision.isDue())
                .flatMap(decision -> decision.there().stream())
                .forEach(there -> indexes.putIfAbsent(place(there), there));
        return indexes.values();
    }

    private static Reference place(PublishedIndex index) {
        return index.reference().repositoryOnly().with(index.document().digest());
    }

    /** An index that was there before is judged itself: the verdict of this call says nothing of it. */
    private Optional<Verdict> verdict(PublishedIndex index) {
        if (!tools.signing().attests() || request.judged().isEmpty()) {
            return Optional.empty();
        }
        Optional<Digest> digest = Optional.of(index.document().digest());
        return request.judged()
                .filter(judged -> judged.digest().equals(digest))
                .or(() -> request.unjudged().isPresent()
                        ? Optional.empty()
                        : Optional.of(new Verify(tools)
                                .judge(
                                        tools.at(index.reference()),
                                        index.document(),
                                        index.index(),
                                        request.judges(),
                                        Optional.empty())));
    }

    private Insistence insistence(String reason) {
        return new Insistence(
                reason,
                JournalWriter.who(tools.environment()),
                Instant.now(),
                request.tags().stream().map(Reference::toString).toList());
    }

    private void requireWhatPoliciesName(PublishedIndex index) throws Refused {
        Optional<Finding> wrong = new Verify(tools)
                .signed(tools.at(index.reference()), index.document(), index.index(), request.judges())
                .flatMap(verdict -> verdict.worst(1).findings().stream()
                        .filter(finding -> verdict.outcome() != Outcome.PASS)
                        .findFirst());
        if (wrong.isPresent()) {
            throw new Refused("it is signed, and the policy asks for another signature: "
                    + wrong.get().message() + ". Fix: sign with what the policy names, or change the policy");
        }
    }
}
