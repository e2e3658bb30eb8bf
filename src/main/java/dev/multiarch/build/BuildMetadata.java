package dev.multiarch.build;

import dev.multiarch.image.Digest;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.FileInput;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What buildx writes with {@code --metadata-file}. It holds values of build arguments in the clear. */
record BuildMetadata(JsonObject json, Digest digest) {
    private static final String PROVENANCE = "buildx.build.provenance";
    private static final int LARGEST = 16 << 20;

    /**
     * Reads it and removes it, as it should not lie there for as long as what follows takes.
     *
     * @param harmless leaves out what must not be printed
     */
    static BuildMetadata take(Path file, UnaryOperator<String> harmless) throws IOException, StepFailed {
        try (InputStream in = FileInput.open(file)) {
            JsonObject json = Json.read(in.readNBytes(LARGEST), "buildx's metadata file");
            return new BuildMetadata(json, Digest.parse(json.text("containerimage.digest")));
        } catch (FormatException malformed) {
            throw new StepFailed(
                    harmless.apply(malformed.getMessage()) + ". Fix: use a newer buildx. No tag was moved");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** By what the builder knows the build. */
    Optional<String> build() {
        return Optional.ofNullable(json.members().get("buildx.build.ref"))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** What BuildKit read for this build; empty where the builder keeps no provenance. */
    Optional<JsonObject> provenance() {
        try {
            return json.members().keySet().stream()
                    .filter(key -> key.equals(PROVENANCE) || key.startsWith(PROVENANCE + "/"))
                    .findFirst()
                    .map(json::object);
        } catch (FormatException odd) {
            return Optional.empty();
        }
    }

    /** What ran for this build; empty where that is not written there. */
    Optional<Provenance> steps() {
        try {
            return provenance().map(Provenance::written);
        } catch (FormatException odd) {
            return Optional.empty();
        }
    }
}
