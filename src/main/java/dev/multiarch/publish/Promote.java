package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.time.Instant;
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
     * Moves the tags, and ends with an answer about every tag whatever goes wrong.
     *
     * @param allowOlder whether a tag may go back to an index that was created before the one it points to
     */
    public Promotion run(PublishedIndex candidate, List<Reference> tags, boolean allowOlder) {
        try {
            return new Promotion(moved(candidate, tags, allowOlder), List.of(), Optional.empty());
        } catch (Refused refused) {
            return failed(tags, refused);
        } catch (Stopped stopped) {
            return failed(candidate, tags, stopped.why);
        } catch (RegistryException e) {
            return failed(candidate, tags, e.getMessage());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return failed(candidate, tags, OURS + e);
        }
    }

    private Promotion failed(List<Reference> tags, Refused refused) {
        return new Promotion(List.of(), states(tags), Optional.of(refused));
    }

    private Promotion failed(PublishedIndex candidate, List<Reference> tags, String why) {
        List<TagState> states = states(tags);
        Digest digest = candidate.document().digest();
        boolean all = states.stream().allMatch(state -> state.isAt(digest));
        String where = all
                ? "All tags point to it."
                : states.stream().map(state -> state.relatedTo(digest)).collect(Collectors.joining("; ")) + ".";
        var failure = new StepFailed((why.isEmpty() ? "" : why + "\n") + "The candidate " + candidate.reference()
                + " is pushed. " + where + " Fix: multiarch promote " + candidate.reference() + " --tag …");
        return new Promotion(List.of(), states, Optional.of(failure));
    }

    private List<TagState> states(List<Reference> tags) {
        return tags.stream().map(tag -> TagState.read(tools.registry(), tag)).toList();
    }

    private List<Moved> moved(PublishedIndex candidate, List<Reference> tags, boolean allowOlder)
            throws Refused, RegistryException, Stopped {
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

    private void push(PublishedIndex candidate, List<Moved> due) throws Stopped {
        List<Reference> tags = due.stream().map(Moved::tag).toList();
        tools.progress()
                .accept("moving "
                        + String.join(
                                ", ", tags.stream().map(Reference::toString).toList()));
        Optional<String> failure = tag(candidate, tags);
        // Every tag is looked at, whatever the program said: it may have moved some and failed at others.
        Digest digest = candidate.document().digest();
        boolean all = states(tags).stream().allMatch(state -> state.isAt(digest));
        if (!all || failure.isPresent()) {
            throw new Stopped(failure.orElse(""));
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

    /** Something went wrong when tags may have moved. */
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1;

        private final String why;

        Stopped(String why) {
            super(why);
            this.why = why;
        }
    }
}
