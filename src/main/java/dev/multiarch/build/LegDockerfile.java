package dev.multiarch.build;

import dev.multiarch.dockerfile.BuildInputs;
import dev.multiarch.dockerfile.BuildSteps;
import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.UsedImage;
import dev.multiarch.dockerfile.UsedImages;
import dev.multiarch.image.Platform;
import dev.multiarch.process.FileInput;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Dockerfile that buildx builds a leg by. */
record LegDockerfile(Path directory, BuildFlags flags, Map<String, String> environment) {
    private static final int LARGEST = (1 << 20) + 1;

    /** Other frontends read other files, which may look like Dockerfiles and mean something else. */
    private static final String FRONTEND = "(?:.*/)?dockerfile[^/]*";

    /**
     * The images that the leg is built of.
     *
     * @param builder the platform that the builder runs itself
     * @throws FormatException saying why that is not known; it holds nothing of the file and of the arguments
     */
    List<UsedImage> images(Platform platform, Optional<Platform> builder) throws IOException {
        return UsedImages.of(read(), inputs(platform, builder));
    }

    /** Which instruction each of its steps is; the same holds. */
    BuildSteps steps(Platform platform, Optional<Platform> builder) throws IOException {
        return BuildSteps.of(read(), inputs(platform, builder));
    }

    /** As messages name it: by the path from the working directory, where it is a file there. */
    String name() {
        try {
            Path file = BuildContext.dockerfile(directory, flags).normalize();
            Path here = directory.normalize();
            return Printable.line((file.startsWith(here) ? here.relativize(file) : file).toString());
        } catch (FormatException elsewhere) {
            return "Dockerfile";
        }
    }

    private BuildInputs inputs(Platform platform, Optional<Platform> builder) {
        return new BuildInputs(
                arguments(), pairs("build-context"), BuildContext.last(flags, "target"), platform, builder);
    }

    private Dockerfile read() throws IOException {
        Dockerfile file = read(BuildContext.dockerfile(directory, flags));
        requireKnown(file, arguments());
        return file;
    }

    /** Empty where it can't be read. */
    Optional<Dockerfile> file() {
        try {
            return Optional.of(read(BuildContext.dockerfile(directory, flags)));
        } catch (IOException | FormatException unread) {
            return Optional.empty();
        }
    }

    private static Dockerfile read(Path path) throws IOException {
        try (InputStream in = FileInput.open(path)) {
            return Dockerfile.parse("Dockerfile", in.readNBytes(LARGEST));
        } catch (FormatException other) {
            throw new FormatException("its Dockerfile has a form that is not known here");
        }
    }

    private static void requireKnown(Dockerfile file, Map<String, String> arguments) {
        Optional<String> frontend = Optional.ofNullable(arguments.get("BUILDKIT_SYNTAX"))
                .or(() -> file.directives().stream()
                        .filter(directive -> directive.name().equals("syntax"))
                        .map(directive -> directive.value().strip().split("\\s", 2)[0])
                        .findFirst());
        if (frontend.filter(name -> !name.matches(FRONTEND)).isPresent()) {
            throw new FormatException("its Dockerfile is for another frontend than docker/dockerfile");
        }
    }

    /** One without a value has that of the environment. */
    private Map<String, String> arguments() {
        Map<String, String> arguments = pairs("build-arg");
        flags.values("build-arg").stream()
                .filter(name -> !name.contains("="))
                .filter(environment::containsKey)
                .forEach(name -> arguments.put(name, environment.get(name)));
        return arguments;
    }

    private Map<String, String> pairs(String flag) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : flags.values(flag)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return pairs;
    }
}
