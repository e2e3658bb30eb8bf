package dev.multiarch.policy.rules;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

final class PlatformsRequired implements Rule.OfIndex<List<Platform>> {
    @Override
    public String id() {
        return "image.platforms.required";
    }

    @Override
    public Setting<List<Platform>> setting() {
        return Settings.platforms();
    }

    @Override
    public Shape shape() {
        return Shape.PLATFORMS;
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS); // which tell an image from an artifact
    }

    /** What is required is missing there, whatever else holds. */
    @Override
    public boolean judgesEmptyIndex() {
        return true;
    }

    @Override
    public List<RuleResult> judge(List<Platform> required, Subject subject) {
        return required.stream().map(wanted -> one(wanted, subject).on(wanted)).toList();
    }

    private static RuleResult one(Platform wanted, Subject subject) {
        String expected = wanted.toString();
        List<Descriptor> matching = subject.images().stream()
                .map(Image::descriptor)
                .filter(entry -> entry.platform().filter(wanted::covers).isPresent())
                .toList();
        if (matching.stream().anyMatch(entry -> Platforms.opaque(entry).isEmpty())) {
            String message = subject.isIndex() ? "the index has it" : "it is a single image for " + wanted;
            return RuleResult.pass(expected, expected, message);
        }
        String fix = fix(wanted, subject);
        Optional<RuleResult> unread = subject.isIndex() ? Optional.empty() : unread(subject, expected, fix);
        if (unread.isPresent()) {
            return unread.get();
        }
        Optional<String> opaque = (matching.isEmpty() ? nested(subject) : matching)
                .stream().flatMap(entry -> Platforms.opaque(entry).stream()).findFirst();
        if (opaque.isPresent()) {
            return RuleResult.unknown(expected, opaque.get() + ", expected an image for " + wanted, fix);
        }
        String found = subject.images().isEmpty() ? "no image" : Platforms.spelt(subject);
        String artifact = subject.aside().stream()
                .filter(aside ->
                        aside.descriptor().platform().filter(wanted::covers).isPresent())
                .map(aside ->
                        "; its entry for " + wanted + " is " + aside.artifact().described())
                .findFirst()
                .orElse("");
        return RuleResult.fail(expected, found, Platforms.found(subject) + ", expected " + wanted + artifact, fix);
    }

    private static String fix(Platform wanted, Subject subject) {
        if (subject.isIndex()) {
            return "build " + wanted + " too and merge its image into this index, or remove it from the required"
                    + " platforms";
        }
        return subject.images().isEmpty()
                ? "name an image"
                : "build " + wanted + " too and merge both images into one index, or remove it from the required"
                        + " platforms";
    }

    /** Of a single image only its own config names the platform. */
    private static Optional<RuleResult> unread(Subject subject, String expected, String fix) {
        return subject.images().stream()
                .flatMap(image ->
                        Stream.of(Map.entry("its manifest", image.manifest()), Map.entry("its config", image.config())))
                .filter(each -> !each.getValue().isKnown())
                .map(each -> RuleResult.without(each.getValue(), each.getKey(), expected, fix))
                .findFirst();
    }

    /** Any platform may hide in an inner index. */
    private static List<Descriptor> nested(Subject subject) {
        return subject.images().stream()
                .map(Image::descriptor)
                .filter(entry -> MediaTypes.isIndex(entry.mediaType()))
                .toList();
    }
}
