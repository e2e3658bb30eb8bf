package dev.multiarch.policy.rules;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Aside;
import dev.multiarch.policy.Subject.Image;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Clients take the first entry that matches: a second one is never pulled, or is the right one and never pulled. */
final class PlatformsUnique implements Rule.OfIndex<Boolean> {
    private static final String ONE = "one entry for each platform";
    private static final String FIX = "merge one digest for each platform";

    /** Annotations that describe an image. They differ between two builds of one leg, and no client chooses by them. */
    private static final List<String> DESCRIBING =
            List.of("dev.multiarch.", "org.opencontainers.image.", "com.docker.official-images.");

    /**
     * What clients can choose an entry by. zstd images differ from their gzip twins by an annotation (Podman), Nydus images
     * from plain ones by a feature, Windows' and Homebrew's by the version of the operating system.
     */
    private record Choice(
            Platform platform, Set<String> features, Map<String, String> annotations, Optional<String> artifactType) {
        /** The same for equal choices. The record's own comparison would load classes that each call pays for. */
        List<Object> key() {
            return List.of(platform, features, annotations, artifactType);
        }

        /** What a client asks for: of versions only Windows' are compared. */
        Platform client() {
            return platform.os().equals("windows") ? platform : platform.withoutVersion();
        }

        static Optional<Choice> of(Descriptor entry) {
            Map<String, String> annotations = new TreeMap<>(entry.annotations());
            annotations.keySet().removeIf(key -> DESCRIBING.stream().anyMatch(key::startsWith));
            return entry.platform()
                    .filter(platform -> !platform.isUnknown())
                    .map(platform ->
                            new Choice(platform, Set.copyOf(entry.features()), annotations, entry.artifactType()));
        }
    }

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
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS); // which tell an image from an artifact
    }

    @Override
    public List<RuleResult> judge(Boolean on, Subject subject) {
        if (!subject.isIndex()) {
            return List.of(RuleResult.pass(ONE, Platforms.spelt(subject), "it is a single image"));
        }
        Map<List<Object>, List<Descriptor>> entries = new LinkedHashMap<>();
        for (Image image : subject.images()) {
            Descriptor entry = image.descriptor();
            Choice.of(entry)
                    .ifPresent(choice -> entries.computeIfAbsent(choice.key(), same -> new ArrayList<>())
                            .add(entry));
        }
        List<RuleResult> repeated = new ArrayList<>();
        for (List<Descriptor> same : entries.values()) {
            if (same.size() > 1) {
                Platform platform = same.get(0).platform().orElseThrow();
                repeated.add(repeated(platform, same).on(platform));
            }
        }
        taken(subject).forEach(aside -> repeated.add(taken(aside)));
        return repeated.isEmpty() ? List.of(none(subject)) : repeated;
    }

    private static RuleResult repeated(Platform platform, List<Descriptor> same) {
        String digests = same.get(0).digest() + " and " + same.get(1).digest();
        return RuleResult.fail(
                ONE,
                same.size() + " entries",
                same.size() + " entries are for " + platform + ", " + digests + (same.size() > 2 ? " and more" : "")
                        + ", expected one: clients always pull the first",
                FIX);
    }

    /** The artifacts that clients take for an image, as no image of their platform comes before them. */
    private static List<Aside> taken(Subject subject) {
        Map<Digest, Aside> asides = new HashMap<>();
        subject.aside().forEach(aside -> asides.put(aside.descriptor().digest(), aside));
        Set<Digest> images = new HashSet<>();
        subject.images().forEach(image -> images.add(image.descriptor().digest()));
        Set<Platform> covered = new HashSet<>();
        List<Aside> taken = new ArrayList<>();
        for (Descriptor entry : subject.index().manifests()) {
            Optional<Platform> platform = entry.platform().filter(PlatformsUnique::isForContainers);
            if (platform.isPresent() && entry.features().isEmpty()) {
                if (images.contains(entry.digest())) {
                    covered.add(platform.get());
                } else if (asides.containsKey(entry.digest()) && covered.add(platform.get())) {
                    taken.add(asides.get(entry.digest()));
                }
            }
        }
        return taken;
    }

    private static boolean isForContainers(Platform platform) {
        return platform.os().equals("linux") || platform.os().equals("windows");
    }

    private static RuleResult taken(Aside aside) {
        Platform platform = aside.descriptor().platform().orElseThrow();
        String what = aside.artifact().described();
        return RuleResult.fail(
                        ONE,
                        what,
                        "the first entry for " + platform + ", "
                                + aside.descriptor().digest() + ", is " + what
                                + ", expected an image: clients pull the first entry and can't run it",
                        "put the image before it, or remove the artifact from the index")
                .on(platform);
    }

    private static RuleResult none(Subject subject) {
        Optional<String> untold = Platforms.firstUntold(subject);
        return untold.map(why ->
                        RuleResult.unknown(ONE, why + ", so it may be for the same platform as another entry", FIX))
                .orElseGet(() -> RuleResult.pass(ONE, Platforms.spelt(subject), message(subject)));
    }

    /** Names the first platform with several entries, and in what they differ. */
    private static String message(Subject subject) {
        Map<Platform, List<Choice>> all = new LinkedHashMap<>();
        subject.images().stream()
                .flatMap(image -> Choice.of(image.descriptor()).stream())
                .forEach(choice -> all.computeIfAbsent(choice.client(), same -> new ArrayList<>())
                        .add(choice));
        return all.entrySet().stream()
                .filter(each -> each.getValue().size() > 1)
                .findFirst()
                .map(each -> each.getKey() + " has " + each.getValue().size() + " entries, which differ in "
                        + differences(each.getValue()))
                .orElse("each platform has one entry");
    }

    private static String differences(List<Choice> choices) {
        Map<String, Function<Choice, Object>> parts = new LinkedHashMap<>();
        parts.put("os.version", choice -> choice.platform().osVersion());
        parts.put("os.features", Choice::features);
        parts.put("annotations", Choice::annotations);
        parts.put("artifactType", Choice::artifactType);
        return parts.entrySet().stream()
                .filter(part -> choices.stream().map(part.getValue()).distinct().count() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }
}
