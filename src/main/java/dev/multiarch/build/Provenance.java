package dev.multiarch.build;

import dev.multiarch.image.Platform;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of a build by BuildKit's provenance in its full form: in the words of SLSA 1.0, as BuildKit's history keeps it,
 * or of SLSA 0.2, as buildx writes it into its metadata file. Both hold values of build arguments in the clear.
 *
 * @param steps what ran, of all kinds
 * @param vertices the digests of steps, by their names
 * @param places where steps are in the Dockerfile, by their names
 * @param target what was built; empty where it is not said
 */
record Provenance(
        List<JsonObject> steps, Map<String, String> vertices, Optional<JsonObject> places, Optional<Platform> target) {
    private static final String BUILDKIT = "https://mobyproject.org/buildkit@v1#metadata";

    /**
     * @param predicate of SLSA 1.0, without a statement around it
     * @throws FormatException if it is something else
     */
    static Provenance kept(JsonObject predicate) {
        JsonObject internal = predicate.object("buildDefinition").object("internalParameters");
        Optional<JsonObject> buildkit = predicate
                .optionalObject("runDetails")
                .flatMap(run -> run.optionalObject("metadata"))
                .flatMap(metadata -> metadata.optionalObject("buildkit_metadata"));
        return of(
                internal.object("buildConfig"),
                buildkit,
                internal.optionalText("targetPlatform").map(Platform::parse));
    }

    /**
     * @param predicate of SLSA 0.2
     * @throws FormatException if it is something else
     */
    static Provenance written(JsonObject predicate) {
        Optional<JsonObject> buildkit =
                predicate.optionalObject("metadata").flatMap(metadata -> metadata.optionalObject(BUILDKIT));
        return of(predicate.object("buildConfig"), buildkit, Optional.empty());
    }

    private static Provenance of(JsonObject config, Optional<JsonObject> buildkit, Optional<Platform> target) {
        if (!config.has("llbDefinition")) {
            throw config.problem("llbDefinition", "is missing");
        }
        Map<String, String> vertices = new HashMap<>();
        config.textMap("digestMapping").forEach((digest, step) -> vertices.putIfAbsent(step, digest));
        Optional<JsonObject> places = buildkit.flatMap(metadata -> metadata.optionalObject("source"))
                .flatMap(source -> source.optionalObject("locations"));
        return new Provenance(config.objects("llbDefinition"), vertices, places, target);
    }

    /** The steps that run a program. */
    List<JsonObject> programs() {
        return steps.stream()
                .filter(step -> step.object("op")
                        .optionalObject("Op")
                        .map(op -> op.has("exec"))
                        .orElse(false))
                .toList();
    }

    /** The digest by which BuildKit's log knows it; empty where it is not said. */
    Optional<String> vertex(JsonObject step) {
        return Optional.ofNullable(vertices.get(step.text("id")));
    }

    static Platform platform(JsonObject step) {
        JsonObject platform = step.object("op").object("platform");
        return Platform.of(
                platform.text("OS"),
                platform.text("Architecture"),
                platform.optionalText("Variant").orElse(""));
    }

    /** The first line of the step in the Dockerfile; 0 if it is not known. */
    int line(JsonObject step) {
        return places.flatMap(all -> all.optionalObject(step.text("id")))
                .flatMap(place -> place.objects("locations").stream().findFirst())
                .flatMap(location -> location.objects("ranges").stream().findFirst())
                .flatMap(range -> range.optionalObject("start"))
                .flatMap(start -> start.optionalNumber("line"))
                .filter(line -> line > 0 && line < 1_000_000)
                .map(Long::intValue)
                .orElse(0);
    }
}
