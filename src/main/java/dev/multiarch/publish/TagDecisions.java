package dev.multiarch.publish;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Whether each tag moves to a candidate that passed, stays where it is, or must not move. */
final class TagDecisions {
    private static final String SAME =
            "the images are the same, only dev.multiarch.* annotations, the index's time or attestations differ";

    private final Session tools;
    private final PublishedIndex candidate;
    private final Promote.Request request;

    private final Map<String, Optional<CurrentTag>> seen;

    TagDecisions(Session tools, PublishedIndex candidate, Promote.Request request) {
        this(tools, candidate, request, new ConcurrentHashMap<>());
    }

    private TagDecisions(
            Session tools, PublishedIndex candidate, Promote.Request request, Map<String, Optional<CurrentTag>> seen) {
        this.tools = tools;
        this.candidate = candidate;
        this.request = request;
        this.seen = seen;
    }

    /** For another candidate, by what the tags pointed to when they were read for this one. */
    TagDecisions of(PublishedIndex other) {
        return new TagDecisions(tools, other, request, seen);
    }

    /**
     * What is to become of one tag.
     *
     * @param move with the reason where the tag stays
     * @param refusal why it must not move, though it would have to
     * @param warning about a tag that is to move
     * @param there what the tag points to, where that is an index
     */
    record Decision(
            Promote.Moved move, Optional<String> refusal, Optional<String> warning, Optional<PublishedIndex> there) {
        boolean isDue() {
            return move.why().isEmpty();
        }
    }

    List<Decision> all() throws RegistryException {
        List<Decision> all = new ArrayList<>();
        AtOnce.each(request.tags(), AtOnce.REQUESTS, this::current, (tag, current) -> all.add(on(tag, current)));
        return all;
    }

    /**
     * The index that a tag has already, with the candidate's images: if the other tags can get it too, all have one digest. So a
     * call that was stopped between two tags is completed by another one, whose index differs in its time.
     */
    Optional<PublishedIndex> shared(List<Decision> all) throws RegistryException {
        boolean moves = all.stream().anyMatch(Decision::isDue)
                && all.stream().noneMatch(decision -> decision.refusal().isPresent());
        Optional<PublishedIndex> first = all.stream()
                .filter(decision -> decision.move().why().equals(SAME))
                .findFirst()
                .flatMap(Decision::there);
        if (!moves || first.isEmpty()) {
            return Optional.empty();
        }
        boolean fits = of(first.get()).all().stream()
                .noneMatch(decision -> decision.refusal().isPresent());
        return fits ? first : Optional.empty();
    }

    private Decision on(Reference tag, Optional<CurrentTag> current) throws RegistryException {
        Digest to = candidate.document().digest();
        Optional<Digest> before = current.map(CurrentTag::digest);
        var moves = new Promote.Moved(tag, before, to, "");
        if (current.isEmpty()) {
            return new Decision(moves, Optional.empty(), Optional.empty(), Optional.empty());
        }
        Optional<PublishedIndex> there = current.get().index();
        if (before.equals(Optional.of(to))) {
            return stays(tag, current.get(), "it points there already");
        }
        Optional<PublishedIndex> same =
                there.filter(index -> SameImages.butForFactsAndAttestations(index.document(), candidate.document()));
        Optional<String> worse = Optional.empty();
        if (same.isPresent()) {
            worse = Races.notPassed(tools, same.get(), request.judges());
            if (worse.isEmpty()) {
                return stays(tag, current.get(), SAME);
            }
        }
        Optional<String> fixed = new ImmutableTags(request.policies()).refusal(tag, before.get(), to);
        if (fixed.isPresent() || same.isPresent() || request.allowOlder()) {
            Optional<String> warning = worse.map(outcome -> tag + ": the images are the same, but the index there is"
                    + " judged " + outcome + ", and the candidate passed: the tag is to move");
            return new Decision(moves, fixed, warning, there);
        }
        TagOrder order = order(tag, current.get());
        return new Decision(moves, order.refusal(), order.warning(), there);
    }

    private TagOrder order(Reference tag, CurrentTag current) throws RegistryException {
        IndexOrigin there = new IndexOrigin(
                tools.at(tag.with(current.digest())),
                current.document(),
                current.index().map(PublishedIndex::index));
        return new TagOrder.Question(
                        tag, there, IndexOrigin.of(tools, candidate), new Ancestry(tools), Instant.now(), true)
                .answer();
    }

    private static Decision stays(Reference tag, CurrentTag at, String why) {
        var move = new Promote.Moved(tag, Optional.of(at.digest()), at.digest(), why);
        return new Decision(move, Optional.empty(), Optional.empty(), at.index());
    }

    /** What a tag points to. */
    private Optional<CurrentTag> current(Reference tag) throws RegistryException {
        Optional<CurrentTag> known = seen.get(tag.toString());
        if (known != null) {
            return known;
        }
        Optional<CurrentTag> read = read(tag);
        seen.put(tag.toString(), read);
        return read;
    }

    private Optional<CurrentTag> read(Reference tag) throws RegistryException {
        Optional<Digest> kept =
                request.kept().filter(images -> images.tag().equals(tag)).map(KeptImages::digest);
        if (kept.isPresent() && tools.registry().resolve(tag).equals(kept)) {
            return Optional.of(CurrentTag.of(tag, tools.at(tag).manifest(kept.get()))); // it was read before
        }
        return CurrentTag.find(tools.registry(), tag);
    }
}
