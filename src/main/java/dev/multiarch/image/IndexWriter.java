package dev.multiarch.image;

import dev.multiarch.json.GoJson;
import dev.multiarch.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes one index of several images, the bytes that {@code docker buildx imagetools create} makes of the same sources in
 * the same order (buildx 0.38, util/imagetools), so that both have one digest. Members that OCI Image Format 1.1 does not
 * name are dropped, as there.
 */
public final class IndexWriter {
    private final Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
    private final Map<String, GoJson.Written> kept = new LinkedHashMap<>();

    /** Adds what an index holds, in its order. */
    public IndexWriter index(JsonObject index) {
        index.objects("manifests").forEach(this::entry);
        return this;
    }

    public IndexWriter entry(JsonObject descriptor) {
        add(descriptor(descriptor));
        return this;
    }

    /** Adds an entry that stays as it is written, whatever its members are. */
    public IndexWriter keep(JsonObject descriptor, String written) {
        entry(descriptor);
        kept.put(descriptor.text("digest"), new GoJson.Written(written));
        return this;
    }

    /** Adds one image; the platform is its config's. */
    public IndexWriter image(String mediaType, Digest digest, long size, Platform platform) {
        Map<String, Object> spelt = new LinkedHashMap<>();
        spelt.put("architecture", platform.architecture());
        spelt.put("os", platform.os());
        if (!platform.osVersion().isEmpty()) {
            spelt.put("os.version", platform.osVersion());
        }
        if (!platform.variant().isEmpty()) {
            spelt.put("variant", platform.variant());
        }
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", mediaType);
        descriptor.put("digest", digest.toString());
        descriptor.put("size", size);
        descriptor.put("platform", spelt);
        add(descriptor);
        return this;
    }

    /** Adds annotations to the entry of this digest. */
    public IndexWriter annotate(Digest digest, Map<String, String> annotations) {
        Map<String, Object> entry = entries.get(digest.toString());
        if (entry != null) {
            merge(entry, annotations);
        }
        return this;
    }

    /** Whether all entries are Docker's, which makes a Docker manifest list: it carries no annotations. */
    public boolean isDocker() {
        return entries.values().stream()
                .allMatch(entry -> entry.get("mediaType").toString().startsWith("application/vnd.docker."));
    }

    /** @param annotations of the index itself */
    public byte[] write(Map<String, String> annotations) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("schemaVersion", 2);
        tree.put("mediaType", isDocker() ? MediaTypes.DOCKER_INDEX : MediaTypes.OCI_INDEX);
        List<Object> manifests = new ArrayList<>();
        entries.forEach((digest, entry) -> manifests.add(kept.containsKey(digest) ? kept.get(digest) : ordered(entry)));
        tree.put("manifests", manifests);
        if (!isDocker() && !annotations.isEmpty()) {
            tree.put("annotations", sorted(annotations));
        }
        return GoJson.write(tree).getBytes(StandardCharsets.UTF_8);
    }

    /** An entry that is there already takes the later one's platform and annotations. */
    private void add(Map<String, Object> descriptor) {
        Map<String, Object> before =
                entries.putIfAbsent(descriptor.get("digest").toString(), descriptor);
        if (before != null) {
            if (descriptor.containsKey("platform")) {
                before.put("platform", descriptor.get("platform"));
            }
            merge(before, strings(descriptor.get("annotations")));
        }
    }

    private static void merge(Map<String, Object> descriptor, Map<String, String> annotations) {
        Map<String, String> all = sorted(strings(descriptor.get("annotations")));
        all.putAll(annotations);
        descriptor.put("annotations", all);
    }

    @SuppressWarnings("unchecked") // put there above and below alone
    private static Map<String, String> strings(Object annotations) {
        return annotations == null ? Map.of() : (Map<String, String>) annotations;
    }

    /** By bytes, as Go sorts; Java's own order differs beyond the Basic Multilingual Plane. */
    private static Map<String, String> sorted(Map<String, String> annotations) {
        Map<String, String> sorted = new TreeMap<>((a, b) ->
                Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
        sorted.putAll(annotations);
        return sorted;
    }

    private static Map<String, Object> descriptor(JsonObject json) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", json.optionalText("mediaType").orElse(""));
        descriptor.put("digest", json.text("digest"));
        descriptor.put("size", json.number("size"));
        if (json.has("urls")) {
            descriptor.put("urls", json.texts("urls"));
        }
        if (json.has("annotations")) {
            descriptor.put("annotations", sorted(json.textMap("annotations")));
        }
        json.optionalText("data").ifPresent(data -> descriptor.put("data", data));
        json.optionalObject("platform").ifPresent(platform -> descriptor.put("platform", platform(platform)));
        json.optionalText("artifactType").ifPresent(type -> descriptor.put("artifactType", type));
        return descriptor;
    }

    private static Map<String, Object> platform(JsonObject json) {
        Map<String, Object> platform = new LinkedHashMap<>();
        platform.put("architecture", json.optionalText("architecture").orElse(""));
        platform.put("os", json.optionalText("os").orElse(""));
        json.optionalText("os.version").ifPresent(version -> platform.put("os.version", version));
        if (json.has("os.features")) {
            platform.put("os.features", json.texts("os.features"));
        }
        json.optionalText("variant").ifPresent(variant -> platform.put("variant", variant));
        return platform;
    }

    /** In Go's order of fields, without those that are empty; platform and the first three are always there. */
    private static Map<String, Object> ordered(Map<String, Object> entry) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (String key :
                List.of("mediaType", "digest", "size", "urls", "annotations", "data", "platform", "artifactType")) {
            Object value = entry.get(key);
            boolean always = List.of("mediaType", "digest", "size").contains(key);
            if (value != null && (always || !isEmpty(value))) {
                ordered.put(key, key.equals("platform") ? withoutEmpty((Map<?, ?>) value) : value);
            }
        }
        return ordered;
    }

    private static Map<String, Object> withoutEmpty(Map<?, ?> platform) {
        Map<String, Object> kept = new LinkedHashMap<>();
        platform.forEach((key, value) -> {
            if (key.equals("architecture") || key.equals("os") || !isEmpty(value)) {
                kept.put(key.toString(), value);
            }
        });
        return kept;
    }

    private static boolean isEmpty(Object value) {
        return value.equals("") || value.equals(List.of()) || value.equals(Map.of());
    }
}
