package dev.multiarch.build;

import dev.multiarch.dockerfile.UsedImage;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Checkout;
import dev.multiarch.process.Buildah;
import dev.multiarch.process.FileInput;
import dev.multiarch.process.Program;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The two calls of buildah that make a leg: the build, and its way into a layout. */
record BuildahCall(
        Session tools,
        Buildah buildah,
        LegRequest request,
        BuildahArguments arguments,
        List<UsedImage> images,
        Path directory) {
    private static final Duration EXPORT = Duration.ofMinutes(30);
    private static final int LONGEST = 200;

    /** @param id a file that gets the image's id */
    Program build(Path id) {
        List<String> words = new ArrayList<>(
                List.of("build", "--platform", request.platform().toString(), "--iidfile", id.toString()));
        if (hasPlainRegistries() && !arguments.flags().has("tls-verify")) {
            words.add("--tls-verify=false");
        }
        passwords().ifPresent(file -> words.add("--authfile=" + file));
        epoch().ifPresent(seconds -> words.add("--timestamp=" + seconds));
        words.addAll(labels());
        words.addAll(arguments.words());
        return BuildVariables.given(buildah.command(words).in(directory), tools.environment());
    }

    /**
     * @param id the file with the image's id
     * @param digest a file that gets the digest of what was made
     * @param layout the folder that becomes an OCI layout
     */
    Program export(Path id, Path digest, Path layout) throws IOException, StepFailed {
        String image = text(id);
        if (!image.matches("(sha256:)?[0-9a-f]{64}")) {
            throw new StepFailed(request.platform() + ": " + buildah.title() + " does not say which image it made");
        }
        // A colon in a folder's name would begin a tag.
        String place = "oci:./" + layout.getFileName();
        return buildah.command(List.of("push", "--digestfile", digest.toString(), image, place))
                .in(layout.toAbsolutePath().getParent())
                .within(EXPORT);
    }

    /** How it is to isolate steps; empty where it decides that itself. */
    Optional<String> isolation() {
        return BuildContext.last(arguments.flags(), "isolation")
                .or(() -> Optional.ofNullable(tools.environment().get("BUILDAH_ISOLATION")))
                .filter(named -> !named.isBlank());
    }

    /** Empty where it has not written the file. */
    static String text(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        try (InputStream in = FileInput.open(file)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
        }
    }

    /** Only where all of them may be: the flag is for every registry of the build. */
    private boolean hasPlainRegistries() {
        List<String> hosts = new ArrayList<>();
        images.forEach(image -> hosts.add(image.name().registry()));
        arguments.caches().stream().map(Reference::registry).forEach(hosts::add);
        return !hosts.isEmpty() && hosts.stream().allMatch(tools.hosts()::mayBePlain);
    }

    /** Those of docker, where its folder is elsewhere than buildah looks for it. */
    private Optional<Path> passwords() {
        Map<String, String> environment = tools.environment();
        String folder = environment.getOrDefault("DOCKER_CONFIG", "");
        boolean named = arguments.flags().has("authfile") || environment.containsKey("REGISTRY_AUTH_FILE");
        return folder.isEmpty() || named
                ? Optional.empty()
                : Optional.of(directory.resolve(folder).resolve("config.json")).filter(Files::isRegularFile);
    }

    private Optional<String> epoch() {
        return Optional.of(tools.environment().getOrDefault(Checkout.EPOCH, ""))
                .filter(text -> !text.isBlank())
                .or(() -> request.epoch().map(String::valueOf));
    }

    private List<String> labels() {
        Set<String> named = arguments.flags().values("label").stream()
                .map(label -> label.split("=", 2)[0])
                .collect(Collectors.toSet());
        return new TreeMap<>(request.labels())
                .entrySet().stream()
                        .filter(label -> !named.contains(label.getKey()))
                        .map(label -> "--label=" + label.getKey() + "=" + label.getValue())
                        .toList();
    }
}
