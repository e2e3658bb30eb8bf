package dev.multiarch.pipeline;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.record.BuildFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The annotations of a merged index: facts on each image's descriptor, where it came from on the index.
 *
 * @param images by image digest
 */
record MergeAnnotations(Map<String, String> index, Map<Digest, Map<String, String>> images) {
    /** @param facts whether to write what only this project knows ({@code dev.multiarch.*}), or OCI's own keys alone */
    static MergeAnnotations of(Plan plan, List<ResolvedLeg> legs, List<Digest> policies, boolean facts) {
        Map<String, String> index = new LinkedHashMap<>();
        index.put("org.opencontainers.image.created", plan.created().toString());
        plan.source().ifPresent(value -> index.put("org.opencontainers.image.source", value));
        plan.revision().ifPresent(value -> index.put("org.opencontainers.image.revision", value));
        Map<Digest, Map<String, String>> images = new LinkedHashMap<>();
        if (facts) {
            index.put("dev.multiarch.plan", plan.id());
            if (!policies.isEmpty()) {
                index.put(
                        "dev.multiarch.policy",
                        String.join(" ", policies.stream().map(Digest::toString).toList()));
            }
            for (ResolvedLeg leg : legs) {
                Digest record = leg.record().claim().record();
                images.put(leg.image(), BuildFacts.of(leg.record()).toAnnotations(record));
            }
        }
        return new MergeAnnotations(index, images);
    }

    static MergeAnnotations none() {
        return new MergeAnnotations(Map.of(), Map.of());
    }

    /**
     * As {@code imagetools create} takes them; a platform must be spelt there as its descriptor spells it, but for
     * Windows' version, which has no place there.
     */
    List<String> words(List<ResolvedLeg> legs) {
        List<String> words = new ArrayList<>();
        index.forEach((key, value) -> words.addAll(List.of("--annotation", "index:" + key + "=" + value)));
        for (ResolvedLeg leg : legs) {
            String platform = leg.spelling().replaceFirst("\\(.*\\)", "");
            images.getOrDefault(leg.image(), Map.of())
                    .forEach((key, value) -> words.addAll(
                            List.of("--annotation", "manifest-descriptor[" + platform + "]:" + key + "=" + value)));
        }
        return words;
    }

    /** What was asked for and is not there, as imagetools drops annotations without a word. */
    List<String> missingFrom(Index merged) {
        List<String> missing = new ArrayList<>();
        index.forEach((key, value) -> {
            if (!value.equals(merged.annotations().get(key))) {
                missing.add("index annotation " + key);
            }
        });
        for (Descriptor entry : merged.images()) {
            images.getOrDefault(entry.digest(), Map.of()).forEach((key, value) -> {
                if (!value.equals(entry.annotations().get(key))) {
                    missing.add("annotation " + key + " of " + entry.platformText());
                }
            });
        }
        return missing;
    }
}
