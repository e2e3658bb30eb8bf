package dev.multiarch.policy.rules;

import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import java.util.List;
import java.util.Map;

final class Annotations implements Rule.OfIndex<Map<String, TextCheck>> {
    private static final Texts TEXTS =
            new Texts("annotation", "merge with multiarch, or give imagetools create --annotation 'index:KEY=VALUE'");

    @Override
    public String id() {
        return "image.annotations";
    }

    @Override
    public Setting<Map<String, TextCheck>> setting() {
        return TextCheck::read;
    }

    @Override
    public Shape shape() {
        return TextCheck.SHAPE;
    }

    @Override
    public List<RuleResult> judge(Map<String, TextCheck> checks, Subject subject) {
        Map<String, String> all = subject.index().annotations();
        return checks.entrySet().stream()
                .map(each -> TEXTS.judge(each.getKey(), each.getValue(), all))
                .toList();
    }
}
