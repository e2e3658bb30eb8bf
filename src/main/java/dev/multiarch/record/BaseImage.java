package dev.multiarch.record;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@code FROM} of a leg's Dockerfile named when the leg was built, and what that name stood for then.
 *
 * @param name in full: {@code docker.io/library/alpine:3.22}
 * @param taken what the name stood for; unknown of a base image whose registry did not say it
 * @param stage that begins with it, by its name or else its number from 0; empty for the one that became the image
 */
public record BaseImage(String name, Fact<Taken> taken, String stage) {
    /** More than any Dockerfile has stages. */
    public static final int MOST = 100;

    /**
     * @param index of what the name stood for; the same as {@code manifest} where that was an image of one platform
     * @param manifest of the image that was taken from it
     */
    public record Taken(Digest index, Digest manifest) {}

    /** One whose digests are known. */
    public static BaseImage of(String name, Digest index, Digest manifest, String stage) {
        return new BaseImage(name, Fact.known(new Taken(index, manifest), FactSource.REGISTRY), stage);
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        taken.value()
                .ifPresentOrElse(
                        known -> {
                            map.put("indexDigest", known.index().toString());
                            map.put("manifestDigest", known.manifest().toString());
                        },
                        () -> map.put("unknown", taken.reason()));
        map.put("stage", stage);
        return map;
    }

    static BaseImage read(JsonObject json) {
        return json.has("unknown")
                ? new BaseImage(json.line("name"), Fact.unknown(json.line("unknown")), json.line("stage"))
                : of(
                        json.line("name"),
                        Digest.parse(json.text("indexDigest")),
                        Digest.parse(json.text("manifestDigest")),
                        json.line("stage"));
    }

    /** With its stage, for messages. */
    public String shown() {
        return name + (stage.isEmpty() ? "" : " (stage " + stage + ")");
    }
}
