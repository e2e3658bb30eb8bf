package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.Signing;
import dev.multiarch.step.StepFailed;
import dev.multiarch.verify.Verify;
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
     * @param overtaken whether a newer candidate than this call's is there, which another call left an intent for
     */
    public record Moved(Reference tag, Optional<Digest> before, Digest after, String why, boolean overtaken) {
        public Moved(Reference tag, Optional<Digest> before, Digest after, String why) {
            this(tag, before, after, why, false);
        }
    }

    /**
     * @param allowOlder whether a tag may go back to an index that is older than the one it points to
     * @param policies that the candidate passed; none where it was not judged
     * @param verdict on whose word the tags move, for the journal
     * @param kept what the candidate keeps of one of the tags
     */
    public record Request(
            List<Reference> tags,
            boolean allowOlder,
            List<Policy> policies,
            String verdict,
            Optional<KeptImages> kept) {}

    /** The verdict of a good candidate, for the journal. */
    static String passed(List<Policy> policies) {
        return "pass by " + policies.stream().map(Policy::name).distinct().collect(Collectors.joining(", "));
    }

    /** Moves the tags, and ends with an answer about every tag whatever goes wrong. */
    public Promotion run(PublishedIndex candidate, Request request) {
        List<Reference> tags = request.tags();
        try {
            return new Promotion(moved(candidate, request), List.of(), Optional.empty());
        } catch (Refused refused) {
            return failed(tags, refused);
        } catch (Stopped stopped) {
            return failed(candidate, tags, stopped);
        } catch (RegistryException e) {
            return failed(candidate, tags, new Stopped(e.getMessage(), List.of()));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return failed(candidate, tags, new Stopped(TagMover.OURS + e, List.of()));
        }
    }

    private Promotion failed(List<Reference> tags, Refused refused) {
        return new Promotion(List.of(), states(tags), Optional.of(refused));
    }

    private Promotion failed(PublishedIndex candidate, List<Reference> tags, Stopped stopped) {
        List<TagState> states = states(tags);
        Digest digest = candidate.document().digest();
        boolean all = states.stream().allMatch(state -> state.isAt(digest));
        String where = tags.isEmpty()
                ? "No tag was to move."
                : all
                        ? "All tags point to it."
                        : states.stream().map(state -> state.relatedTo(digest)).collect(Collectors.joining("; ")) + ".";
        String text = (stopped.why().isEmpty() ? "" : stopped.why() + "\n") + "The candidate " + candidate.reference()
                + " is pushed. " + where + " Fix: ";
        Exception failure = stopped.isImmutable(states)
                ? new Refused(text + "this registry does not move existing tags. Give the candidate a new tag")
                : new StepFailed(text + "multiarch promote " + candidate.reference() + " --tag …"
                        + (tools.signing() == Signing.NONE ? "" : " --sign"));
        return new Promotion(List.of(), states, Optional.of(failure));
    }

    private List<TagState> states(List<Reference> tags) {
        return tags.stream().map(tag -> TagState.read(tools.registry(), tag)).toList();
    }

    private List<Moved> moved(PublishedIndex candidate, Request request) throws Refused, RegistryException, Stopped {
        var decisions = new TagDecisions(tools, candidate, request);
        List<TagDecisions.Decision> all = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Reference tag : request.tags()) {
            TagDecisions.Decision decision = decisions.on(tag);
            decision.refusal().ifPresent(reasons::add);
            all.add(decision);
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        sign(candidate, request.policies());
        List<Moved> due = all.stream()
                .filter(TagDecisions.Decision::isDue)
                .map(TagDecisions.Decision::move)
                .toList();
        if (!due.isEmpty()) {
            requirePossible(due);
            all.forEach(decision -> decision.warning().ifPresent(tools.progress()));
        }
        return new Races(tools, engine, candidate, request).run(all);
    }

    /** Also where no tag moves any more: an earlier call may have stopped half-way. */
    private void sign(PublishedIndex candidate, List<Policy> policies) throws Stopped, Refused {
        if (tools.signing() == Signing.NONE) {
            return;
        }
        try {
            tools.signing().sign(candidate.reference(), candidate.index());
        } catch (StepFailed e) {
            throw new Stopped(e.getMessage(), List.of());
        }
        Optional<Finding> wrong = new Verify(tools)
                .signed(tools.at(candidate.reference()), candidate.document(), candidate.index(), policies)
                .flatMap(verdict -> verdict.worst(1).findings().stream()
                        .filter(finding -> verdict.outcome() != Outcome.PASS)
                        .findFirst());
        if (wrong.isPresent()) {
            throw new Refused("it is signed, and the policy asks for another signature: "
                    + wrong.get().message() + ". Fix: sign with what the policy names, or change the policy");
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
