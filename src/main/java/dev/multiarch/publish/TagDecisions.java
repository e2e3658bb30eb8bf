package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import dev.multiarch.verify.Verify;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether each tag moves to a candidate that passed, stays where it is, or must not move. */
final class TagDecisions {
    private static final String SAME =
            "the images are the same, only dev.multiarch.* annotations, the index's time or attestations differ";

    private final Session tools;
    private final PublishedIndex candidate;
    private final Promote.Request request;

    TagDecisions(Session tools, PublishedIndex candidate, Promote.Request request) {
        this.tools = tools;
        this.candidate = candidate;
        this.request = request;
    }

    /**
     * What is to become of one tag.
     *
     * @param move with the reason where the tag stays
     * @param refusal why it must not move, though it would have to
     * @param warning about a tag that is to move
     */
    record Decision(Promote.Moved move, Optional<String> refusal, Optional<String> warning) {
        boolean isDue() {
            return move.why().isEmpty();
        }
    }

    Decision on(Reference tag) throws RegistryException {
        Optional<TagNow> current = current(tag);
        Digest to = candidate.document().digest();
        Optional<Digest> before = current.map(TagNow::digest);
        if (current.isEmpty()) {
            return moves(tag, before);
        }
        if (before.equals(Optional.of(to))) {
            return stays(tag, to, "it points there already");
        }
        Optional<PublishedIndex> same = current.get()
                .index()
                .filter(index -> SameImages.butForFactsAndAttestations(index.document(), candidate.document()));
        Optional<String> worse = Optional.empty();
        if (same.isPresent()) {
            worse = refused(same.get());
            if (worse.isEmpty()) {
                return stays(tag, before.get(), SAME);
            }
        }
        Optional<String> fixed = immutable(tag, before.get());
        if (fixed.isPresent() || same.isPresent() || request.allowOlder()) {
            Optional<String> warning = worse.map(outcome -> tag + ": the images are the same, but the index there is"
                    + " judged " + outcome + ", and the candidate passed: the tag is to move");
            return new Decision(new Promote.Moved(tag, before, to, ""), fixed, warning);
        }
        TagOrder order = order(tag, current.get());
        return new Decision(new Promote.Moved(tag, before, to, ""), order.refusal(), order.warning());
    }

    private TagOrder order(Reference tag, TagNow current) throws RegistryException {
        Origin there = new Origin(
                tools.at(tag.with(current.digest())),
                current.document(),
                current.index().map(PublishedIndex::index));
        Origin here = new Origin(tools.at(candidate.reference()), candidate.document(), Optional.of(candidate.index()));
        return new TagOrder.Question(tag, there, here, new Ancestry(tools), Instant.now()).answer();
    }

    private Decision moves(Reference tag, Optional<Digest> before) {
        Digest to = candidate.document().digest();
        return new Decision(new Promote.Moved(tag, before, to, ""), Optional.empty(), Optional.empty());
    }

    private static Decision stays(Reference tag, Digest at, String why) {
        return new Decision(new Promote.Moved(tag, Optional.of(at), at, why), Optional.empty(), Optional.empty());
    }

    /** The outcome of what a tag points to, by the policies that the candidate passed, unless that is a pass. */
    private Optional<String> refused(PublishedIndex there) {
        if (request.policies().isEmpty()) {
            return Optional.empty();
        }
        Outcome outcome = new Verify(tools)
                .judge(
                        tools.at(there.reference()),
                        there.document(),
                        there.index(),
                        request.policies(),
                        Optional.empty())
                .outcome();
        return outcome == Outcome.PASS ? Optional.empty() : Optional.of(outcome.toString());
    }

    private Optional<String> immutable(Reference tag, Digest before) {
        String name = tag.tag().orElse("latest");
        List<String> by = request.policies().stream()
                .filter(policy -> policy.immutableTags().stream().anyMatch(pattern -> pattern.matches(name)))
                .map(Policy::name)
                .distinct()
                .toList();
        return by.isEmpty()
                ? Optional.empty()
                : Optional.of(tag + " is immutable (immutable-tags in policy " + String.join(", ", by)
                        + "): it points to " + before + ", the candidate is "
                        + candidate.document().digest()
                        + ". No tag was moved. Fix: give the candidate a new tag");
    }

    /** What a tag points to. One that is not there is asked for twice: a passing 404 must not let it go back. */
    private Optional<TagNow> current(Reference tag) throws RegistryException {
        try {
            return Optional.of(TagNow.read(tools.registry().doubting(), tag));
        } catch (RegistryException e) {
            if (e.kind() != RegistryException.Kind.NOT_FOUND) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
