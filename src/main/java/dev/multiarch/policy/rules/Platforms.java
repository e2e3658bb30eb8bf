package dev.multiarch.policy.rules;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the entries of an index say of their platforms, and what is unknown about them. */
final class Platforms {
    /** As many as a line can name. */
    private static final int MOST_NAMED = 12;

    private Platforms() {}

    static boolean covers(List<Platform> asked, Platform actual) {
        return asked.stream().anyMatch(each -> each.covers(actual));
    }

    /** Why this entry can't be taken for one image: it is a nested index that stayed closed, or nobody knows what. */
    static Optional<String> opaque(Descriptor entry) {
        if (MediaTypes.isIndex(entry.mediaType())) {
            return Optional.of(name(entry) + " is an index inside the index, which could not be read");
        }
        return MediaTypes.isManifest(entry.mediaType())
                ? Optional.empty()
                : Optional.of(name(entry) + " is of the unknown media type \"" + entry.mediaType() + "\"");
    }

    /** The same with the reason why a nested index stayed closed. */
    static Optional<String> opaque(Image image) {
        String why = image.manifest().reason();
        return opaque(image.descriptor())
                .map(said -> MediaTypes.isIndex(image.descriptor().mediaType()) && !why.isEmpty()
                        ? said + ": " + why
                        : said);
    }

    /** Why this entry's platform is unknown. */
    static Optional<String> nameless(Descriptor entry) {
        if (entry.platform().isEmpty()) {
            return Optional.of(name(entry)
                    + (entry.platformText().isEmpty()
                            ? " names no platform"
                            : " has the malformed platform \"" + entry.platformText() + "\""));
        }
        return entry.platform().get().isUnknown()
                ? Optional.of(name(entry) + " says unknown/unknown and is not marked as an attestation")
                : Optional.empty();
    }

    /** The first entry that could be for any platform. */
    static Optional<String> firstUntold(Subject subject) {
        return subject.images().stream()
                .map(Image::descriptor)
                .flatMap(entry -> opaque(entry).or(() -> nameless(entry)).stream())
                .findFirst();
    }

    /** As the index spells its entries, in its order. */
    static String spelt(Subject subject) {
        return list(subject.images().stream().map(image -> spelt(image.descriptor())));
    }

    static String spelt(Descriptor entry) {
        return entry.platformText().isEmpty() ? "no platform" : entry.platformText();
    }

    /** {@code the index has linux/amd64}, or what a single image is for. */
    static String found(Subject subject) {
        if (subject.images().isEmpty()) {
            return subject.withoutImages();
        }
        return (subject.isIndex() ? "the index has " : "it is a single image for ") + spelt(subject);
    }

    static String list(List<Platform> platforms) {
        return list(platforms.stream().map(Platform::toString));
    }

    private static String list(Stream<String> all) {
        List<String> names = all.toList();
        String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        int more = names.size() - MOST_NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    static String name(Descriptor entry) {
        return "the entry " + entry.digest().algorithm() + ":" + entry.digest().shortHex() + "…";
    }
}
