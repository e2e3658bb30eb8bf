package dev.multiarch.record;

import dev.multiarch.image.Digest;
import dev.multiarch.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@code FROM} of a leg's Dockerfile named when the leg was built, and what that name stood for then.
 *
 * @param name in full: {@code docker.io/library/alpine:3.22}
 * @param indexDigest of what the name stood for; the same as {@code manifestDigest} where that was an image of one platform
 * @param manifestDigest of the image that was taken from it
 * @param stage that begins with it, by its name or else its number from 0; empty for the one that became the image
 */
public record BaseImage(String name, Digest indexDigest, Digest manifestDigest, String stage) {
    /** More than any Dockerfile has stages. */
    public static final int MOST = 100;

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("indexDigest", indexDigest.toString());
        map.put("manifestDigest", manifestDigest.toString());
        map.put("stage", stage);
        return map;
    }

    static BaseImage read(JsonObject json) {
        return new BaseImage(
                json.line("name"),
                Digest.parse(json.text("indexDigest")),
                Digest.parse(json.text("manifestDigest")),
                json.line("stage"));
    }
}
