package dev.multiarch.archive;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.record.RecordNames;
import java.time.Instant;
import java.util.Optional;

/**
 * Which records are meant; what is empty chooses none and refuses none.
 *
 * @param since the earliest end of a build
 * @param until the latest
 */
public record Selection(
        Optional<Reference> image,
        Optional<String> plan,
        Optional<Platform> platform,
        Optional<Instant> since,
        Optional<Instant> until) {
    public static final Selection ALL =
            new Selection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    boolean has(RecordNames.Recent name) {
        return image.map(i -> RecordNames.folder(i.name()).equals(RecordNames.RECENT + name.image() + "/"))
                        .orElse(true)
                && plan.map(name.plan()::equals).orElse(true)
                && platform.map(p -> p.slug().equals(name.slug())).orElse(true)
                && since.map(time -> !name.finished().isBefore(time)).orElse(true)
                && until.map(time -> !name.finished().isAfter(time)).orElse(true);
    }
}
