package dev.multiarch.policy.read;

import dev.multiarch.json.Json;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.text.Printable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A policy with all that it extends, as one file: each value with the place that it comes from. */
final class EffectivePolicy {
    /** What means the same with and without quotes, to every reader of YAML. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9./_-]*");

    private static final Pattern AMBIGUOUS =
            Pattern.compile("y|n|yes|no|on|off|true|false|null|inf|nan", Pattern.CASE_INSENSITIVE);
    private static final int COMMENTS_FROM = 60;

    private final StringBuilder text = new StringBuilder();

    private EffectivePolicy() {}

    static String print(Yaml.Mapping root) {
        var policy = new EffectivePolicy();
        policy.block(root, "");
        return policy.text.toString();
    }

    private void block(Yaml.Mapping mapping, String indent) {
        mapping.entries().forEach((key, entry) -> {
            String begin = indent + scalar(key, false) + ":";
            if (entry.value() instanceof Yaml.Mapping inner && !inner.entries().isEmpty()) {
                text.append(begin).append('\n');
                block(inner, indent + "  ");
            } else {
                String line = begin + " " + flow(entry.value());
                String space = " ".repeat(Math.max(1, COMMENTS_FROM - line.length()));
                // A place is a path of the user's, and a comment ends where its line does.
                text.append(line)
                        .append(space)
                        .append("# ")
                        .append(comment(entry.keyPlace()))
                        .append('\n');
            }
        });
    }

    private static String comment(Place place) {
        return Printable.line(place.toString());
    }

    private static String flow(Yaml value) {
        if (value instanceof Yaml.Sequence list) {
            return list.items().stream().map(EffectivePolicy::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Yaml.Mapping mapping) {
            return mapping.entries().entrySet().stream()
                    .map(each -> scalar(each.getKey(), false) + ": "
                            + flow(each.getValue().value()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value instanceof Yaml.Scalar scalar ? scalar(scalar.text(), scalar.plain()) : "~";
    }

    /** JSON's strings are YAML's, in double quotes. */
    private static String scalar(String text, boolean plain) {
        boolean asItStands = plain && text.matches("[A-Za-z0-9+.-]+");
        boolean word = WORD.matcher(text).matches() && !AMBIGUOUS.matcher(text).matches();
        return asItStands || word ? text : quoted(text);
    }

    /** The person who wrote the policy commands neither a terminal nor a runner: what could is spelt as an escape. */
    private static String quoted(String text) {
        var safe = new StringBuilder();
        for (char c : Json.writeLine(text).strip().toCharArray()) {
            boolean plain =
                    c >= ' ' && c <= '~' && !(c == '[' && safe.toString().endsWith("##"));
            safe.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return safe.toString();
    }
}
