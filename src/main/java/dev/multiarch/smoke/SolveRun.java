package dev.multiarch.smoke;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.registry.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One command in one image is a separate build, as the first failure in a build cancels the rest of it.
 *
 * @param images where they are
 */
record SolveRun(Programs programs, Buildx buildx, String builder, Place images) {
    /** For fetching the image, which may be large, before its program starts. */
    private static final Duration FETCH = Duration.ofMinutes(15);

    /**
     * Where images are taken from.
     *
     * @param name the repository, or what a layout is called in the build
     * @param layout its folder
     */
    record Place(String name, Optional<Path> layout) {
        static Place of(Source source) {
            return source.folder()
                    .map(folder -> new Place("image", Optional.of(folder.toAbsolutePath())))
                    .orElseGet(() -> new Place(Reference.parse(source.name()).name(), Optional.empty()));
        }

        String from(Digest image) {
            return layout.isPresent() ? name : name + "@" + image;
        }

        List<String> arguments(Digest image) {
            return layout.map(folder -> List.of("--build-context", name + "=oci-layout://" + folder + "@" + image))
                    .orElse(List.of());
        }
    }

    /** @param image the manifest, whose config says that it is for this platform: BuildKit would run any */
    SmokeResult run(Digest image, Platform platform, SmokeCommand command, List<String> words) {
        Optional<String> refused = SmokeDockerfile.refused(words);
        if (refused.isPresent()) {
            return SmokeResult.notRun(command, refused.get());
        }
        String file = SmokeDockerfile.of(images.from(image), command, words);
        List<String> arguments =
                new ArrayList<>(List.of("build", "--builder", builder, "--platform", platform.toString()));
        arguments.addAll(List.of("--no-cache", "--provenance=false", "--progress=rawjson"));
        arguments.addAll(images.arguments(image));
        arguments.add("-");
        Program build = buildx.command(arguments)
                .reading(file.getBytes(StandardCharsets.UTF_8))
                .within(FETCH.plus(command.limit()));
        var log = new SolveLog(command);
        try {
            Result ended = programs.watch(build, log);
            return log.result(ended);
        } catch (ProgramException e) {
            return SmokeResult.notRun(command, "the build " + e.getMessage());
        }
    }
}
