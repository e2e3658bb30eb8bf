package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Registry;
import java.util.Optional;

/**
 * What a candidate keeps of a tag. Another image that comes under the tag meanwhile was made without what this call adds, so
 * the newer of the two is not enough: the call whose image does not end up there fails, and is to be made again.
 *
 * @param tag whose images were kept
 * @param digest that it pointed to then
 */
record KeptImages(Reference tag, Digest digest) {
    private static final String AGAIN = ". Fix: run the same command again: it goes on from what the tag holds then";

    /**
     * To be asked after this call's intent is written: what moves the tag from then on finds the intent.
     *
     * @return why the tag may not move
     */
    Optional<String> movedMeanwhile(Registry registry) {
        TagState now = TagState.read(registry, tag);
        return now.isAt(digest)
                ? Optional.empty()
                : Optional.of(now.relatedTo(digest) + ", whose images this call keeps. No tag was moved by it" + AGAIN);
    }

    /**
     * @param start what this call put under the tag
     * @param now what the tag points to in the end
     */
    Optional<String> lost(PublishedIndex start, PublishedIndex now) {
        Digest there = now.document().digest();
        return there.equals(start.document().digest())
                ? Optional.empty()
                : Optional.of(
                        tag + " points to " + there + " now, which was made without the images of this call" + AGAIN);
    }
}
