package dev.multiarch.copy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import java.util.Optional;
import java.util.Set;

/** Pushes manifests by their digests. Where a registry wants a tag, they get a separate one. */
public record UntaggedPush(Session tools) {
    /** What such a tag begins with; the begin of the digest follows. */
    public static final String TAG = "multiarch-candidate-";

    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;
    private static final int LONGEST_HEX = 16;

    /** No login, too large, later: a tag would not help. */
    private static final Set<Integer> NOT_FOR_ITS_TAG = Set.of(401, 407, 408, 413, 429);

    /** @param ref with the digest */
    public void put(Reference ref, Document document) throws RegistryException {
        try {
            tools.registry().pusher().manifest(ref, document.mediaType(), document.bytes());
        } catch (RegistryException refused) {
            int status = refused.status().orElse(0);
            if (status < CLIENT_ERRORS || status >= SERVER_ERRORS || NOT_FOR_ITS_TAG.contains(status)) {
                throw refused;
            }
            try {
                tag(ref, document, refused.said());
            } catch (RegistryException alsoRefused) {
                throw refused; // a tag is not what it lacks
            }
        }
    }

    /** @param named what is pushed, or what it is made of where its own digest is not known before */
    public static Reference tag(Reference repository, Digest named) {
        String hex = named.hex();
        return repository.repositoryOnly().withTag(TAG + hex.substring(0, Math.min(LONGEST_HEX, hex.length())));
    }

    /**
     * Pushes it under the tag, unless that is there from an earlier call.
     *
     * @param why in the registry's words
     */
    private void tag(Reference ref, Document document, String why) throws RegistryException {
        Reference tag = tag(ref, document.digest());
        Optional<Digest> there = tools.registry().resolve(tag);
        if (!there.equals(Optional.of(document.digest()))) {
            tools.registry().pusher().manifest(tag, document.mediaType(), document.bytes());
        }
        tools.progress()
                .accept(ref.name() + " takes no index without a tag (" + why + "): it is pushed as " + tag
                        + ". That tag stays: remove it when nobody needs it any more");
    }
}
