package dev.multiarch.registry.embedded;

import dev.multiarch.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blobs on their way in: in one request, in two, in chunks, or mounted from another repository. */
final class Uploads {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern CHUNK = Pattern.compile("(?:bytes )?(\\d{1,18})-(\\d{1,18})(?:/.*)?");

    private final Storage storage;
    private final Quirks quirks;

    Uploads(Storage storage, Quirks quirks) {
        this.storage = storage;
        this.quirks = quirks;
    }

    Response start(RoutedRequest call) throws IOException, ApiError {
        Optional<String> mount = call.parameter("mount");
        Optional<String> from = call.parameter("from");
        if (mount.isPresent() && from.isPresent() && !quirks.has(Quirk.NO_MOUNT)) {
            Digest digest = RoutedRequest.digest(mount.get());
            if (Routes.repository(call.repository(), from.get()).blob(digest).isPresent()) {
                call.repository().addBlob(digest);
                return created(call, digest);
            }
        }
        String id = UUID.randomUUID().toString();
        storage.write(key(call, id), new byte[0]);
        Optional<String> digest = call.parameter("digest");
        return digest.isPresent() ? finish(call, id, digest.get()) : progress(call, 202, id, 0);
    }

    Response status(RoutedRequest call) throws IOException, ApiError {
        return progress(call, 204, call.last(), size(call));
    }

    /** Chunks come in order, or without saying where they belong. */
    Response append(RoutedRequest call) throws IOException, ApiError {
        long before = size(call);
        return isNextChunk(call, before)
                ? progress(call, 202, call.last(), storage.append(key(call, call.last()), call.body()))
                : outOfOrder(call, before);
    }

    /** @param before the bytes that have arrived so far */
    private static boolean isNextChunk(RoutedRequest call, long before) {
        Optional<String> range = call.header("Content-Range");
        if (range.isEmpty()) {
            return true;
        }
        Matcher chunk = CHUNK.matcher(range.get());
        return chunk.matches() && Long.parseLong(chunk.group(1)) == before;
    }

    /** The upload stays as it was: the client can ask for its state and go on (OCI Distribution 1.1, "Pushing a blob in chunks"). */
    private static Response outOfOrder(RoutedRequest call, long before) {
        Response state = progress(call, 416, call.last(), before);
        Response error = ApiError.response(416, "BLOB_UPLOAD_INVALID", "the next chunk begins at byte " + before);
        return new Response(416, error.headers(), error.body())
                .with("Location", state.headers().get("Location"))
                .with("Range", state.headers().get("Range"));
    }

    /** The last chunk may come with the request that ends the upload. */
    Response finish(RoutedRequest call) throws IOException, ApiError {
        long before = size(call);
        if (!isNextChunk(call, before)) {
            return outOfOrder(call, before);
        }
        String digest = call.parameter("digest")
                .orElseThrow(() -> new ApiError(400, "DIGEST_INVALID", "the parameter digest is missing"));
        return finish(call, call.last(), digest);
    }

    Response cancel(RoutedRequest call) throws IOException, ApiError {
        size(call);
        storage.delete(key(call, call.last()));
        return Response.of(204);
    }

    private Response finish(RoutedRequest call, String id, String text) throws IOException, ApiError {
        Digest digest = RoutedRequest.digest(text);
        String key = key(call, id);
        storage.append(key, call.body());
        Digest found = hash(digest.algorithm(), storage.find(key).orElseThrow(Uploads::unknown));
        if (!found.equals(digest)) {
            storage.delete(key);
            throw new ApiError(
                    400, "DIGEST_INVALID", "provided digest did not match uploaded content, which is " + found);
        }
        storage.move(key, Repository.content(digest));
        call.repository().addBlob(digest);
        return created(call, digest);
    }

    private static Digest hash(String algorithm, Content content) throws IOException {
        MessageDigest hash = new Digest(algorithm, "0".repeat(algorithm.equals("sha512") ? 128 : 64)).hash();
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = content.open(0)) {
            int count;
            while ((count = in.read(buffer)) >= 0) {
                hash.update(buffer, 0, count);
            }
        }
        return Digest.finish(algorithm, hash);
    }

    private static Response created(RoutedRequest call, Digest digest) {
        return Response.of(201)
                .with("Location", "/v2/" + call.repository().name() + "/blobs/" + digest)
                .with("Docker-Content-Digest", digest.toString());
    }

    /** @param size of what has arrived; the range is inclusive, so that of nothing looks like one byte (as distribution has it) */
    private static Response progress(RoutedRequest call, int status, String id, long size) {
        return Response.of(status)
                .with("Location", "/v2/" + call.repository().name() + "/blobs/uploads/" + id)
                .with("Docker-Upload-UUID", id)
                .with("Range", "0-" + Math.max(0, size - 1));
    }

    private long size(RoutedRequest call) throws IOException, ApiError {
        if (!ID.matcher(call.last()).matches()) {
            throw unknown();
        }
        return storage.find(key(call, call.last()))
                .orElseThrow(Uploads::unknown)
                .size();
    }

    private static String key(RoutedRequest call, String id) {
        return Repository.ALL + "/" + call.repository().name() + "/_uploads/" + id;
    }

    private static ApiError unknown() {
        return new ApiError(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
    }
}
