package dev.multiarch.registry.embedded;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.JsonObject;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The quirks that are switched on, and what they refuse. */
final class Quirks {
    private static final int SMALL = 1 << 20;
    private static final int REFUSED = 400;
    private static final String INVALID = "MANIFEST_INVALID";

    private final Set<Quirk> on = ConcurrentHashMap.newKeySet();

    void add(Quirk quirk) {
        on.add(quirk);
    }

    boolean has(Quirk quirk) {
        return on.contains(quirk);
    }

    /**
     * @param size in bytes
     * @throws ApiError if one of them refuses this manifest
     */
    void requireTaken(RoutedRequest call, JsonObject json, String type, int size) throws IOException, ApiError {
        boolean tagged = !call.last().contains(":");
        boolean index = json.has("manifests");
        refuse(Quirk.NO_UNTAGGED_INDEX, index && !tagged, "an index needs a tag");
        refuse(Quirk.NO_DOCKER_LIST, type.equals(MediaTypes.DOCKER_INDEX), "unsupported media type " + type);
        refuse(Quirk.NO_ARTIFACT_TYPE, json.has("artifactType"), "artifactType is not allowed");
        refuse(Quirk.NO_SUBJECT, json.has("subject"), "subject is not allowed");
        refuse(Quirk.NO_EMPTY_CONFIG, configType(json).equals(MediaTypes.EMPTY), "unknown type of config");
        for (JsonObject child : json.objects("manifests")) {
            String childType = child.optionalText("mediaType").orElse("");
            refuse(Quirk.NO_NESTED_INDEX, MediaTypes.isIndex(childType), "an index can't name another index");
        }
        if (has(Quirk.SUBJECT_FIRST) && json.has("subject")) {
            Digest subject =
                    Digest.parse(json.optionalObject("subject").orElseThrow().text("digest"));
            if (call.repository().manifest(subject).isEmpty()) {
                throw new ApiError(REFUSED, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry: " + subject);
            }
        }
        if (has(Quirk.IMMUTABLE_TAGS)
                && tagged
                && call.repository().tag(call.last()).isPresent()) {
            throw new ApiError(
                    REFUSED, "TAG_INVALID", "the tag \"" + call.last() + "\" is immutable and cannot be overwritten");
        }
        if (has(Quirk.SMALL_MANIFESTS) && size > SMALL) {
            throw new ApiError(413, INVALID, "larger than " + SMALL + " bytes");
        }
    }

    private void refuse(Quirk quirk, boolean applies, String why) throws ApiError {
        if (applies && has(quirk)) {
            throw new ApiError(REFUSED, INVALID, why);
        }
    }

    private static String configType(JsonObject json) {
        return json.optionalObject("config")
                .flatMap(config -> config.optionalText("mediaType"))
                .orElse("");
    }

    /** @throws ApiError if this may not be deleted */
    void requireDeletable(RoutedRequest call) throws ApiError {
        boolean tag = !call.last().contains(":");
        if (has(Quirk.NO_DELETE) || tag && has(Quirk.NO_TAG_DELETE)) {
            throw new ApiError(405, "UNSUPPORTED", "The operation is unsupported.");
        }
    }
}
