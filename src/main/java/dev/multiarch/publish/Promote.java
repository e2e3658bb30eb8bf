package dev.multiarch.publish;

import dev.multiarch.host.diagnosis.Diagnoses;
import dev.multiarch.host.diagnosis.KnownFacts;
import dev.multiarch.host.diagnosis.Log;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import dev.multiarch.process.ProgramException;
import dev.multiarch.record.JournalEntry;
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
    private static final String OURS = "a fault of multiarch's own: ";

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
     */
    public record Moved(Reference tag, Optional<Digest> before, Digest after, String why) {}

    /**
     * @param allowOlder whether a tag may go back to an index that is older than the one it points to
     * @param policies that the candidate passed; none where it was not judged
     * @param verdict on whose word the tags move, for the journal
     */
    public record Request(List<Reference> tags, boolean allowOlder, List<Policy> policies, String verdict) {}

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
            return failed(candidate, tags, new Stopped(OURS + e, List.of()));
        }
    }

    private Promotion failed(List<Reference> tags, Refused refused) {
        return new Promotion(List.of(), states(tags), Optional.of(refused));
    }

    private Promotion failed(PublishedIndex candidate, List<Reference> tags, Stopped stopped) {
        List<TagState> states = states(tags);
        Digest digest = candidate.document().digest();
        boolean all = states.stream().allMatch(state -> state.isAt(digest));
        String where = all
                ? "All tags point to it."
                : states.stream().map(state -> state.relatedTo(digest)).collect(Collectors.joining("; ")) + ".";
        String text = (stopped.why.isEmpty() ? "" : stopped.why + "\n") + "The candidate " + candidate.reference()
                + " is pushed. " + where + " Fix: ";
        Exception failure = stopped.isImmutable(states)
                ? new Refused(text + "the registry does not let a tag move that is there. Give the candidate a new tag")
                : new StepFailed(text + "multiarch promote " + candidate.reference() + " --tag …");
        return new Promotion(List.of(), states, Optional.of(failure));
    }

    private List<TagState> states(List<Reference> tags) {
        return tags.stream().map(tag -> TagState.read(tools.registry(), tag)).toList();
    }

    private List<Moved> moved(PublishedIndex candidate, Request request) throws Refused, RegistryException, Stopped {
        var decisions = new TagDecisions(tools, candidate, request);
        List<Moved> done = new ArrayList<>();
        List<Moved> due = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Reference tag : request.tags()) {
            TagDecisions.Decision decision = decisions.on(tag);
            (decision.isDue() ? due : done).add(decision.move());
            decision.refusal().ifPresent(reasons::add);
            decision.warning().ifPresent(warnings::add);
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        if (!due.isEmpty()) {
            requirePossible(due);
            warnings.forEach(tools.progress());
            push(candidate, due, Steps.because(tools, candidate.index(), request.verdict()));
        }
        done.addAll(due);
        return done;
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

    private void push(PublishedIndex candidate, List<Moved> due, JournalEntry.Because because) throws Stopped {
        List<Reference> tags = due.stream().map(Moved::tag).toList();
        tools.progress()
                .accept("moving "
                        + String.join(
                                ", ", tags.stream().map(Reference::toString).toList()));
        var steps = new Steps(tools);
        due.forEach(move -> steps.beforeTag(move, because));
        Optional<String> failure = tag(candidate, tags);
        // Every tag is looked at, whatever the program said: it may have moved some and failed at others.
        Digest digest = candidate.document().digest();
        List<TagState> states = states(tags);
        for (int i = 0; i < due.size(); i++) {
            steps.afterTag(due.get(i), states.get(i), because);
        }
        boolean all = states.stream().allMatch(state -> state.isAt(digest));
        if (!all || failure.isPresent()) {
            throw new Stopped(failure.orElse(""), due);
        }
    }

    /** From here on tags may have moved whatever goes wrong, also what nobody thought of: the tags themselves are asked. */
    private Optional<String> tag(PublishedIndex candidate, List<Reference> tags) {
        try {
            return engine.tag(candidate, tags);
        } catch (ProgramException e) {
            return Optional.of(e.getMessage());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return Optional.of(OURS + e);
        }
    }

    /** Something went wrong, and tags may have moved. */
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1;

        private final String why;
        private final transient List<Moved> due;

        Stopped(String why, List<Moved> due) {
            super(why);
            this.why = why;
            this.due = due;
        }

        /** Whether the registry said so, of a tag that was there and still points where it did. */
        boolean isImmutable(List<TagState> states) {
            boolean kept = due.stream()
                    .anyMatch(move ->
                            move.before().isPresent() && states.contains(new TagState(move.tag(), move.before(), "")));
            return kept
                    && Diagnoses.of(Log.of(why), KnownFacts.nothing("no host takes part")).found().stream()
                            .anyMatch(found -> found.id().equals("immutable-tag"));
        }
    }
}
