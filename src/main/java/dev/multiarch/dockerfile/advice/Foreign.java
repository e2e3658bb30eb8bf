package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.advice.ArchNames.Found;
import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Optional;

/**
 * The name of an architecture that is not the platform's.
 *
 * @param origin where it comes from; empty for the text of the word itself
 */
record Foreign(Found found, Optional<Origin> origin) {
    /** Empty where the platform's own is named as well. */
    static Optional<Foreign> in(Value value, int from, Platform platform) {
        String text = value.text();
        List<Found> names =
                ArchNames.in(text).stream().filter(name -> name.start() >= from).toList();
        if (names.isEmpty() || names.stream().anyMatch(name -> name.runsOn(platform))) {
            return Optional.empty();
        }
        Found first = names.get(0);
        return Optional.of(new Foreign(first, value.at(first.start()).origin()));
    }
}
