package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.http.HttpUpload;
import dev.multiarch.registry.request.Failures;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.request.Request;
import dev.multiarch.registry.request.Response;
import java.io.ByteArrayInputStream;
import java.util.Map;
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
     * Removes a manifest and each tag that points to it, or a tag alone.
     *
     * @param ref with the digest, or with the tag
     * @return whether it was there
     * @throws RegistryException if it was not removed; many registries refuse it ({@link RegistryException.Kind#REFUSED})
     */
    public boolean delete(Reference ref) throws RegistryException {
        return registry.send(Request.deleteManifest(ref), ref).status() != 404;
    }

    /**
     * Removes a blob from a repository.
     *
     * @param ref with the digest
     * @throws RegistryException if it was not removed; many registries refuse it
     */
    public void deleteBlob(Reference ref) throws RegistryException {
        registry.send(Request.deleteBlob(ref), ref);
    }

    /**
     * Has a blob of another repository of the same registry, without sending it.
     *
     * @return whether the registry did it; otherwise it wanted the bytes
     */
    public boolean mount(Reference repository, Digest blob, String from) throws RegistryException {
        Reference ref = repository.with(blob);
        Request begin = Request.beginUpload(ref, "mount=" + blob + "&from=" + from);
        Response begun = registry.send(begin, ref);
        boolean mounted = begun.status() == 201;
        if (!mounted) {
            Upload.giveUp(registry, ref, Upload.location(begin, begun, repository));
        }
        return mounted;
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
            Upload.giveUp(registry, nothing, Upload.location(begin, begun, repository));
        } catch (RegistryException nowhere) {
            // it can't be given up
        }
    }

    /** Sends it unless it is there already. */
    public Digest blob(Reference repository, byte[] bytes) throws RegistryException {
        Digest digest = Digest.of(bytes);
        var blob = new Descriptor(
                "application/octet-stream", digest, bytes.length, Optional.empty(), "", Map.of(), Optional.empty());
        blob(repository, blob, Optional.empty(), () -> new ByteArrayInputStream(bytes));
        return digest;
    }

    /**
     * Sends it unless it is there already.
     *
     * @param from another repository of the same registry that has it, and may let this one have it
     * @param opening begins to read it, for each attempt to send it
     */
    public BlobTransfer blob(Reference repository, Descriptor blob, Optional<String> from, HttpUpload.Opening opening)
            throws RegistryException {
        return registry.blobExists(repository, blob.digest())
                ? BlobTransfer.THERE
                : new Upload(registry, repository, blob, opening).run(from);
    }
}
