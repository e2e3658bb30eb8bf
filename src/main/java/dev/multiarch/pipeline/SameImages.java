package dev.multiarch.pipeline;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Index;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether two indexes differ in nothing but facts, the annotations under {@code dev.multiarch.}. */
final class SameImages {
    static final String FACTS = "dev.multiarch.";

    private SameImages() {}

    static boolean butForFacts(Index one, Index other) {
        return one.mediaType().equals(other.mediaType())
                && withoutFacts(one.annotations()).equals(withoutFacts(other.annotations()))
                && withoutFacts(one.manifests()).equals(withoutFacts(other.manifests()));
    }

    private static List<Descriptor> withoutFacts(List<Descriptor> entries) {
        return entries.stream()
                .map(d -> new Descriptor(
                        d.mediaType(),
                        d.digest(),
                        d.size(),
                        d.platform(),
                        d.platformText(),
                        withoutFacts(d.annotations()),
                        d.artifactType()))
                .toList();
    }

    private static Map<String, String> withoutFacts(Map<String, String> annotations) {
        Map<String, String> rest = new LinkedHashMap<>(annotations);
        rest.keySet().removeIf(key -> key.startsWith(FACTS));
        return rest;
    }
}
