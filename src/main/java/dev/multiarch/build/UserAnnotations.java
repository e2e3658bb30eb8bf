package dev.multiarch.build;

import dev.multiarch.image.AnnotationKeys;
import dev.multiarch.image.Platform;
import dev.multiarch.record.IndexAnnotations;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code --annotation} asks for (docker buildx, {@code [TYPE[PLATFORM],...:]KEY=VALUE}), divided by where it goes.
 * The merge makes a new index, so whatever buildx wrote into a leg's own index would vanish there: the merge must write
 * it. Annotations of the image manifest stay with buildx.
 *
 * @param carried what the merge writes
 * @param arguments of buildx, without what the merge writes
 */
record UserAnnotations(IndexAnnotations carried, List<String> arguments) {
    private static final String FLAG = "annotation";
    private static final List<String> TYPES = List.of("index", "index-descriptor", "manifest", "manifest-descriptor");
    private static final Set<String> ORIGIN =
            Set.of(AnnotationKeys.SOURCE, AnnotationKeys.REVISION, AnnotationKeys.VERSION);

    private static final Pattern TYPE = Pattern.compile("([a-z-]+)(?:\\[([A-Za-z0-9_/-]+)])?");

    /** @throws FormatException if an annotation can't be kept where its prefix says */
    static UserAnnotations of(Platform leg, List<String> arguments) {
        Map<String, String> index = new LinkedHashMap<>();
        Map<String, String> descriptor = new LinkedHashMap<>();
        Map<String, String> layout = new LinkedHashMap<>();
        List<String> rest = BuildFlags.changed(arguments, Set.of(FLAG), word -> {
            String value = word.value().orElse("");
            int equals = value.indexOf('=');
            int colon = value.indexOf(':');
            if (colon < 0 || equals < colon) {
                return flag(value); // without a type, or malformed: buildx says so
            }
            String key = value.substring(colon + 1, equals);
            String text = value.substring(equals + 1);
            List<String> others = new ArrayList<>();
            for (String type : value.substring(0, colon).split(",", -1)) {
                switch (where(leg, type, value)) {
                    case INDEX -> index.put(key, text);
                    case DESCRIPTOR -> descriptor.put(key, text);
                    case LAYOUT -> layout.put(key, text);
                    case BUILDX -> others.add(type);
                    case OTHER_LEG -> {}
                }
            }
            return others.isEmpty() ? List.of() : flag(String.join(",", others) + value.substring(colon));
        });
        return new UserAnnotations(new IndexAnnotations(index, descriptor, layout, origin(arguments)), rest);
    }

    private static Map<String, String> origin(List<String> arguments) {
        Map<String, String> origin = new LinkedHashMap<>();
        for (String label : BuildFlags.parse(arguments).values("label")) {
            String[] pair = label.split("=", 2);
            if (pair.length == 2 && ORIGIN.contains(pair[0]) && !pair[1].isBlank()) {
                origin.put(pair[0], pair[1]);
            }
        }
        return origin;
    }

    private enum Where {
        INDEX,
        DESCRIPTOR,
        LAYOUT,
        BUILDX,
        OTHER_LEG
    }

    private static Where where(Platform leg, String type, String value) {
        Matcher parts = TYPE.matcher(type);
        if (!parts.matches() || !TYPES.contains(parts.group(1))) {
            throw unknown(type, value);
        }
        String platform = parts.group(2);
        return switch (parts.group(1)) {
            case "index" -> {
                if (platform != null) {
                    throw new FormatException("--annotation " + value + ": an index has no platform. Fix: write index:"
                            + value.substring(value.indexOf(':') + 1) + ". Nothing was built");
                }
                yield Where.INDEX;
            }
            case "manifest-descriptor" ->
                platform == null || Platform.parse(platform).equals(leg) ? Where.DESCRIPTOR : Where.OTHER_LEG;
            case "index-descriptor" -> Where.LAYOUT;
            default -> Where.BUILDX;
        };
    }

    /** buildx would refuse it too, after the builder was set up, and maybe once for each leg. */
    private static FormatException unknown(String type, String value) {
        String word = type.replaceFirst("\\[.*", "");
        return new FormatException("--annotation " + value + ": unknown type \"" + word + "\" in front of the colon. "
                + Nearest.hint(word, TYPES) + " A colon in the key needs a type: write manifest:" + value
                + ". Nothing was built");
    }

    private static List<String> flag(String value) {
        return List.of("--" + FLAG + "=" + value);
    }
}
