package dev.multiarch.plan;

import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The target of bake files that a plan was made of. A leg asks buildx again what that target is, so that no build argument
 * is in the plan.
 *
 * @param files as they were named, at least one
 */
public record Baked(List<String> files, String target) {
    /** As buildx has it, without dots, which it refuses by now. */
    private static final Pattern TARGET = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private static final int MOST = 100;

    public Baked {
        files = List.copyOf(files);
        if (!TARGET.matcher(target).matches()) {
            throw new FormatException(
                    "target \"" + target + "\" is malformed: expected letters, digits, _ and -, at most 128");
        }
        if (files.isEmpty() || files.size() > MOST || files.stream().anyMatch(Baked::isOdd)) {
            throw new FormatException("bake files are malformed: expected 1 to " + MOST + " names of files");
        }
    }

    private static boolean isOdd(String file) {
        return file.isBlank() || file.startsWith("-") || file.chars().anyMatch(Character::isISOControl);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("files", files);
        json.put("target", target);
        return json;
    }

    static Baked read(JsonObject json) {
        return new Baked(json.texts("files"), json.text("target"));
    }
}
