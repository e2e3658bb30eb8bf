package dev.multiarch.plan;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@code runs-on} of a job takes.
 *
 * @param value a label; a list of labels, all of which the runner must have; or a group, with or without labels
 */
public record Runner(Object value) {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_. -]{0,127}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final int MOST_LABELS = 20;

    /** @throws FormatException if it is none of the three */
    public Runner {
        if (value instanceof Map<?, ?> group) {
            boolean known = List.of("group", "labels").containsAll(group.keySet());
            boolean named = group.get("group") instanceof String name && name.matches("[\\w][\\w ./-]{0,127}");
            boolean labels = !group.containsKey("labels") || isLabels(group.get("labels"));
            require(known && (named || !group.containsKey("group")) && labels && !group.isEmpty(), value);
        } else {
            require(value instanceof String label ? LABEL.matcher(label).matches() : isLabels(value), value);
        }
    }

    /** @param text a label alone */
    static Runner label(String text) {
        if (!PLAIN.matcher(text).matches()) {
            throw new FormatException(
                    "runner label \"" + text
                            + "\" is malformed: expected letters, digits, _ . -, such as ubuntu-24.04."
                            + " Sets of labels and groups are written as JSON: {\"linux/arm64\": [\"self-hosted\", \"arm64\"]}");
        }
        return new Runner(text);
    }

    /** What {@code {"linux/arm64": …}} says. */
    static Map<String, Object> map(String json) {
        JsonObject map = Json.read(json.getBytes(StandardCharsets.UTF_8), "--runners");
        return map.members();
    }

    /** For people: the label, or JSON. */
    @Override
    public String toString() {
        return value instanceof String label ? label : Json.writeLine(value);
    }

    /** Each label that it names. */
    List<String> labels() {
        Object labels = value instanceof Map<?, ?> group ? group.get("labels") : value;
        if (labels instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return labels == null ? List.of() : List.of(labels.toString());
    }

    private static boolean isLabels(Object value) {
        if (value instanceof String label) {
            return LABEL.matcher(label).matches();
        }
        return value instanceof List<?> list
                && !list.isEmpty()
                && list.size() <= MOST_LABELS
                && list.stream()
                        .allMatch(each -> each instanceof String label
                                && LABEL.matcher(label).matches());
    }

    private static void require(boolean well, Object value) {
        if (!well) {
            String text = value instanceof String label ? label : Json.writeLine(value);
            throw new FormatException("runner " + text + " is malformed: expected a label, a list of labels such as"
                    + " [\"self-hosted\", \"arm64\"], or {\"group\": \"NAME\", \"labels\": [...]}");
        }
    }
}
