package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves tags to an index that is published by digest: only forwards, all in one call, and reads each back. */
public final class Promote {
    private static final String CREATED = "org.opencontainers.image.created";

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
        for (Reference tag : tags) {
            Optional<PublishedIndex> current = current(tag);
            Moved move = move(tag, current, candidate);
            if (!move.why().isEmpty()) {
                done.add(move);
                continue;
            }
            due.add(move);
            if (!allowOlder) {
                current.flatMap(c -> older(tag, c, candidate)).ifPresent(reasons::add);
            }
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        if (!due.isEmpty()) {
            push(candidate, due);
        }
        done.addAll(due);
        return done;
    }

    private Optional<PublishedIndex> current(Reference tag) throws RegistryException, CannotJudge {
        try {
            return Optional.of(PublishedIndex.read(tools.registry(), tag));
        } catch (RegistryException e) {
            if (e.kind() == RegistryException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        } catch (CannotJudge noIndex) {
            return Optional.empty(); // a single image under this tag gives way; it has no date to compare
        }
    }

    private static Moved move(Reference tag, Optional<PublishedIndex> current, PublishedIndex candidate) {
        Optional<Digest> before = current.map(c -> c.document().digest());
        Digest to = candidate.document().digest();
        if (before.equals(Optional.of(to))) {
            return new Moved(tag, before, to, "it points there already");
        }
        if (current.isPresent()
                && current.get().reference().name().equals(candidate.reference().name())
                && SameImages.butForFacts(current.get().document(), candidate.document())) {
            return new Moved(
                    tag, before, before.get(), "the images are the same, only dev.multiarch.* annotations differ");
        }
        return new Moved(tag, before, to, "");
    }

    private static Optional<String> older(Reference tag, PublishedIndex current, PublishedIndex candidate) {
        Optional<Instant> there = created(current);
        Optional<Instant> here = created(candidate);
        if (there.isEmpty() || here.isEmpty() || !here.get().isBefore(there.get())) {
            return Optional.empty();
        }
        return Optional.of(tag + " points to " + current.document().digest() + ", created " + there.get()
                + "; the candidate " + candidate.document().digest() + " was created before it, " + here.get()
                + ". Tags move only forwards: no tag was moved. Fix: give --allow-older if you mean to go back");
    }

    private static Optional<Instant> created(PublishedIndex index) {
        try {
            return Optional.ofNullable(index.index().annotations().get(CREATED)).map(Instant::parse);
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
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
        for (Moved move : due) {
            state(move).ifPresent(states::add);
        }
        if (!states.isEmpty() || failure.isPresent()) {
            String state = states.isEmpty() ? "All tags point to it." : String.join("; ", states) + ".";
            String why = failure.map(text -> text + "\n").orElse("");
            throw new StepFailed(why + "The candidate " + candidate + " is pushed. " + state
                    + " Fix: multiarch promote " + candidate + " --tag …");
        }
    }

    /** Empty where it points to what it should. */
    private Optional<String> state(Moved move) {
        try {
            Optional<Digest> now = tools.registry().awaiting().resolve(move.tag());
            return now.equals(Optional.of(move.after()))
                    ? Optional.empty()
                    : Optional.of(move.tag() + " points to "
                            + now.map(Digest::toString).orElse("nothing"));
        } catch (RegistryException e) {
            return Optional.of("It is not known where " + move.tag() + " points to: " + e.getMessage());
        }
    }
}
