package dev.multiarch.policy.rules;

import dev.multiarch.image.ImageConfig;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.text.FormatException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

final class Labels implements Rule.OfImage<Map<String, TextCheck>> {
    private static final String EXPECTED = "each label as required";
    private static final Texts TEXTS = new Texts("label", "set it by LABEL in the Dockerfile, or by --label KEY=VALUE");
    private static final String AGAIN = Texts.LOST;

    @Override
    public String id() {
        return "image.labels";
    }

    @Override
    public Setting<Map<String, TextCheck>> setting() {
        return TextCheck::read;
    }

    /** Of the same commit: they come from the commit, and from the arguments of its build. */
    @Override
    public boolean mayChangeByRebuilding() {
        return false;
    }

    @Override
    public Shape shape() {
        return TextCheck.SHAPE;
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS, Need.CONFIGS);
    }

    @Override
    public RuleResult judge(Map<String, TextCheck> checks, Image image) {
        return RuleResult.from(image.config(), "its config", EXPECTED, AGAIN, config -> labels(checks, config));
    }

    private static RuleResult labels(Map<String, TextCheck> checks, ImageConfig config) {
        try {
            return TEXTS.judge(checks, config.settings().labels());
        } catch (FormatException malformed) {
            return RuleResult.unknown(EXPECTED, malformed.getMessage(), AGAIN);
        }
    }
}
