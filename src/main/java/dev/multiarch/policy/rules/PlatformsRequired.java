package dev.multiarch.policy.rules;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Answer;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import java.util.List;
import java.util.Optional;

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

    /** What is required is missing there, whatever else holds. */
    @Override
    public boolean judgesEmptyIndex() {
        return true;
    }

    @Override
    public List<Answer> judge(List<Platform> required, Subject subject) {
        return required.stream().map(wanted -> one(wanted, subject).on(wanted)).toList();
    }

    private static Answer one(Platform wanted, Subject subject) {
        String expected = wanted.toString();
        List<Descriptor> matching = subject.images().stream()
                .map(Image::descriptor)
                .filter(entry -> entry.platform()
                        .filter(actual -> Platforms.covers(wanted, actual))
                        .isPresent())
                .toList();
        if (matching.stream().anyMatch(entry -> Platforms.opaque(entry).isEmpty())) {
            return Answer.pass(expected, expected, "the index has it");
        }
        Optional<String> opaque = (matching.isEmpty() ? nested(subject) : matching)
                .stream().flatMap(entry -> Platforms.opaque(entry).stream()).findFirst();
        String fix = "build " + wanted + " too and merge its image into this index, or no longer require it";
        if (opaque.isPresent()) {
            return Answer.unknown(expected, opaque.get() + ", expected an image for " + wanted, fix);
        }
        String found = subject.images().isEmpty() ? "no image" : Platforms.spelt(subject);
        return Answer.fail(expected, found, "the index has " + found + ", expected " + wanted, fix);
    }

    /** Any platform may hide in an inner index. */
    private static List<Descriptor> nested(Subject subject) {
        return subject.images().stream()
                .map(Image::descriptor)
                .filter(entry -> MediaTypes.isIndex(entry.mediaType()))
                .toList();
    }
}
