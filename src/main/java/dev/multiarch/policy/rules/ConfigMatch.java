package dev.multiarch.policy.rules;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Answer;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject.Image;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

final class ConfigMatch implements Rule.OfImage<Boolean> {
    private static final String IN_TOTO = "application/vnd.in-toto+json";

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
    public Answer judge(Boolean on, Image image) {
        Descriptor entry = image.descriptor();
        boolean named = entry.platform().filter(p -> !p.isUnknown()).isPresent();
        String expected = named ? Platforms.spelt(entry) : "a platform that the entry names as well";
        Optional<String> opaque = Platforms.opaque(entry);
        if (opaque.isPresent()) {
            return Answer.unknown(expected, opaque.get(), "merge images, each for one platform");
        }
        Optional<String> foreign = image.manifest()
                .value()
                .map(manifest -> manifest.config().mediaType())
                .filter(type -> !MediaTypes.isConfig(type));
        if (foreign.isPresent()) {
            String why = "its config is of the media type \"" + foreign.get() + "\"";
            return named || entry.platform().isEmpty() && !entry.platformText().isEmpty()
                    ? Answer.unknown(expected, why + ", expected an image's config", "merge images only")
                    : Answer.skipped("no image but an artifact: " + why);
        }
        return Answer.from(
                image.config(),
                "its config",
                expected,
                "verify again when the registry serves it, or build this platform anew",
                config -> named ? compare(entry, config) : nameless(image, config));
    }

    private static Answer compare(Descriptor entry, ImageConfig config) {
        Platform expected = entry.platform().orElseThrow();
        if (config.platform().filter(actual -> agree(expected, actual)).isPresent()) {
            return Answer.pass(expected.toString(), spelt(config), "index and config agree");
        }
        return Answer.fail(
                expected.toString(),
                spelt(config),
                "its config says " + spelt(config) + ", expected " + expected + " as the index says",
                "build this leg with --platform " + expected + ", and merge the digest that this build pushed");
    }

    /** Windows' version is compared only where both name one: BuildKit leaves it out of some entries. */
    private static boolean agree(Platform entry, Platform config) {
        boolean both = !entry.osVersion().isEmpty() && !config.osVersion().isEmpty();
        return both ? entry.equals(config) : Platforms.withoutVersion(entry).equals(Platforms.withoutVersion(config));
    }

    /** An entry without a platform may be an attestation that lost its mark, or an image in disguise. */
    private static Answer nameless(Image image, ImageConfig config) {
        String expected = "a platform that the entry names as well";
        String why = Platforms.nameless(image.descriptor()).orElseThrow();
        String fix = "give the entry the platform that its config names, or take it out of the index";
        if (config.platform().filter(p -> !p.isUnknown()).isPresent()) {
            String message = why + ", yet its config says " + spelt(config) + ", expected that in the entry";
            return Answer.fail(expected, Platforms.spelt(image.descriptor()), message, fix);
        }
        boolean attestation = image.manifest()
                .value()
                .map(Manifest::layers)
                .filter(layers -> !layers.isEmpty()
                        && layers.stream().allMatch(l -> l.mediaType().equals(IN_TOTO)))
                .isPresent();
        return attestation
                ? Answer.skipped("an attestation by its content, though not marked as one")
                : Answer.unknown(expected, why + ", and its config says " + spelt(config), fix);
    }

    private static String spelt(ImageConfig config) {
        return config.platform()
                .map(Platform::toString)
                .orElseGet(
                        () -> config.platformText().replace("/", "").isEmpty() ? "no platform" : config.platformText());
    }
}
