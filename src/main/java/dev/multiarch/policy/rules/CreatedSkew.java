package dev.multiarch.policy.rules;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.text.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

final class CreatedSkew implements Rule.OfIndex<Duration> {
    private static final String FIX = "build all platforms from one revision in one run, and merge those";

    private record Created(Image image, Instant at) {}

    @Override
    public String id() {
        return "image.created-skew";
    }

    @Override
    public Setting<Duration> setting() {
        return Settings.only("max", Settings.text("a duration such as 6h", Durations::parse));
    }

    @Override
    public Shape shape() {
        return Settings.only("max", Shape.DURATION);
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS, Need.CONFIGS);
    }

    @Override
    public List<RuleResult> judge(Duration max, Subject subject) {
        String expected = "at most " + Durations.print(max) + " between platforms";
        List<Created> all = new ArrayList<>();
        for (Image image : subject.images()) {
            Optional<Instant> at = image.config().value().flatMap(CreatedSkew::created);
            if (at.isEmpty()) {
                RuleResult unknown = image.config().isRefused()
                        ? RuleResult.without(image.config(), "its config", expected, FIX)
                        : RuleResult.unknown(expected, why(image), FIX);
                return List.of(image.descriptor().platform().map(unknown::on).orElse(unknown));
            }
            all.add(new Created(image, at.get()));
        }
        return List.of(
                all.size() < 2
                        ? RuleResult.skipped("one platform: there is nothing to compare")
                        : judge(all, max, expected));
    }

    private static RuleResult judge(List<Created> all, Duration max, String expected) {
        Created first = all.stream().min(Comparator.comparing(Created::at)).orElseThrow();
        Created last = all.stream().max(Comparator.comparing(Created::at)).orElseThrow();
        Duration skew = Duration.between(first.at(), last.at());
        Fact<ImageConfig> learnt = last.image().config();
        if (skew.isZero()) {
            return RuleResult.skipped("all platforms were created at " + first.at()
                            + ", as with SOURCE_DATE_EPOCH, so the times say nothing about when they were built")
                    .learnt(learnt);
        }
        String actual = Durations.print(skew);
        String spread = Platforms.spelt(first.image().descriptor()) + " was created at " + first.at() + ", "
                + Platforms.spelt(last.image().descriptor()) + " " + actual + " later";
        return (skew.compareTo(max) <= 0
                        ? RuleResult.pass(expected, actual, spread)
                        : RuleResult.fail(expected, actual, spread + ", expected " + expected, FIX))
                .learnt(learnt);
    }

    private static Optional<Instant> created(ImageConfig config) {
        try {
            return config.created().map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static String why(Image image) {
        String when = "when " + Platforms.spelt(image.descriptor()) + " was created is unknown: ";
        return when
                + image.config()
                        .value()
                        .map(config -> config.created()
                                .map(text -> "its config says \"" + Texts.clipped(text) + "\"")
                                .orElse("its config does not say"))
                        .orElse(image.config().reason());
    }
}
