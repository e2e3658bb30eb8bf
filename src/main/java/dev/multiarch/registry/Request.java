package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that is asked of a registry or a token server (OCI Distribution 1.1, "Endpoints").
 *
 * @param subject what it is about, first in every message
 * @param purpose in words, second in every message: {@code reading the manifest}
 * @param path absolute, below the host
 * @param accept the header's value
 * @param expected statuses that are answers; any other is a failure
 * @param limit of the body in bytes
 * @param form what a POST sends, {@code application/x-www-form-urlencoded}; empty for GET and HEAD
 * @param stream where a body starts that is read as it comes, rather than up to a limit
 */
record Request(
        String subject,
        String purpose,
        String method,
        String path,
        String accept,
        Set<Integer> expected,
        int limit,
        String form,
        Optional<Stream> stream) {
    /**
     * @param from the byte that is wanted first (RFC 9110, 14.2); a server may start at 0 all the same
     * @param size of the whole blob in bytes, as claimed
     */
    record Stream(long from, long size) {}

    static final int MANIFEST_LIMIT = 4 << 20;
    static final String MANIFEST_TYPES = String.join(
            ", ", MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_INDEX, MediaTypes.DOCKER_MANIFEST);
    private static final Set<Integer> FOUND = Set.of(200);
    private static final Set<Integer> FOUND_OR_NOT = Set.of(200, 404);
    private static final Set<Integer> FOUND_OR_PART = Set.of(200, 206);

    static Request manifest(Reference ref) {
        return get(ref.orLatest(), "reading the manifest", manifestPath(ref), MANIFEST_TYPES, MANIFEST_LIMIT);
    }

    static Request blob(Reference repository, Descriptor blob) {
        String purpose = MediaTypes.isConfig(blob.mediaType()) ? "reading the config" : "reading a blob";
        return get(
                repository.with(blob.digest()), purpose, blobPath(repository, blob.digest()), "*/*", (int) blob.size());
    }

    static Request layer(Reference repository, Descriptor blob, long from) {
        Request whole =
                get(repository.with(blob.digest()), "reading a layer", blobPath(repository, blob.digest()), "*/*", 0);
        Set<Integer> expected = from == 0 ? FOUND : FOUND_OR_PART;
        var stream = new Stream(from, blob.size());
        return new Request(
                whole.subject, whole.purpose, "GET", whole.path, whole.accept, expected, 0, "", Optional.of(stream));
    }

    static Request manifestExists(Reference ref) {
        return head(ref.orLatest(), "looking for the manifest", manifestPath(ref), MANIFEST_TYPES);
    }

    static Request blobExists(Reference repository, Digest digest) {
        return head(repository.with(digest), "looking for the blob", blobPath(repository, digest), "*/*");
    }

    private static String manifestPath(Reference ref) {
        return "/v2/" + ref.repository() + "/manifests/" + ref.selector();
    }

    private static String blobPath(Reference repository, Digest digest) {
        return "/v2/" + repository.repository() + "/blobs/" + digest;
    }

    private static Request get(Reference subject, String purpose, String path, String accept, int limit) {
        return new Request(subject.toString(), purpose, "GET", path, accept, FOUND, limit, "", Optional.empty());
    }

    private static Request head(Reference subject, String purpose, String path, String accept) {
        return new Request(subject.toString(), purpose, "HEAD", path, accept, FOUND_OR_NOT, 0, "", Optional.empty());
    }
}
