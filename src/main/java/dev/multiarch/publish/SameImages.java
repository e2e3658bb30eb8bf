package dev.multiarch.publish;

import dev.multiarch.json.Json;
import dev.multiarch.record.IndexAnnotations;
import dev.multiarch.registry.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether two indexes differ in nothing but facts, the annotations under {@code dev.multiarch.}. The documents themselves
 * are compared, so that no member is forgotten because nothing here reads it.
 */
final class SameImages {
    static final String FACTS = IndexAnnotations.RESERVED;

    private SameImages() {}

    static boolean butForFacts(Document one, Document other) {
        return withoutFacts(Json.read(one.bytes(), "index").members())
                .equals(withoutFacts(Json.read(other.bytes(), "index").members()));
    }

    private static Object withoutFacts(Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(SameImages::withoutFacts).toList();
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
