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
        if (rule instanceof Rule.OfImage<?> each && rule.shape() instanceof Shape.Keys all) {
            Map<String, Shape> own = new LinkedHashMap<>(all.keys());
            each.together().forEach(own::remove);
            return Optional.of(new Shape.Keys(own, all.least()));
        }
        return Optional.of(rule.shape());
    }
}
