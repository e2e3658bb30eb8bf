package dev.multiarch.publish.source;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.json.JsonObject;
import dev.multiarch.record.IndexAnnotations;
import java.util.LinkedHashMap;
import java.util.Map;

/** Descriptors as JSON, and the changes that are made to them. */
final class DescriptorJson {
    private static final String PLATFORM = "platform";
    private static final String ANNOTATIONS = "annotations";

    private DescriptorJson() {}

    static JsonObject of(String mediaType, Digest digest, int size, Platform platform) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("mediaType", mediaType);
        members.put("digest", digest.toString());
        members.put("size", (long) size);
        return with(new JsonObject("entry", "", members), platform);
    }

    /** The same for another platform; other members of the platform stay. */
    static JsonObject with(JsonObject descriptor, Platform platform) {
        Map<String, Object> spelt = new LinkedHashMap<>(
                descriptor.optionalObject(PLATFORM).map(JsonObject::members).orElse(Map.of()));
        spelt.put("architecture", platform.architecture());
        spelt.put("os", platform.os());
        put(spelt, "os.version", platform.osVersion());
        put(spelt, "variant", platform.variant());
        return with(descriptor, PLATFORM, spelt);
    }

    private static void put(Map<String, Object> members, String key, String value) {
        if (value.isEmpty()) {
            members.remove(key);
        } else {
            members.put(key, value);
        }
    }

    /** With another member of the platform. */
    static JsonObject withPlatform(JsonObject descriptor, String key, Object value) {
        Map<String, Object> spelt = new LinkedHashMap<>(
                descriptor.optionalObject(PLATFORM).map(JsonObject::members).orElse(Map.of()));
        spelt.put(key, value);
        return with(descriptor, PLATFORM, spelt);
    }

    private static JsonObject with(JsonObject descriptor, String key, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(descriptor.members());
        members.put(key, value);
        return new JsonObject(descriptor.document(), descriptor.path(), members);
    }

    /** Without facts: only a build of this merge's plan can vouch for them, and nobody could distinguish them from its own. */
    static JsonObject withoutFacts(JsonObject descriptor) {
        Map<String, String> annotations = new LinkedHashMap<>(descriptor.textMap(ANNOTATIONS));
        boolean any = annotations.keySet().removeIf(key -> key.startsWith(IndexAnnotations.RESERVED));
        return any ? with(descriptor, ANNOTATIONS, annotations) : descriptor;
    }
}
