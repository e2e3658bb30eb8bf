package dev.multiarch.build;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.record.IndexAnnotations;
import dev.multiarch.record.RecordStore;
import dev.multiarch.record.RecordedBuilder;
import dev.multiarch.record.RecordedHost;
import dev.multiarch.step.StepFailed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A leg that another program built and pushed. What its record says of the build is what the caller says.
 *
 * @param image the repository that it was pushed to
 * @param leg what was pushed: the image's manifest, or an index with this one image
 * @param made the image's manifest
 * @param emulated empty if the caller does not say it
 * @param tool that built it
 */
public record ForeignLeg(
        String plan,
        Reference image,
        Platform platform,
        Digest leg,
        Digest made,
        Instant started,
        Instant finished,
        Optional<Boolean> emulated,
        String tool) {
    private static final String ELSEWHERE = "the leg was built by another program, and nobody looked at its host";

    /** The same, whose image is known. */
    public ForeignLeg of(Digest found) {
        return new ForeignLeg(plan, image, platform, leg, found, started, finished, emulated, tool);
    }

    public BuildRecord record(int attempt) {
        return new BuildRecord(
                plan,
                platform,
                attempt,
                true,
                image.name(),
                Optional.of(leg),
                Optional.of(made),
                emulated.map(value -> Fact.known(value, FactSource.OPTION))
                        .orElseGet(() -> Fact.unknown("nobody said whether the leg was built under emulation")),
                new RecordedBuilder(tool, "", "", ""),
                RecordedHost.unknown(ELSEWHERE),
                started,
                finished,
                emulatedTime(),
                List.of(),
                List.of(),
                Optional.empty(),
                IndexAnnotations.NONE);
    }

    /**
     * Writes its record, once.
     *
     * @param attempt its number; empty for the next free one
     * @param lowest the least number where none is given
     * @throws StepFailed if there is such a record already
     */
    public BuildRecord put(RecordStore store, Optional<Integer> attempt, int lowest) throws IOException, StepFailed {
        var request = new LegRequest(
                image,
                plan,
                platform,
                attempt,
                lowest,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty());
        var records = new AttemptRecords(store, request);
        return records.put(this::record, records.number());
    }

    private Fact<EmulatedTime> emulatedTime() {
        if (emulated.isEmpty()) {
            return Fact.unknown("nobody said whether the leg was built under emulation");
        }
        return emulated.get()
                ? Fact.known(
                        new EmulatedTime(Duration.between(started, finished), EmulatedTime.LEG, false, List.of()),
                        FactSource.OPTION)
                : Fact.unknown("the leg is native");
    }
}
