package dev.multiarch.policy.read;

import dev.multiarch.policy.Rule;
import dev.multiarch.policy.Shape;
import dev.multiarch.text.Glob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What policies look like apart from their rules' settings, for editors: each part is described by the class that reads it. */
public final class PolicyShape {
    private PolicyShape() {}

    /** Keys at a file's root, without rules, platforms and waivers. */
    public static Map<String, Shape> head() {
        Map<String, Shape> head = new LinkedHashMap<>();
        head.put("apiVersion", new Shape.Words(List.of(PolicyTree.API_VERSION)));
        head.put("kind", new Shape.Words(List.of(PolicyTree.KIND)));
        head.put("name", new Shape.Text(PolicyTree.NAME, PolicyTree.NAME_EXPECTED));
        head.put("extends", new Shape.Lists(Shape.Text.any("a preset's name, or a file below this one's folder")));
        head.put("defaults", SeveritySettings.shape(false));
        return head;
    }

    /** The severity of one rule. */
    public static Shape weight() {
        return SeveritySettings.shape(true);
    }

    public static Shape immutableTags() {
        return new Shape.Lists(new Shape.Text(Glob.PATTERN, PolicyTree.TAGS_EXPECTED));
    }

    public static Shape waivers() {
        return WaiverReader.shape();
    }

    /** What a rule may be set to for one platform; empty where it judges all together. */
    public static Optional<Shape> override(Rule<?> rule) {
        if (RuleSettings.judgesTogether(rule)) {
            return Optional.empty();
        }
        return Optional.of(
                rule instanceof Rule.OfImage<?> each ? without(rule.shape(), each.together()) : rule.shape());
    }

    /** Also in the items of a list. */
    private static Shape without(Shape shape, List<String> together) {
        if (shape instanceof Shape.Keys all) {
            Map<String, Shape> own = new LinkedHashMap<>(all.keys());
            together.forEach(own::remove);
            return new Shape.Keys(own, all.least(), all.required());
        }
        if (shape instanceof Shape.Lists list) {
            return new Shape.Lists(without(list.item(), together));
        }
        if (shape instanceof Shape.Either either) {
            return new Shape.Either(either.shapes().stream()
                    .map(each -> without(each, together))
                    .toList());
        }
        return shape;
    }
}
