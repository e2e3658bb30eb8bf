package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.text.Printable;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a tag that moves to a candidate moves forwards.
 *
 * @param refusal why it must not move
 * @param warning why nobody can tell; it moves then
 */
record TagOrder(Optional<String> refusal, Optional<String> warning) {
    /** A time and why there is none that counts; one of both. */
    private record Time(Optional<Created> created, String missing) {
        private static Time none(String why) {
            return new Time(Optional.empty(), why);
        }
    }

    /** @param now a time that is later is not believed, or one wrong clock would block a tag for years */
    static TagOrder of(Reference tag, TagNow current, PublishedIndex candidate, Instant now) {
        Time there = current.index()
                .map(TagOrder::time)
                .orElseGet(() -> Time.none("is no index that could say when it was created"));
        Time here = time(candidate);
        boolean believed = there.created().isPresent() && here.created().isPresent();
        if (believed) {
            boolean thereInFuture = there.created().get().isInFuture(now);
            boolean hereInFuture = here.created().get().isInFuture(now);
            if (thereInFuture && !hereInFuture) {
                there = future(there);
            } else if (hereInFuture && !thereInFuture) {
                here = future(here);
            }
        }
        Digest to = candidate.document().digest();
        if (there.created().isEmpty()) {
            return unknown(tag + " points to " + current.digest() + ", which " + there.missing());
        }
        if (here.created().isEmpty()) {
            return unknown("the candidate " + to + " for " + tag + " " + here.missing());
        }
        if (!here.created().get().isBefore(there.created().get())) {
            return new TagOrder(Optional.empty(), Optional.empty());
        }
        return new TagOrder(
                Optional.of(
                        tag + " points to " + current.digest() + ", created "
                                + there.created().get() + "; the candidate " + to + " was created before it, "
                                + here.created().get()
                                + ". Tags move only forwards: no tag was moved. Fix: give --allow-older if you mean to go back"),
                Optional.empty());
    }

    private static Time future(Time time) {
        return Time.none(
                "says that it was created in the future, " + time.created().get());
    }

    private static Time time(PublishedIndex index) {
        if (index.index().mediaType().equals(MediaTypes.DOCKER_INDEX)) {
            return Time.none("is a Docker manifest list, which cannot say when it was created");
        }
        String text = index.index().annotations().get(Created.KEY);
        if (text == null) {
            return Time.none("has no annotation " + Created.KEY);
        }
        Optional<Created> created = Created.parse(text);
        return created.isPresent()
                ? new Time(created, "")
                : Time.none("has the annotation " + Created.KEY + "=" + Printable.line(text)
                        + ", which is neither a time nor a date");
    }

    private static TagOrder unknown(String why) {
        return new TagOrder(
                Optional.empty(),
                Optional.of("warning: " + why + ": multiarch cannot tell whether the tag moves forwards, and moves it."
                        + " Fix: keep runs that move this tag apart (in Actions with concurrency:)"));
    }
}
