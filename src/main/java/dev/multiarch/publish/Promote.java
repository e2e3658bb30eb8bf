package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
     */
    public record Moved(Reference tag, Optional<Digest> before, Digest after, String why) {}

    /**
     * @param judged repository and digest
     * @param allowOlder whether a tag may go back to an index that was created before the one it points to
     * @throws Refused if a tag must not move; then none has moved
     * @throws RegistryException if something can't be read; then no tag has moved
     * @throws StepFailed if moving failed; the message says where each tag points to now, as far as that can be read
     */
    public List<Moved> run(Reference judged, List<Reference> tags, boolean allowOlder)
            throws Refused, CannotJudge, RegistryException, StepFailed {
        PublishedIndex candidate = PublishedIndex.read(tools.registry(), judged);
        List<Moved> done = new ArrayList<>();
        List<Moved> due = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Reference tag : tags) {
            Optional<TagNow> current = current(tag);
            Moved move = move(tag, current, candidate);
            if (!move.why().isEmpty()) {
                done.add(move);
                continue;
            }
            due.add(move);
            if (!allowOlder && current.isPresent()) {
                TagOrder order = TagOrder.of(tag, current.get(), candidate, Instant.now());
                order.refusal().ifPresent(reasons::add);
                order.warning().ifPresent(warnings::add);
            }
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        warnings.forEach(tools.progress());
        if (!due.isEmpty()) {
            push(candidate, due);
        }
        done.addAll(due);
        return done;
    }

    /** What a tag points to. One that is not there is asked for again: a single 404 must not let it go back. */
    private Optional<TagNow> current(Reference tag) throws RegistryException {
        try {
            return Optional.of(TagNow.read(tools.registry(), tag));
        } catch (RegistryException e) {
            requireAbsent(e);
        }
        try {
            return Optional.of(TagNow.read(tools.registry(), tag));
        } catch (RegistryException e) {
            requireAbsent(e);
            return Optional.empty();
        }
    }

    private static void requireAbsent(RegistryException e) throws RegistryException {
        if (e.kind() != RegistryException.Kind.NOT_FOUND) {
            throw e;
        }
    }

    private static Moved move(Reference tag, Optional<TagNow> current, PublishedIndex candidate) {
        Optional<Digest> before = current.map(TagNow::digest);
        Digest to = candidate.document().digest();
        if (before.equals(Optional.of(to))) {
            return new Moved(tag, before, to, "it points there already");
        }
        if (tag.name().equals(candidate.reference().name())
                && current.flatMap(TagNow::index)
                        .filter(c -> SameImages.butForFacts(c.document(), candidate.document()))
                        .isPresent()) {
            return new Moved(
                    tag, before, before.get(), "the images are the same, only dev.multiarch.* annotations differ");
        }
        return new Moved(tag, before, to, "");
    }

    private void push(PublishedIndex candidate, List<Moved> due) throws StepFailed {
        tools.progress()
                .accept("moving "
                        + String.join(
                                ", ", due.stream().map(m -> m.tag().toString()).toList()));
        readBack(candidate.reference(), due, tag(candidate, due));
    }

    /** From here on tags may have moved whatever goes wrong, also what nobody thought of: the tags themselves are asked. */
    private Optional<String> tag(PublishedIndex candidate, List<Moved> due) {
        try {
            return engine.tag(candidate, due.stream().map(Moved::tag).toList());
        } catch (ProgramException e) {
            return Optional.of(e.getMessage());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return Optional.of("a fault of multiarch's own: " + e);
        }
    }

    /** Looks at every tag whatever the program said: it may have moved some and failed at others. */
    private void readBack(Reference candidate, List<Moved> due, Optional<String> failure) throws StepFailed {
        List<String> states = new ArrayList<>();
        boolean all = true;
        for (Moved move : due) {
            String state = state(move);
            all &= state.isEmpty();
            states.add(state.isEmpty() ? move.tag() + " points to it" : state);
        }
        if (!all || failure.isPresent()) {
            String state = all ? "All tags point to it." : String.join("; ", states) + ".";
            String why = failure.map(text -> text + "\n").orElse("");
            throw new StepFailed(why + "The candidate " + candidate + " is pushed. " + state
                    + " Fix: multiarch promote " + candidate + " --tag …");
        }
    }

    /** Empty where it points to what it should. */
    private String state(Moved move) {
        try {
            Optional<Digest> now = tools.registry().awaiting().resolve(move.tag());
            return now.equals(Optional.of(move.after()))
                    ? ""
                    : move.tag() + " points to " + now.map(Digest::toString).orElse("nothing");
        } catch (RegistryException e) {
            return "It is not known where " + move.tag() + " points to: " + e.getMessage();
        }
    }
}
