package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import java.util.List;
import java.util.Optional;

/** Where a tag is that was put to the newest candidate. */
final class Whereabouts {
    /** As others may have moved it since. */
    enum Where {
        THERE,
        /** A slower writer moved it back: it is put again. */
        BEHIND,
        /** At what no intent named when they were read. */
        ELSEWHERE
    }

    private final Session tools;
    private final Promote.Moved move;
    private final TagIntents intents;
    private Optional<Digest> stranger = Optional.empty();

    Whereabouts(Session tools, Promote.Moved move, TagIntents intents) {
        this.tools = tools;
        this.move = move;
        this.intents = intents;
    }

    /** What no intent names even now was put by somebody who leaves none, and it is left to them. */
    Where of(PublishedIndex put) throws RegistryException, TagsMayHaveMoved {
        Reference tag = move.tag();
        TagState now = TagState.read(tools.registry(), tag);
        if (now.isAt(put.document().digest())) {
            return Where.THERE;
        }
        if (now.digest().filter(intents::hasSeen).isPresent() || isOlder(now, put)) {
            return Where.BEHIND;
        }
        if (!now.problem().isEmpty()) {
            throw new TagsMayHaveMoved(now.problem(), List.of(move));
        }
        if (now.digest().isEmpty() || now.digest().equals(stranger)) {
            throw new TagsMayHaveMoved(
                    "after this call had moved it, " + tag + " pointed to "
                            + now.digest().map(Digest::toString).orElse("nothing")
                            + ", and no call has left word of that (--intents).",
                    List.of(move));
        }
        stranger = now.digest();
        return Where.ELSEWHERE;
    }

    private boolean isOlder(TagState now, PublishedIndex put) throws RegistryException {
        if (now.digest().isEmpty()) {
            return false;
        }
        CurrentTag there = CurrentTag.read(
                tools.registry().doubting(), move.tag().with(now.digest().get()));
        return there.index().isPresent()
                && TagOrder.isNewer(tools, move.tag(), put, there.index().get());
    }
}
