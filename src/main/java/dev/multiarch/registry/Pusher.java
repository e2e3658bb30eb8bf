package dev.multiarch.registry;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.Failures;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.request.Request;
import dev.multiarch.registry.request.Response;
import dev.multiarch.registry.settings.Hosts;
import java.net.URI;
import java.util.Optional;

/** Writes what registries hold (OCI Distribution 1.1, "Push"): small blobs, manifests, tags. */
public final class Pusher {
    private final Registry registry;

    Pusher(Registry registry) {
        this.registry = registry;
    }

    /**
     * @param ref with the tag or the digest that it is to have
     * @throws RegistryException if it was not taken, or taken as something else
     */
    public void manifest(Reference ref, String mediaType, byte[] bytes) throws RegistryException {
        Request request = Request.putManifest(ref, mediaType, bytes);
        Response answer = registry.send(request, ref);
        Optional<String> taken = answer.header("Docker-Content-Digest");
        Digest digest = ref.digest().map(d -> d.sameOf(bytes)).orElse(Digest.of(bytes));
        if (taken.isPresent() && !taken.get().equals(digest.toString())) {
            throw new Failures(request, ref.registry())
                    .of(
                            Kind.DIGEST_MISMATCH,
                            "it was taken as " + taken.get() + ", sent as " + digest,
                            answer.attempts(),
                            "ask the operator of " + ref.registry());
        }
    }

    /**
     * Asks whether anything may be pushed to a repository: begins to write a blob, and gives it up.
     *
     * @throws RegistryException if not
     */
    public void requireWritable(Reference repository) throws RegistryException {
        Reference nothing = repository.with(Digest.of(new byte[0]));
        Request begin = Request.beginUpload(nothing, "");
        Response begun = registry.send(begin, repository);
        try {
            registry.send(Request.cancelUpload(nothing, location(begin, begun, repository)), repository);
        } catch (RegistryException unfinished) {
            // the registry ends what nobody goes on with
        }
    }

    /** Sends it unless it is there already. */
    public Digest blob(Reference repository, byte[] bytes) throws RegistryException {
        Digest digest = Digest.of(bytes);
        if (registry.blobExists(repository, digest)) {
            return digest;
        }
        Reference blob = repository.with(digest);
        Request begin = Request.beginUpload(blob, "");
        Response begun = registry.send(begin, repository);
        registry.send(Request.endUpload(blob, location(begin, begun, repository), bytes), repository);
        return digest;
    }

    /**
     * Lets a repository have a blob that another one of the same registry has.
     *
     * @return whether it has it now; registries may refuse, and then the bytes have to be sent
     */
    public boolean mount(Reference repository, Digest digest, String from) throws RegistryException {
        if (registry.blobExists(repository, digest)) {
            return true;
        }
        Request mount = Request.beginUpload(repository.with(digest), "mount=" + digest + "&from=" + from);
        return registry.send(mount, repository).status() == 201;
    }

    /** Where the bytes go. A registry may name any address; a credential is for its own alone. */
    private static String location(Request begin, Response begun, Reference repository) throws RegistryException {
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
