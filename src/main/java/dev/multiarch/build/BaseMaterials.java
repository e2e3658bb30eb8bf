package dev.multiarch.build;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which images BuildKit really read, by its provenance: package URLs such as {@code pkg:docker/alpine@3.22?platform=linux%2Farm64}
 * with the digest that the name stood for.
 */
record BaseMaterials(Map<String, Digest> digests) {
    private static final String DOCKER = "pkg:docker/";
    private static final String PLATFORM = "platform=";

    /** @param provenance of the metadata file */
    static BaseMaterials of(Optional<JsonObject> provenance) {
        Map<String, Digest> digests = new LinkedHashMap<>();
        try {
            provenance
                    .filter(json -> json.has("materials"))
                    .ifPresent(json -> json.objects("materials").forEach(material -> add(material, digests)));
        } catch (FormatException odd) {
            return new BaseMaterials(Map.of()); // what was looked up before is used
        }
        return new BaseMaterials(digests);
    }

    private static void add(JsonObject material, Map<String, Digest> digests) {
        String uri = material.optionalText("uri").orElse("");
        Optional<String> digest = material.optionalObject("digest").flatMap(all -> all.optionalText("sha256"));
        if (!uri.startsWith(DOCKER) || digest.isEmpty()) {
            return;
        }
        String[] parts = uri.substring(DOCKER.length()).split("\\?", 2);
        int version = parts[0].lastIndexOf('@');
        if (version < 0 || parts.length < 2) {
            return; // named by digest alone
        }
        for (String qualifier : parts[1].split("&")) {
            if (qualifier.startsWith(PLATFORM)) {
                String name = decoded(parts[0].substring(0, version)) + ":" + decoded(parts[0].substring(version + 1));
                Platform platform = Platform.parse(decoded(qualifier.substring(PLATFORM.length())));
                digests.putIfAbsent(key(Reference.parse(name), platform), Digest.parse("sha256:" + digest.get()));
            }
        }
    }

    /** What this name stood for; empty where the provenance does not say. */
    Optional<Digest> digest(Reference name, Platform platform) {
        return Optional.ofNullable(digests.get(key(name, platform)));
    }

    private static String key(Reference name, Platform platform) {
        return name + " " + platform;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new FormatException("a package URL is malformed");
        }
    }
}
