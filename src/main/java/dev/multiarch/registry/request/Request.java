package dev.multiarch.registry.request;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.http.HttpUpload;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
 * @param body what is sent with it
 * @param stream where a body starts that is read as it comes, rather than up to a limit
 * @param named the digest that the answer is expected to be of, or to name
 */
public record Request(
        String subject,
        String purpose,
        String method,
        String path,
        String accept,
        Set<Integer> expected,
        int limit,
        Optional<Body> body,
        Optional<Stream> stream,
        Optional<Digest> named) {
    /** What is answered within a limit. */
    public Request(
            String subject,
            String purpose,
            String method,
            String path,
            String accept,
            Set<Integer> expected,
            int limit,
            Optional<Body> body) {
        this(subject, purpose, method, path, accept, expected, limit, body, Optional.empty(), Optional.empty());
    }

    /**
     * @param from the byte that is wanted first (RFC 9110, 14.2); a server may start at 0 all the same
     * @param one whether no byte behind the first one is wanted
     */
    record Stream(long from, boolean one) {
        /** Where there is something to say: a whole blob is asked for without a range. */
        Optional<String> range() {
            return one || from > 0 ? Optional.of("bytes=" + from + "-" + (one ? from : "")) : Optional.empty();
        }
    }

    /**
     * Held in memory, so that it can be sent again, or a stream of so many bytes that can't.
     *
     * @param bytes none where it is a stream
     */
    public record Body(String mediaType, byte[] bytes, Optional<Streamed> stream) {
        public Body(String mediaType, byte[] bytes) {
            this(mediaType, bytes, Optional.empty());
        }

        public static Body form(String text) {
            return new Body("application/x-www-form-urlencoded", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What is sent as it comes from somewhere else. */
    public record Streamed(long size, HttpUpload.Opening opening) {}

    private static final String API = "/v2/";
    private static final String UPLOADS = "/blobs/uploads/";
    private static final String FROM = "&from=";
    public static final int MANIFEST_LIMIT = 4 << 20;
    public static final String MANIFEST_TYPES = String.join(
            ", ", MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_INDEX, MediaTypes.DOCKER_MANIFEST);
    private static final int ERRORS = 64 << 10;

    /** Whether it does no harm if the registry gets it twice: an upload that was begun twice is one that nobody ends. */
    boolean isRepeatable() {
        return !isStreamed() && (!method.equals("POST") || path.startsWith(API) && path.contains(UPLOADS));
    }

    /** Whether its body is a stream, which can be sent once. */
    public boolean isStreamed() {
        return body.flatMap(Body::stream).isPresent();
    }

    boolean writes() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /**
     * What a token has to be good for, where a challenge does not say so (distribution's "Token Scope"); a blob that is
     * mounted is read from another repository.
     */
    public List<String> scopes(Reference ref) {
        String removing = method.equals("DELETE") && !path.contains(UPLOADS) ? ",delete" : "";
        String mine = "repository:" + ref.repository() + (writes() ? ":pull,push" : ":pull") + removing;
        int from = path.indexOf(FROM);
        return writes() && from >= 0
                ? List.of(mine, "repository:" + path.substring(from + FROM.length()) + ":pull")
                : List.of(mine);
    }

    public static Request manifest(Reference ref) {
        return get(ref.orLatest(), "reading the manifest", manifestPath(ref), MANIFEST_TYPES, MANIFEST_LIMIT);
    }

    public static Request blob(Reference repository, Descriptor blob) {
        String purpose = MediaTypes.isConfig(blob.mediaType()) ? "reading the config" : "reading a blob";
        return get(
                repository.with(blob.digest()), purpose, blobPath(repository, blob.digest()), "*/*", (int) blob.size());
    }

    public static Request layer(Reference repository, Descriptor blob, long from) {
        Request whole =
                get(repository.with(blob.digest()), "reading a layer", blobPath(repository, blob.digest()), "*/*", 0);
        return whole.streamed(from == 0 ? Expected.FOUND : Expected.FOUND_OR_PART, new Stream(from, false));
    }

    private Request streamed(Set<Integer> statuses, Stream stream) {
        return new Request(subject, purpose, "GET", path, accept, statuses, 0, body, Optional.of(stream), named);
    }

    /** @param named what the registry most likely names */
    public static Request manifestExists(Reference ref, Optional<Digest> named) {
        String purpose = "looking for the manifest";
        return head(ref.orLatest(), purpose, manifestPath(ref), MANIFEST_TYPES, named);
    }

    /** Whether there is a registry, and whether it asks who is there (OCI Distribution 1.1, "Determining Support"). */
    public static Request ping(Reference ref) {
        return get(ref.repositoryOnly(), "asking the registry", "/v2/", "*/*", ERRORS);
    }

    /** @param query what chooses the page */
    public static Request tags(Reference repository, String query) {
        String path = "/v2/" + repository.repository() + "/tags/list?" + query;
        return get(repository.repositoryOnly(), "listing the tags", path, "application/json", MANIFEST_LIMIT);
    }

    /**
     * What refers to a manifest (OCI Distribution 1.1, "Listing Referrers"); a registry that knows nothing of it says so in
     * many ways.
     *
     * @param query what chooses the page
     */
    public static Request referrers(Reference subject, String query) {
        String path =
                API + subject.repository() + "/referrers/" + subject.selector() + (query.isEmpty() ? "" : "?" + query);
        String purpose = "listing what refers to it";
        String type = MediaTypes.OCI_INDEX;
        return new Request(
                subject.toString(),
                purpose,
                "GET",
                path,
                type,
                Expected.LISTED_OR_UNKNOWN,
                MANIFEST_LIMIT,
                Optional.empty());
    }

    public static Request blobExists(Reference repository, Digest digest) {
        return head(
                repository.with(digest), "looking for the blob", blobPath(repository, digest), "*/*", Optional.empty());
    }

    /** As {@link #blobExists}, where HEAD is refused: one byte of it is asked for. */
    public static Request blobBegins(Reference repository, Digest digest) {
        return blobExists(repository, digest).streamed(Expected.BEGINS_OR_NOT, new Stream(0, true));
    }

    public static Request putManifest(Reference ref, String mediaType, byte[] bytes) {
        var body = new Body(mediaType, bytes);
        return send(
                ref.orLatest(), "writing the manifest", "PUT", manifestPath(ref), Expected.CREATED, Optional.of(body));
    }

    public static Request deleteManifest(Reference ref) {
        return send(
                ref, "removing the manifest", "DELETE", manifestPath(ref), Expected.REMOVED_OR_NOT, Optional.empty());
    }

    public static Request deleteBlob(Reference ref) {
        String path = blobPath(ref, ref.digest().orElseThrow());
        return send(ref, "removing a blob", "DELETE", path, Expected.REMOVED_OR_NOT, Optional.empty());
    }

    /** @param query {@code mount=DIGEST&from=REPOSITORY}, or nothing */
    public static Request beginUpload(Reference blob, String query) {
        String path = API + blob.repository() + UPLOADS + (query.isEmpty() ? "" : "?" + query);
        return send(blob, "beginning to write a blob", "POST", path, Expected.CREATED_OR_BEGUN, Optional.empty());
    }

    /**
     * What may pass if the upload begins again is an answer too.
     *
     * @param path with the query, as the registry gave it when the upload began
     */
    public static Request streamUpload(Reference blob, String path, Streamed content) {
        String whole = path + (path.contains("?") ? "&" : "?") + "digest=" + blob.selector();
        var body = new Body("application/octet-stream", new byte[0], Optional.of(content));
        return send(blob, "writing a blob", "PUT", whole, Expected.CREATED_OR_LATER, Optional.of(body));
    }

    /** @param path as the registry gave it when the upload began */
    public static Request cancelUpload(Reference blob, String path) {
        return send(blob, "giving up to write a blob", "DELETE", path, Expected.GIVEN_UP, Optional.empty());
    }

    private static Request send(
            Reference subject, String purpose, String method, String path, Set<Integer> expected, Optional<Body> body) {
        return new Request(subject.toString(), purpose, method, path, "*/*", expected, ERRORS, body);
    }

    private static String manifestPath(Reference ref) {
        return "/v2/" + ref.repository() + "/manifests/" + ref.selector();
    }

    private static String blobPath(Reference repository, Digest digest) {
        return "/v2/" + repository.repository() + "/blobs/" + digest;
    }

    private static Request get(Reference subject, String purpose, String path, String accept, int limit) {
        return new Request(subject.toString(), purpose, "GET", path, accept, Expected.FOUND, limit, Optional.empty());
    }

    private static Request head(Reference subject, String purpose, String path, String accept, Optional<Digest> named) {
        String name = subject.toString();
        Set<Integer> expected = Expected.FOUND_OR_NOT;
        return new Request(name, purpose, "HEAD", path, accept, expected, 0, Optional.empty(), Optional.empty(), named);
    }
}
