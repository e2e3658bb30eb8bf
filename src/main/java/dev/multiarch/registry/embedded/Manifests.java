package dev.multiarch.registry.embedded;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Manifests and indexes, by tag and by digest. */
final class Manifests {
    /** As distribution's. */
    private static final int LARGEST = 4 << 20;

    private final Quirks quirks;

    Manifests(Quirks quirks) {
        this.quirks = quirks;
    }

    Response get(RoutedRequest call) throws IOException, ApiError {
        Repository.Manifest manifest = find(call);
        return Response.of(200)
                .with("Content-Type", manifest.mediaType())
                .with("Docker-Content-Digest", manifest.digest().toString())
                .body(manifest.content());
    }

    /** Takes what is whole: JSON of the type it is called, all that it points to in this repository. */
    Response put(RoutedRequest call) throws IOException, ApiError {
        byte[] bytes = call.body(LARGEST);
        Optional<Digest> named = call.last().contains(":") ? Optional.of(call.digest()) : Optional.empty();
        Digest digest = named.map(d -> d.sameOf(bytes)).orElse(Digest.of(bytes));
        if (named.isPresent() && !digest.equals(named.get())) {
            throw new ApiError(
                    400, "DIGEST_INVALID", "provided digest did not match uploaded content: it is " + digest);
        }
        String type = call.header("Content-Type").orElse(MediaTypes.OCI_MANIFEST);
        try {
            JsonObject json = Json.read(bytes, "the manifest");
            requireType(json, type);
            requireParts(call.repository(), json);
            quirks.requireTaken(call, json, type, bytes.length);
            if (named.isEmpty()) {
                new Reference("registry.invalid", "x", Optional.of(call.last()), Optional.empty());
            }
            synchronized (this) {
                if (named.isEmpty() || !quirks.has(Quirk.FORGETS_UNTAGGED)) {
                    call.repository().addManifest(digest, type, bytes);
                }
                if (named.isEmpty()) {
                    call.repository().setTag(call.last(), digest);
                }
            }
            Response created = Response.of(201)
                    .with("Location", "/v2/" + call.repository().name() + "/manifests/" + digest)
                    .with("Docker-Content-Digest", digest.toString());
            Optional<JsonObject> subject = json.optionalObject("subject");
            return subject.isEmpty()
                    ? created
                    : created.with("OCI-Subject", subject.get().text("digest"));
        } catch (FormatException malformed) {
            throw new ApiError(400, "MANIFEST_INVALID", malformed.getMessage());
        }
    }

    private static void requireType(JsonObject json, String type) throws ApiError {
        String own = json.optionalText("mediaType").orElse(type);
        if (!own.equals(type)) {
            throw new ApiError(400, "MANIFEST_INVALID", "it calls itself " + own + ", and was sent as " + type);
        }
        if (!json.has("manifests") && !json.has("config") && !json.has("layers")) {
            throw new ApiError(400, "MANIFEST_INVALID", "it is neither an index nor a manifest");
        }
    }

    private static void requireParts(Repository repository, JsonObject json) throws IOException, ApiError {
        for (JsonObject child : json.objects("manifests")) {
            Digest digest = Digest.parse(child.text("digest"));
            if (repository.manifest(digest).isEmpty()) {
                throw new ApiError(400, "MANIFEST_BLOB_UNKNOWN", "manifest unknown to registry: " + digest);
            }
        }
        List<JsonObject> blobs = new ArrayList<>(json.objects("layers"));
        json.optionalObject("config").ifPresent(blobs::add);
        for (JsonObject blob : blobs) {
            Digest digest = Digest.parse(blob.text("digest"));
            String type = blob.optionalText("mediaType").orElse("");
            if (!MediaTypes.isForeignLayer(type) && repository.blob(digest).isEmpty()) {
                throw new ApiError(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry: " + digest);
            }
        }
    }

    synchronized Response delete(RoutedRequest call) throws IOException, ApiError {
        quirks.requireDeletable(call);
        boolean there = call.last().contains(":")
                ? call.repository().removeManifest(call.digest())
                : Routes.isTag(call.last()) && removeTag(call);
        if (!there) {
            throw unknown(call);
        }
        return Response.of(202);
    }

    private boolean removeTag(RoutedRequest call) throws IOException {
        Optional<Digest> digest = call.repository().tag(call.last());
        if (digest.isPresent() && quirks.has(Quirk.TAG_DELETE_TAKES_ALL)) {
            return call.repository().removeManifest(digest.get());
        }
        return call.repository().removeTag(call.last());
    }

    private static Repository.Manifest find(RoutedRequest call) throws IOException, ApiError {
        Optional<Digest> digest = Optional.empty();
        if (call.last().contains(":")) {
            digest = Optional.of(call.digest());
        } else if (Routes.isTag(call.last())) {
            digest = call.repository().tag(call.last());
        }
        Optional<Repository.Manifest> found =
                digest.isEmpty() ? Optional.empty() : call.repository().manifest(digest.get());
        return found.orElseThrow(() -> unknown(call));
    }

    private static ApiError unknown(RoutedRequest call) {
        return new ApiError(404, "MANIFEST_UNKNOWN", "manifest unknown");
    }
}
