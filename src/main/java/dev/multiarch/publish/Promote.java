package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Moves tags to an index that is published by digest: only forwards, all in one call, and reads each back. */
public final class Promote {
    private final Session tools;
    private final Engine engine;

    /**
     * @param builder whose registry settings imagetools takes; empty for the current one
     * @throws ProgramException if the engine is to be imagetools and there is no buildx
     */
    public Promote(Session tools, EngineChoice engine, Optional<String> builder) throws ProgramException {
        this(tools, engine.of(tools, builder));
    }

    Promote(Session tools, Engine engine) {
        this.tools = tools;
        this.engine = engine;
    }

    /**
     * What became of one tag.
     *
     * @param before what it pointed to; empty where it was not there
     * @param after what it points to now
     * @param why it stays; empty where it moved
     * @param newer what is there in place of this call's image, where another call put something newer forward
     * @param platform whose image it points to; empty where it points to an index
     */
    public record Moved(
            Reference tag,
            Optional<Digest> before,
            Digest after,
            String why,
            Optional<Newer> newer,
            Optional<Platform> platform) {
        public Moved(Reference tag, Optional<Digest> before, Digest after, String why) {
            this(tag, before, after, why, Optional.empty());
        }

        public Moved(Reference tag, Optional<Digest> before, Digest after, String why, Optional<Newer> newer) {
            this(tag, before, after, why, newer, Optional.empty());
        }

        /** Where it was. */
        Moved stays(String reason) {
            return new Moved(tag, before, before.orElseThrow(), reason, newer, platform);
        }

        public boolean overtaken() {
            return newer.isPresent();
        }
    }

    /**
     * @param allowOlder whether a tag may go back to an index that is older than the one it points to
     * @param policies that the candidate passed; where it is not judged, those that say which tags are immutable
     * @param verdict on whose word the tags move, for the journal
     * @param kept what the candidate keeps of one of the tags
     * @param unjudged why the candidate is not judged; empty where it is
     * @param together whether a tag that has the same images already gives its index to the other tags
     * @param judged the verdict of this call, or the one that somebody insists against; empty where there is none
     * @param singles tags of single images, which move behind those of the index
     */
    public record Request(
            List<Reference> tags,
            boolean allowOlder,
            List<Policy> policies,
            String verdict,
            Optional<KeptImages> kept,
            Optional<String> unjudged,
            boolean together,
            Optional<Verdict> judged,
            List<SingleTag> singles) {
        Request(
                List<Reference> tags,
                boolean allowOlder,
                List<Policy> policies,
                String verdict,
                Optional<KeptImages> kept) {
            this(tags, allowOlder, policies, verdict, kept, Optional.empty(), false, Optional.empty(), List.of());
        }

        /** The policies that judge. */
        List<Policy> judges() {
            return unjudged.isPresent() ? List.of() : policies;
        }

        Judgement judgement() {
            return unjudged.<Judgement>map(Judgement.Unjudged::new)
                    .orElseGet(() -> new Judgement.Judged(
                            policies.stream().map(Policy::digest).collect(Collectors.toSet())));
        }
    }

    /** The verdict of a good candidate, for the journal. */
    static String passed(List<Policy> policies) {
        return "pass by " + policies.stream().map(Policy::name).distinct().collect(Collectors.joining(", "));
    }

    /** Moves the tags, and ends with an answer about every tag whatever goes wrong. */
    public Promotion run(PublishedIndex candidate, Request request) {
        PublishedIndex index = candidate;
        var singles = new SingleMoves(tools, candidate, request);
        var aftermath = new Aftermath(tools, request);
        try {
            var decisions = new TagDecisions(tools, candidate, request);
            List<TagDecisions.Decision> all = decisions.all();
            Optional<PublishedIndex> shared = request.together() ? decisions.shared(all) : Optional.empty();
            if (shared.isPresent()) {
                index = shared.get();
                all = decisions.of(index).all();
                singles = new SingleMoves(tools, index, request);
            }
            return Promotion.of(moved(index, all, singles, request), shared);
        } catch (Refused refused) {
            return aftermath.refused(refused);
        } catch (TagsMayHaveMoved stopped) {
            return aftermath.failed(index, singles, stopped);
        } catch (RegistryException e) {
            return aftermath.failed(index, singles, new TagsMayHaveMoved(e.getMessage(), List.of()));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return aftermath.failed(index, singles, new TagsMayHaveMoved(TagMover.OURS + e, List.of()));
        }
    }

    private List<Moved> moved(
            PublishedIndex candidate, List<TagDecisions.Decision> all, SingleMoves singles, Request request)
            throws Refused, RegistryException, TagsMayHaveMoved {
        List<String> reasons = new ArrayList<>();
        for (TagDecisions.Decision decision : all) {
            if (decision.refusal().isPresent()) {
                reasons.add(decision.refusal().get());
                Optional<Digest> there = decision.move().before();
                there.flatMap(digest ->
                                TagIntents.unjudged(tools, decision.move().tag(), digest))
                        .ifPresent(reasons::add);
            }
        }
        reasons.addAll(singles.refusals());
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        new SignedIndexes(tools, request).make(candidate, all);
        List<Moved> due = all.stream()
                .filter(TagDecisions.Decision::isDue)
                .map(TagDecisions.Decision::move)
                .toList();
        if (!due.isEmpty()) {
            requirePossible(due);
            all.forEach(decision -> decision.warning().ifPresent(tools.progress()));
        }
        return singles.run(new Races(tools, engine, candidate, request).run(all));
    }

    /** A verdict that is not a pass is attached too; that it was not does not matter more than what it says. */
    static void attach(Session tools, PublishedIndex candidate, Verdict refused) {
        try {
            tools.signing().attest(candidate.reference(), refused);
        } catch (StepFailed e) {
            tools.progress()
                    .accept("warning: the verdict is not attached to " + candidate.reference() + ": " + e.getMessage());
        }
    }

    /** What can be known before the first tag moves: tags in several repositories shall move together or not at all. */
    private void requirePossible(List<Moved> due) throws RegistryException {
        List<Reference> tags = due.stream().map(Moved::tag).toList();
        List<Reference> repositories =
                tags.stream().map(Reference::repositoryOnly).distinct().toList();
        if (repositories.size() > 1) {
            for (Reference repository : repositories) {
                tools.registry().pusher().requireWritable(repository);
            }
        }
    }
}
