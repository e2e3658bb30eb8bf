package dev.multiarch.policy.rules;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Answer;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clients take the first entry that matches: a second one is never pulled, or is the right one and never pulled. */
final class PlatformsUnique implements Rule.OfIndex<Boolean> {
    private static final String ONE = "one entry a platform";
    private static final String FIX = "merge one digest for each platform";

    @Override
    public String id() {
        return "image.platforms.unique";
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
    public List<Answer> judge(Boolean on, Subject subject) {
        Map<Platform, List<Descriptor>> entries = new LinkedHashMap<>();
        for (Image image : subject.images()) {
            Descriptor entry = image.descriptor();
            entry.platform()
                    .filter(platform -> !platform.isUnknown())
                    .map(PlatformsUnique::matched)
                    .ifPresent(platform -> entries.computeIfAbsent(platform, same -> new ArrayList<>())
                            .add(entry));
        }
        List<Answer> repeated = new ArrayList<>();
        entries.forEach((platform, same) -> {
            if (same.size() > 1) {
                repeated.add(repeated(platform, same).on(platform));
            }
        });
        return repeated.isEmpty() ? List.of(none(subject)) : repeated;
    }

    /** Clients heed the version of Windows alone. */
    private static Platform matched(Platform platform) {
        return platform.os().equals("windows") ? platform : Platforms.withoutVersion(platform);
    }

    private static Answer repeated(Platform platform, List<Descriptor> same) {
        String digests = same.get(0).digest() + " and " + same.get(1).digest();
        return Answer.fail(
                ONE,
                same.size() + " entries",
                same.size() + " entries are for " + platform + ", " + digests + (same.size() > 2 ? " and more" : "")
                        + ", expected one: clients take the first and never see another",
                FIX);
    }

    private static Answer none(Subject subject) {
        Optional<String> untold = subject.images().stream()
                .map(Image::descriptor)
                .filter(entry -> entry.artifactType().isEmpty()
                        || Platforms.opaque(entry).isPresent())
                .flatMap(entry -> Platforms.opaque(entry).or(() -> Platforms.nameless(entry)).stream())
                .findFirst();
        return untold.map(why -> Answer.unknown(ONE, why + ", so it may repeat another's platform", FIX))
                .orElseGet(() -> Answer.pass(ONE, Platforms.spelt(subject), "no platform has a second entry"));
    }
}
