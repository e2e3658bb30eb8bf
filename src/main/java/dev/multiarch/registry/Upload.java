package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.http.HttpUpload;
import dev.multiarch.registry.request.Failures;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.request.Request;
import dev.multiarch.registry.request.Response;
import dev.multiarch.registry.settings.Hosts;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** One blob on its way into a repository (OCI Distribution 1.1, "Pushing blobs"): mounted, or sent in one piece. */
final class Upload {
    private static final Set<Integer> DONE = Set.of(200, 201);

    private final Registry registry;
    private final Reference blob;
    private final Request.Streamed content;
    private boolean mounted;

    /** @param opening begins to read the blob, for each attempt to send it */
    Upload(Registry registry, Reference repository, Descriptor blob, HttpUpload.Opening opening) {
        this.registry = registry;
        this.blob = repository.with(blob.digest());
        this.content = new Request.Streamed(blob.size(), opening);
    }

    /**
     * An upload that breaks begins again: no registry is certain to keep the half of a blob.
     *
     * @param from a repository of the same registry that has it
     */
    BlobTransfer run(Optional<String> from) throws RegistryException {
        Request last = Request.streamUpload(blob, "", content);
        Response answer = registry.wire().together(last, Hosts.endpoint(blob.registry()), () -> {
            Request begin = begin(from);
            Response begun = registry.send(begin, blob);
            mounted = DONE.contains(begun.status());
            return mounted ? begun : send(location(begin, begun, blob));
        });
        if (!DONE.contains(answer.status())) {
            throw new Failures(last, blob.registry()).status(answer);
        }
        return mounted ? BlobTransfer.MOUNTED : BlobTransfer.SENT;
    }

    private Request begin(Optional<String> from) {
        String query = from.map(repository -> "mount=" + blob.selector() + "&from=" + repository)
                .orElse("");
        return Request.beginUpload(blob, query);
    }

    private Response send(String location) throws RegistryException {
        boolean readable = false;
        try {
            Response answer = registry.send(Request.streamUpload(blob, location, content), blob);
            readable = true;
            return answer;
        } catch (RegistryException broken) {
            readable = !(broken.getCause() instanceof HttpUpload.Unreadable);
            throw broken;
        } finally {
            if (!readable) {
                giveUp(registry, blob, location);
            }
        }
    }

    /** As far as the registry lets us: it ends by itself what nobody goes on with. */
    static void giveUp(Registry registry, Reference blob, String location) {
        try {
            registry.send(Request.cancelUpload(blob, location), blob);
        } catch (RegistryException unfinished) {
            // nothing depends on it
        }
    }

    /** Where the bytes go. A registry may name any address; a credential is for its own alone. */
    static String location(Request begin, Response begun, Reference repository) throws RegistryException {
        Failures failures = new Failures(begin, repository.registry());
        String location = begun.header("Location").orElse("");
        try {
            URI uri = begun.origin().resolve(begin.path()).resolve(location);
            boolean same = Hosts.origin(uri).equals(begun.origin());
            if (!location.isEmpty() && same) {
                return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            }
        } catch (IllegalArgumentException malformed) {
            throw failures.of(
                    Kind.MALFORMED, "the upload's address is malformed", begun.attempts(), "push with docker");
        }
        String what =
                location.isEmpty() ? "the answer names no address for the upload" : "the upload is to go elsewhere";
        throw failures.of(Kind.MALFORMED, what, begun.attempts(), "push with docker");
    }
}
