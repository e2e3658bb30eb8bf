package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.Request;
import dev.multiarch.registry.request.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Looks for blobs of one repository without reading them. */
record BlobLookup(Registry registry, Reference repository) {
    private static final int NO_SUCH_RANGE = 416;

    boolean exists(Digest digest) throws RegistryException {
        return found(digest).there();
    }

    /**
     * Some servers answer HEAD with another length than GET: where HEAD contradicts the descriptor, GET has the last word, as
     * clients use that.
     */
    Presence presence(Descriptor blob) throws RegistryException {
        Presence found = found(blob.digest());
        if (found.size().filter(size -> size != blob.size()).isEmpty()) {
            return found;
        }
        Presence begun = begun(blob.digest());
        return begun.there() && begun.size().isEmpty() ? found : begun;
    }

    /** By a GET where HEAD is refused as such. */
    private Presence found(Digest digest) throws RegistryException {
        Response head = registry.send(Request.blobExists(repository, digest), repository);
        if (!Registry.isAnswer(head)) {
            return begun(digest);
        }
        return head.status() == 200 ? Presence.of(head) : Presence.ABSENT;
    }

    private Presence begun(Digest digest) throws RegistryException {
        Response answer = registry.send(Request.blobBegins(repository, digest), repository);
        answer.stream().ifPresent(BlobLookup::skip);
        if (answer.status() == NO_SUCH_RANGE) { // it has no first byte
            return new Presence(true, Optional.of(0L));
        }
        return answer.status() == 404 ? Presence.ABSENT : Presence.ofPart(answer);
    }

    /** Of one byte nothing is left that would keep the connection busy. */
    private static void skip(InputStream one) {
        try (one) {
            one.read();
        } catch (IOException broken) {
            // the blob is there all the same
        }
    }
}
