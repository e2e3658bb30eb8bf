package dev.multiarch.build;

import dev.multiarch.image.Digest;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What buildx writes with {@code --metadata-file}. */
record BuildMetadata(JsonObject json, Digest digest) {
    private static final String PROVENANCE = "buildx.build.provenance";
    private static final int LARGEST = 16 << 20;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    static BuildMetadata read(Path file) throws IOException, StepFailed {
        try (InputStream in = Files.newInputStream(file)) {
            JsonObject json = Json.read(in.readNBytes(LARGEST), "buildx's metadata file");
            return new BuildMetadata(json, Digest.parse(json.text("containerimage.digest")));
        } catch (FormatException malformed) {
            throw new StepFailed(malformed.getMessage() + ". Fix: use a newer buildx. No tag was moved", malformed);
        }
    }

    /** What BuildKit read for this build; empty where the builder keeps no provenance. */
    Optional<JsonObject> provenance() {
        return provenance(json);
    }

    static Optional<JsonObject> provenance(JsonObject metadata) {
        return metadata.members().keySet().stream()
                .filter(key -> key.equals(PROVENANCE) || key.startsWith(PROVENANCE + "/"))
                .findFirst()
                .map(metadata::object);
    }

    /** The emulated steps' times; empty where the builder keeps no history, or one that reports no steps. */
    Optional<EmulatedTime> steps(Programs programs, Buildx buildx, RecordDraft draft) throws ProgramException {
        try {
            String reference = json.optionalText("buildx.build.ref").orElse("");
            String id = reference.substring(reference.lastIndexOf('/') + 1);
            if (!id.matches("[A-Za-z0-9]{1,64}")) {
                return Optional.empty();
            }
            Result log = programs.run(buildx.command(
                            "history", "logs", "--builder", draft.builder().name(), "--progress", "rawjson", id)
                    .withErrors()
                    .within(LIMIT));
            return log.ok() ? StepTimes.of(json, log.text(), draft::emulates) : Optional.empty();
        } catch (FormatException odd) {
            return Optional.empty();
        } catch (ProgramException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return Optional.empty(); // a leg that was built and pushed does not fail for its statistics
        }
    }
}
