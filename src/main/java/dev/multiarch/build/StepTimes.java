package dev.multiarch.build;

import dev.multiarch.image.Platform;
import dev.multiarch.json.JsonObject;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.record.EmulatedTime.Step;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which steps of a build were emulated, and how long they took: BuildKit's log says when each vertex ran, the provenance in
 * the metadata file which step a vertex is, and on which platform.
 */
final class StepTimes {
    private static final String BUILDKIT = "https://mobyproject.org/buildkit@v1#metadata";

    private StepTimes() {}

    /**
     * @param metadata what {@code --metadata-file} holds
     * @param log what {@code buildx history logs --progress rawjson} prints
     * @param emulated whether the builder emulates this platform
     * @return empty where the two don't tell, or don't belong together
     */
    static Optional<EmulatedTime> of(JsonObject metadata, String log, Predicate<Platform> emulated) {
        try {
            Optional<JsonObject> provenance = BuildMetadata.provenance(metadata);
            return provenance.isEmpty() ? Optional.empty() : join(provenance.get(), VertexTimes.parse(log), emulated);
        } catch (FormatException odd) {
            return Optional.empty(); // the leg's own time is used
        }
    }

    private static Optional<EmulatedTime> join(
            JsonObject provenance, Map<String, VertexTimes> vertices, Predicate<Platform> emulated) {
        Optional<JsonObject> config = provenance.optionalObject("buildConfig");
        if (config.isEmpty() || !config.get().has("llbDefinition")) {
            return Optional.empty();
        }
        Map<String, String> digests = config.get().textMap("digestMapping");
        List<Step> steps = new ArrayList<>();
        List<VertexTimes> ran = new ArrayList<>();
        for (JsonObject step : config.get().objects("llbDefinition")) {
            if (!isExec(step)) {
                continue;
            }
            String id = step.text("id");
            Optional<VertexTimes> vertex = digests.entrySet().stream()
                    .filter(e -> e.getValue().equals(id))
                    .findFirst()
                    .map(e -> vertices.get(e.getKey()));
            if (vertex.isEmpty() || !vertex.get().isComplete()) {
                return Optional.empty();
            }
            if (emulated.test(platform(step))) {
                steps.add(vertex.get().step(line(provenance, id)));
                ran.add(vertex.get());
            }
        }
        boolean cached = !steps.isEmpty() && steps.stream().allMatch(Step::cached);
        return Optional.of(new EmulatedTime(VertexTimes.together(ran), EmulatedTime.STEPS, cached, steps));
    }

    private static boolean isExec(JsonObject step) {
        return step.object("op").optionalObject("Op").map(op -> op.has("exec")).orElse(false);
    }

    private static Platform platform(JsonObject step) {
        JsonObject platform = step.object("op").object("platform");
        return Platform.of(
                platform.text("OS"),
                platform.text("Architecture"),
                platform.optionalText("Variant").orElse(""));
    }

    /** The first line of the step in the Dockerfile; 0 if it is not known. */
    private static int line(JsonObject provenance, String id) {
        return provenance
                .optionalObject("metadata")
                .flatMap(metadata -> metadata.optionalObject(BUILDKIT))
                .flatMap(buildkit -> buildkit.optionalObject("source"))
                .flatMap(source -> source.optionalObject("locations"))
                .flatMap(locations -> locations.optionalObject(id))
                .flatMap(step -> step.objects("locations").stream().findFirst())
                .flatMap(location -> location.objects("ranges").stream().findFirst())
                .flatMap(range -> range.optionalObject("start"))
                .flatMap(start -> start.optionalNumber("line"))
                .filter(line -> line > 0 && line < 1_000_000)
                .map(Long::intValue)
                .orElse(0);
    }
}
