package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.embedded.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real builders, and a registry that writes down what it is asked: nothing may be written to it. */
class NoPushIT {
    private static final String BOTH = "linux/amd64,linux/arm64";
    private static final Pattern IMAGE = Pattern.compile("\"digest\" : \"(sha256:[0-9a-f]{64})\"");

    private final Stack stack = Stack.require();

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(5));

    @TempDir
    Path folder;

    private Commands here;

    @BeforeEach
    void project() throws IOException {
        Project.in(folder, stack, "nopush");
        here = commands.in(folder);
        Files.writeString(
                folder.resolve("strict.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: s\nextends: [baseline]\n"
                        + "image: {attestations: {provenance: required}}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MULTIARCH_IT_REMOTE_BUILDER", "MULTIARCH_IT_CONTAINER_BUILDER"})
    void theSameImagesAsAPushWithoutOne(String variable) throws IOException {
        List<ReceivedRequest> heard = new CopyOnWriteArrayList<>();
        String salt = Line.salt();
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(Optional.empty(), 0, heard::add)) {
            String image = registry.host() + "/app";
            assertThat(here.run(words(image, Stack.variable(variable), salt, "--no-push", "--policy", "strict.yaml")))
                    .exitCode(0)
                    .stdoutContains(
                            "image.attestations",
                            "nothing was pushed and no tag was moved; the image is in the OCI layout");
        }
        assertThat(heard)
                .noneMatch(request -> List.of("POST", "PUT", "PATCH", "DELETE").contains(request.method()));
        List<String> layouts = images(".multiarch/records");
        assertThat(layouts).hasSize(2);

        Transcript layout = here.program("skopeo", "inspect", "--raw", "oci:" + folder.resolve(".multiarch/layout"));
        assertThat(layout).exitCode(0).stdoutContains(layouts.toArray(String[]::new));

        String image = stack.registry() + "/it/nopush-" + Long.toHexString(System.nanoTime());
        String[] push = words(image, stack.remoteBuilder(), salt, "--tag", "1", "--records", "pushed");
        if (variable.equals("MULTIARCH_IT_REMOTE_BUILDER")) { // its cache has the very same layers
            assertThat(here.run(push)).exitCode(0).stdoutContains(image + ":1 now points to");
            assertThat(images("pushed")).containsExactlyInAnyOrderElementsOf(layouts);
        }
    }

    @Test
    void withoutAttestationsALegIsAnImage() {
        String[] words = words("127.0.0.1:9/app", stack.remoteBuilder(), Line.salt(), "--no-push");
        String[] more = Arrays.copyOf(words, words.length + 1);
        more[words.length] = "--provenance=false";
        assertThat(here.run(more)).exitCode(0).stdoutContains("pass     image.blobs-exist [linux/amd64, linux/arm64]");
        assertThat(here.run("verify-index", "oci:.multiarch/layout", "--require", BOTH))
                .exitCode(0);
    }

    private static String[] words(String image, String builder, String salt, String... options) {
        var words = new ArrayList<>(List.of("ship", "--image", image, "--platforms", BOTH, "--builder", builder));
        words.addAll(List.of(options));
        words.addAll(List.of("--", ".", "--build-arg", salt));
        return words.toArray(String[]::new);
    }

    /** Of the images that the records of a store name. */
    private List<String> images(String store) throws IOException {
        try (var files = Files.walk(folder.resolve(store))) {
            return files.filter(file -> file.toString().endsWith("/1.json"))
                    .map(file -> {
                        try {
                            return IMAGE.matcher(Files.readString(file))
                                    .results()
                                    .findFirst()
                                    .orElseThrow()
                                    .group(1);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
        }
    }
}
