package dev.multiarch.publish;

import dev.multiarch.image.Reference;
import dev.multiarch.plan.Run;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a tag that moves to a candidate moves forwards. What decides, in this order: the commits, if the checkout here has
 * both and one is an ancestor of the other; the runs of workflows; where one was built again, when their commits were first
 * published; when they were created, by annotation, else by the configs
 * of their images. If none of these differs, the same build done again may take the tag; else the digest decides, so that
 * merges at once agree. An image without a time is older than one with a time.
 *
 * @param refusal why it must not move
 * @param warning why only the digest decided; it is to move then
 */
record TagOrder(Optional<String> refusal, Optional<String> warning) {
    private static final TagOrder FORWARDS = new TagOrder(Optional.empty(), Optional.empty());

    static Question between(Session tools, Reference tag, PublishedIndex there, PublishedIndex here) {
        return new Question(
                tag,
                IndexOrigin.of(tools, there),
                IndexOrigin.of(tools, here),
                new Ancestry(tools),
                Instant.now(),
                true);
    }

    /** Whether one of two different indexes is newer than the other; of any two, exactly one is. */
    static boolean isNewer(Session tools, Reference tag, PublishedIndex one, PublishedIndex other)
            throws RegistryException {
        return !one.document().digest().equals(other.document().digest())
                && between(tools, tag, other, one).isNewer();
    }

    /**
     * @param there what the tag points to
     * @param again whether a build that was done again may take the tag
     */
    record Question(Reference tag, IndexOrigin there, IndexOrigin here, Ancestry commits, Instant now, boolean again) {
        /** Whether it is the newer of the two; of any two, exactly one is. */
        boolean isNewer() throws RegistryException {
            return new Question(tag, there, here, commits, now, false)
                    .answer()
                    .refusal()
                    .isEmpty();
        }

        TagOrder answer() throws RegistryException {
            Optional<TagOrder> certain = byCommit();
            if (certain.isEmpty()) {
                certain = byRun();
            }
            if (certain.isEmpty()) {
                certain = byFirst();
            }
            return certain.isPresent() ? certain.get() : byTime();
        }

        /** What was built again is as old as the first index of its commit, however late it was built. */
        private Optional<TagOrder> byFirst() {
            Optional<CreationTime> old = there.since();
            Optional<CreationTime> next = here.since();
            boolean known = Stream.of(old, next)
                    .allMatch(time -> time.filter(at -> !at.isInFuture(now)).isPresent());
            if (!there.isRenewed() && !here.isRenewed() || !known) {
                return Optional.empty();
            }
            if (old.get().isBefore(next.get())) {
                return Optional.of(FORWARDS);
            }
            return next.get().isBefore(old.get())
                    ? Optional.of(back(
                            ", of a commit first published " + old.get(),
                            "is of a commit first published " + next.get() + ", which is before it"))
                    : Optional.empty();
        }

        private Optional<TagOrder> byCommit() {
            if (there.revision().isEmpty() || here.revision().isEmpty()) {
                return Optional.empty();
            }
            String old = there.revision().get();
            String next = here.revision().get();
            if (commits.isAncestor(old, next)) {
                return Optional.of(FORWARDS);
            }
            return commits.isAncestor(next, old)
                    ? Optional.of(back(", of commit " + old, "is of commit " + next + ", an ancestor of it"))
                    : Optional.empty();
        }

        private Optional<TagOrder> byRun() {
            Optional<Run> old = there.run(here);
            Optional<Run> next = here.run(there);
            if (old.isEmpty() || next.isEmpty() || old.equals(next)) {
                return Optional.empty();
            }
            return Optional.of(
                    next.get().compareTo(old.get()) > 0
                            ? FORWARDS
                            : back(
                                    ", of workflow run " + old.get(),
                                    "is of workflow run " + next.get() + ", which is before it"));
        }

        private TagOrder byTime() throws RegistryException {
            Optional<CreationTime> old = there.created();
            Optional<CreationTime> next = here.created();
            boolean oldFuture = old.filter(time -> time.isInFuture(now)).isPresent();
            boolean nextFuture = next.filter(time -> time.isInFuture(now)).isPresent();
            if (oldFuture != nextFuture) {
                old = oldFuture ? Optional.empty() : old;
                next = nextFuture ? Optional.empty() : next;
            }
            Optional<TagOrder> certain = compared(old, next);
            if (certain.isPresent()) {
                return certain.get();
            }
            if (old.isPresent() && next.isPresent()) {
                Optional<TagOrder> finer = compared(believed(there), believed(here));
                return finer.isPresent() ? finer.get() : byDigest("both were created at the same time, " + next.get());
            }
            Optional<CreationTime> oldKnown = old.isPresent() ? old : believed(there);
            Optional<CreationTime> nextKnown = next.isPresent() ? next : believed(here);
            return compared(oldKnown, nextKnown).orElseGet(() -> unequal(oldKnown, nextKnown));
        }

        private Optional<CreationTime> believed(IndexOrigin origin) throws RegistryException {
            return origin.newestConfig().filter(time -> !time.isInFuture(now));
        }

        private Optional<TagOrder> compared(Optional<CreationTime> old, Optional<CreationTime> next) {
            if (old.isEmpty() || next.isEmpty()) {
                return Optional.empty();
            }
            if (old.get().isBefore(next.get())) {
                return Optional.of(FORWARDS);
            }
            return next.get().isBefore(old.get())
                    ? Optional.of(back(", created " + old.get(), "was created before it, " + next.get()))
                    : Optional.empty();
        }

        /** What has a time is newer than what has none; else the digest decides. */
        private TagOrder unequal(Optional<CreationTime> old, Optional<CreationTime> next) {
            if (old.isPresent() && next.isEmpty()) {
                return back(", created " + old.get(), missing(here) + ", so it counts as older");
            }
            if (next.isPresent() && old.isEmpty()) {
                return new TagOrder(
                        Optional.empty(),
                        Optional.of("warning: " + tag + " points to " + there.digest() + ", which " + missing(there)
                                + ": it counts as older than the candidate, and the tag is to move"));
            }
            return byDigest(
                    next.isPresent()
                            ? "both were created at the same time, " + next.get()
                            : "neither says when it was created: what the tag points to " + missing(there)
                                    + ", the candidate " + missing(here));
        }

        /** A build that was done again is not a step back. For anything else the digest decides. */
        private TagOrder byDigest(String why) {
            if (again && here.isAgain(there)) {
                return FORWARDS;
            }
            boolean wins = here.digest().toString().compareTo(there.digest().toString()) > 0;
            String rule = "the greater digest keeps the tag, so that merges at the same time come to the same result";
            return wins
                    ? new TagOrder(
                            Optional.empty(),
                            Optional.of("warning: " + tag + ": " + why + "; " + rule + ". The tag is to move"))
                    : back("; " + why, "has the smaller digest, and " + rule);
        }

        private String missing(IndexOrigin origin) {
            return origin.created().isPresent()
                    ? "says that it was created in the future, "
                            + origin.created().get()
                    : origin.withoutCreated();
        }

        private TagOrder back(String old, String next) {
            return new TagOrder(
                    Optional.of(tag + " points to " + there.digest() + old + "; the candidate " + here.digest() + " "
                            + next
                            + ". Tags move only forwards: no tag was moved. Fix: give --allow-older to move"
                            + " it back"),
                    Optional.empty());
        }
    }
}
