package dev.multiarch.build;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.text.FormatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a builder keeps of a build that has ended: when its steps ran, and which they were. It keeps the steps in their full
 * form even where the image carries less provenance, or none. What it holds of build arguments is not passed on.
 */
final class BuildHistory {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");

    private final Programs programs;
    private final Buildx buildx;
    private final String builder;

    BuildHistory(Programs programs, Buildx buildx, String builder) {
        this.programs = programs;
        this.buildx = buildx;
        this.builder = builder;
    }

    /**
     * The time of the emulated steps. A leg that was built and pushed does not fail for it.
     *
     * @param leg the platform that was built, the only one of its build
     * @param emulated whether the builder emulates a platform
     * @return unknown where the builder keeps no history, or one that does not tell
     * @throws ProgramException if this thread is interrupted
     */
    Fact<EmulatedTime> steps(BuildMetadata metadata, Platform leg, Predicate<Platform> emulated)
            throws ProgramException {
        String reference = metadata.build().orElse("");
        String id = reference.substring(reference.lastIndexOf('/') + 1);
        if (!ID.matcher(id).matches()) {
            return Fact.unknown("buildx does not name the build in its metadata file");
        }
        Optional<Provenance> kept = provenance(id);
        Optional<Provenance> provenance = kept.isPresent() ? kept : metadata.steps();
        if (provenance.isEmpty()) {
            return Fact.unknown("neither builder " + builder + "'s history nor buildx's metadata file holds its steps");
        }
        Optional<VertexLog> log = log(id);
        return log.isPresent()
                ? StepTimes.of(provenance.get(), log.get(), leg, emulated)
                : Fact.unknown("builder " + builder + " shows no log of it");
    }

    /** Without a platform: buildx finds the attachment of a build of one platform only then. */
    private Optional<Provenance> provenance(String id) throws ProgramException {
        try {
            Result found = programs.run(command("inspect", "attachment", "--type", "provenance", id));
            return found.ok()
                    ? Optional.of(Provenance.kept(Json.read(found.out(), "BuildKit's provenance")))
                    : Optional.empty();
        } catch (FormatException odd) {
            return Optional.empty();
        } catch (ProgramException e) {
            return unless(e);
        }
    }

    private Optional<VertexLog> log(String id) throws ProgramException {
        try {
            var log = new VertexLog();
            Result read = programs.watch(command("logs", "--progress", "rawjson", id), log);
            return read.ok() ? Optional.of(log) : Optional.empty();
        } catch (ProgramException e) {
            return unless(e);
        }
    }

    private static <T> Optional<T> unless(ProgramException e) throws ProgramException {
        if (Thread.currentThread().isInterrupted()) {
            throw e;
        }
        return Optional.empty();
    }

    private Program command(String... words) {
        List<String> all = new ArrayList<>(List.of("history"));
        all.addAll(List.of(words));
        all.addAll(List.of("--builder", builder));
        return buildx.command(all).within(LIMIT);
    }
}
