package dev.multiarch.policy.rules;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.PlatformMatch;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject.Image;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

final class ConfigMatch implements Rule.OfImage<Boolean> {
    private static final String NAMED = "a platform that the entry also names";
    private static final String STATED = "a platform in the config";
    private static final String AGAIN = Texts.LOST;

    @Override
    public String id() {
        return "image.config-match";
    }

    @Override
    public Setting<Boolean> setting() {
        return Settings.flag();
    }

    @Override
    public Shape shape() {
        return Shape.FLAG;
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS, Need.CONFIGS);
    }

    @Override
    public RuleResult judge(Boolean on, Image image) {
        Descriptor entry = image.descriptor();
        boolean named = entry.platform().filter(p -> !p.isUnknown()).isPresent();
        String expected = named ? Platforms.spelt(entry) : NAMED;
        Optional<String> opaque = Platforms.opaque(image);
        return opaque.isPresent()
                ? RuleResult.unknown(expected, opaque.get(), "merge images, each for one platform")
                : read(image, expected, config -> named ? compare(entry, config) : nameless(image, config));
    }

    /** No index says what it is for, so nothing can contradict its config. */
    @Override
    public RuleResult judgeAlone(Boolean on, Image image) {
        return read(image, STATED, config -> {
            return config.platform().filter(p -> !p.isUnknown()).isPresent()
                    ? RuleResult.pass(
                            STATED,
                            spelt(config),
                            "its config says " + spelt(config) + ", and there is no index to" + " compare it with")
                    : RuleResult.unknown(STATED, "its config says " + spelt(config), "build it for a platform");
        });
    }

    private static RuleResult read(Image image, String expected, Function<ImageConfig, RuleResult> judge) {
        Optional<String> other = image.manifest()
                .value()
                .map(manifest -> manifest.config().mediaType())
                .filter(type -> !MediaTypes.isConfig(type));
        return other.isPresent()
                ? RuleResult.unknown(
                        expected,
                        "its config is of the media type \"" + other.get() + "\", expected an image's config",
                        "merge images only")
                : RuleResult.from(image.config(), "its config", expected, AGAIN, judge);
    }

    private static RuleResult compare(Descriptor entry, ImageConfig config) {
        Platform expected = entry.platform().orElseThrow();
        String said = Platforms.spelt(entry);
        if (PlatformMatch.matches(expected, said, config.platform(), config.platformText())) {
            boolean same = config.platform()
                    .filter(p -> p.withoutVersion().equals(expected.withoutVersion()))
                    .isPresent();
            String message = same
                    ? "index and config agree"
                    : "its config says " + spelt(config) + ", which agrees with " + said + " in the index";
            return RuleResult.pass(said, spelt(config), message);
        }
        String client = expected.toString().equals(said) ? "" : ", which clients read as " + expected;
        return RuleResult.fail(
                said,
                spelt(config),
                "its config says " + spelt(config) + ", expected " + said + " as the index says" + client,
                "build this leg with --platform " + expected + ", and merge the digest that this build pushed");
    }

    /** An entry without a platform may be an attestation that lost its mark, or an image in disguise. */
    private static RuleResult nameless(Image image, ImageConfig config) {
        String why = Platforms.nameless(image.descriptor()).orElseThrow();
        String fix = "give the entry the platform that its config names, or remove it from the index";
        if (config.platform().filter(p -> !p.isUnknown()).isPresent()) {
            String message = why + ", but its config says " + spelt(config) + ", expected that in the entry";
            return RuleResult.fail(NAMED, Platforms.spelt(image.descriptor()), message, fix);
        }
        return RuleResult.unknown(NAMED, why + ", and its config says " + spelt(config), fix);
    }

    private static String spelt(ImageConfig config) {
        return config.platformText().replace("/", "").isEmpty() ? "no platform" : config.platformText();
    }
}
