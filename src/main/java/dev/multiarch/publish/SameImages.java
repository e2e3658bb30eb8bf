package dev.multiarch.publish;

import dev.multiarch.json.Json;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.IndexAnnotations;
import dev.multiarch.registry.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether two indexes differ in nothing but facts, the annotations under {@code dev.multiarch.} and what entries say of their
 * base images, the time of the index, and attestations. The documents themselves are compared, so that no member is forgotten because nothing here reads it.
 */
final class SameImages {
    static final String FACTS = IndexAnnotations.RESERVED;

    private SameImages() {}

    static boolean butForFactsAndAttestations(Document one, Document other) {
        return images(one).equals(images(other));
    }

    private static Object images(Document index) {
        Map<Object, Object> members =
                new LinkedHashMap<>(Json.read(index.bytes(), "index").members());
        members.computeIfPresent("annotations", (key, annotations) -> withoutTime(annotations));
        return withoutFacts(members);
    }

    /** The index's own, which is the plan's: the same images get another one when a workflow runs again. */
    private static Object withoutTime(Object annotations) {
        if (!(annotations instanceof Map<?, ?> pairs)) {
            return annotations;
        }
        Map<Object, Object> rest = new LinkedHashMap<>(pairs);
        rest.remove(CreationTime.KEY);
        return rest;
    }

    /** An entry's: a base image's name may lead to another index, of which the image of this platform is the same. */
    private static Object withoutBase(Object entry) {
        if (!(entry instanceof Map<?, ?> members) || !(members.get("annotations") instanceof Map<?, ?> pairs)) {
            return entry;
        }
        Map<Object, Object> annotations = new LinkedHashMap<>(pairs);
        annotations.keySet().removeIf(key -> key.toString().startsWith(BuildRecord.BASE));
        Map<Object, Object> rest = new LinkedHashMap<>(members);
        rest.put("annotations", annotations);
        return rest;
    }

    /** As {@link dev.multiarch.image.Descriptor#isAttestation}. */
    private static boolean isAttestation(Object entry) {
        return entry instanceof Map<?, ?> descriptor
                && descriptor.get("annotations") instanceof Map<?, ?> annotations
                && "attestation-manifest".equals(annotations.get("vnd.docker.reference.type"))
                && descriptor.get("platform") instanceof Map<?, ?> platform
                && "unknown".equals(platform.get("os"))
                && "unknown".equals(platform.get("architecture"));
    }

    private static Object withoutFacts(Object value) {
        if (value instanceof List<?> items) {
            return items.stream()
                    .filter(item -> !isAttestation(item))
                    .map(item -> withoutFacts(withoutBase(item)))
                    .toList();
        }
        if (!(value instanceof Map<?, ?> members)) {
            return value;
        }
        Map<Object, Object> rest = new LinkedHashMap<>();
        members.forEach((key, member) -> {
            if (!key.toString().startsWith(FACTS)) {
                rest.put(key, withoutFacts(member));
            }
        });
        // Annotations that held facts alone and none at all are the same; so are null and nothing.
        rest.values().removeIf(member -> member == null || member instanceof Map<?, ?> map && map.isEmpty());
        return rest;
    }
}
