package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code plan --platforms-of-base}: what the base images of a Dockerfile have in common. */
class PlanOfBasesTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry registry = FaultyRegistry.start();

    @BeforeEach
    void bases() {
        index("wide", "linux/amd64", "linux/arm64", "linux/arm/v6", "linux/s390x", "windows/amd64");
        index("boards", "linux/arm64", "linux/arm/v7", "linux/amd64");
        index("old", "linux/386");
        index("odd", "linux/amd46", "linux/amd64");
        index("for-amd64", "linux/amd64");
        index("for-arm64", "linux/arm64");
        index("none");
        registry.on("GET /v2/app/manifests/single", Reply.document(MediaTypes.OCI_MANIFEST, single()));
    }

    private byte[] single() {
        byte[] config = Sample.bytes("{\"os\": \"linux\", \"architecture\": \"arm64\"}");
        new ServedImages(registry).blob(config);
        return Sample.bytes("{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_MANIFEST + "\", \"config\": "
                + ServedImages.descriptor(MediaTypes.OCI_CONFIG, config) + ", \"layers\": []}");
    }

    private void index(String tag, String... platforms) {
        String[] entries = Stream.of(platforms)
                .map(platform -> {
                    String[] parts = platform.split("/");
                    String variant = parts.length == 3 ? ", \"variant\": \"" + parts[2] + "\"" : "";
                    return ServedImages.descriptor(MediaTypes.OCI_MANIFEST, Sample.bytes(platform))
                            .replaceFirst(
                                    "}$",
                                    ", \"platform\": {\"os\": \"" + parts[0] + "\", \"architecture\": \"" + parts[1]
                                            + "\"" + variant + "}}");
                })
                .toArray(String[]::new);
        registry.on(
                "GET /v2/app/manifests/" + tag,
                Reply.document(MediaTypes.OCI_INDEX, Sample.bytes(ServedImages.indexOf(entries))));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Transcript plan(String dockerfile, String... more) throws IOException {
        Files.writeString(
                folder.resolve("Dockerfile"),
                dockerfile.replace(" ; ", "\n").replace("REG", registry.host() + "/app") + "\n");
        List<String> words = new ArrayList<>(
                List.of("plan", "--image", "o/app", "--plan-id", "p", "--platforms-of-base", "Dockerfile"));
        Stream.of(more).filter(word -> !word.isEmpty()).forEach(words::add);
        return commands.in(folder).run(words.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one base                     | FROM REG:wide                                                  |  | linux/amd64 linux/arm64 linux/arm/v6 linux/s390x
            what two have                | FROM REG:wide AS a ; FROM REG:boards ; COPY --from=a /x /x     |  | linux/arm64 linux/arm/v7 linux/amd64
            the builder's own stage      | FROM --platform=$BUILDPLATFORM REG:old AS a ; FROM REG:boards ; COPY --from=a /x /x | | linux/arm64 linux/arm/v7 linux/amd64
            a fixed stage                | FROM --platform=linux/386 REG:old AS a ; FROM REG:boards ; COPY --from=a /x /x | | linux/arm64 linux/arm/v7 linux/amd64
            a stage that is not needed   | FROM REG:old AS a ; FROM REG:boards                            |  | linux/arm64 linux/arm/v7 linux/amd64
            the stage that is named      | FROM REG:for-arm64 AS a ; FROM REG:boards                      | --target=a | linux/arm64
            scratch limits nothing       | FROM REG:for-arm64 AS a ; FROM scratch ; COPY --from=a /x /x   |  | linux/arm64
            an argument's default        | ARG TAG=boards ; FROM REG:$TAG                                 |  | linux/arm64 linux/arm/v7 linux/amd64
            a build argument             | ARG TAG=boards ; FROM REG:$TAG                                 | --build-arg=TAG=for-arm64 | linux/arm64
            an image copied from         | FROM scratch ; COPY --from=REG:for-arm64 /x /x                 |  | linux/arm64
            a base for each architecture | FROM REG:for-$TARGETARCH                                       |  | linux/amd64 linux/arm64
            a single image               | FROM REG:single                                                |  | linux/arm64
            an unknown platform is left out | FROM REG:odd                                                |  | linux/amd64
            """)
    void platforms(String name, String dockerfile, String more, String expected) throws IOException {
        Transcript done = plan(dockerfile, more == null ? "" : more, "--format=json");

        assertThat(done).exitCode(0);
        assertThat(done.out()
                        .lines()
                        .filter(line -> line.contains("\"platform\""))
                        .map(line -> line.replaceAll(".*: \"|\",?$", ""))
                        .toList())
                .containsExactlyInAnyOrder(expected.split(" "));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a required one is missing  | ARG A ; FROM REG:boards | --require=linux/s390x | Dockerfile:2: base image HOST/app:boards has no image for linux/s390x: it has linux/arm64, linux/arm/v7, linux/amd64. The policy requires linux/s390x. Fix: name a base image that has it, or leave the platform out. Nothing was built
            a listed one is missing    | FROM REG:wide | --platforms=linux/amd64,linux/riscv64 | Dockerfile:1: base image HOST/app:wide has no image for linux/riscv64: it has linux/amd64, linux/arm64, linux/arm/v6, linux/s390x, windows/amd64. --platforms names linux/riscv64. Fix
            386 is not amd64           | FROM REG:old | --platforms=linux/amd64 | Dockerfile:1: base image HOST/app:old has no image for linux/amd64: it has linux/386.
            nothing in common          | FROM REG:for-amd64 AS a ; FROM REG:for-arm64 ; COPY --from=a /x /x | | Dockerfile:2: base image HOST/app:for-arm64 has no image for linux/amd64: it has linux/arm64. Nothing was built
            a fixed last stage         | FROM --platform=linux/arm64 REG:wide | --platforms=linux/amd64 | Dockerfile:1: the stage that becomes the image is fixed to another platform than linux/amd64. --platforms names linux/amd64.
            no such image              | FROM REG:gone | | Dockerfile:1: there is no base image HOST/app:gone. Fix: check its name, and log in if it is private. Nothing was built
            copied from it             | FROM scratch ; WORKDIR /x ; COPY --from=REG:for-arm64 /x /x | --platforms=linux/amd64 | Dockerfile:3: base image HOST/app:for-arm64 has no image for linux/amd64
            mounted of it              | FROM REG:wide ; RUN --mount=from=REG:for-arm64,target=/t x | --platforms=linux/amd64 | Dockerfile:2: base image HOST/app:for-arm64 has no image for linux/amd64
            an empty index             | FROM REG:none | | base image HOST/app:none has no image for linux/amd64: it names no platform. Nothing was built
            """)
    void whatABaseLacksIsRefusedBeforeAnythingIsBuilt(String name, String dockerfile, String more, String message)
            throws IOException {
        assertThat(plan(dockerfile, more == null ? "" : more))
                .exitCode(1)
                .stderrContains(message.replace("HOST", registry.host()));
        assertThat(folder.resolve(".multiarch/plan.json")).doesNotExist();
    }

    @Test
    void anOlderVariantServesAListedPlatform() throws IOException {
        assertThat(plan("FROM REG:wide", "--platforms", "linux/arm/v7")).exitCode(0);
    }

    @Test
    void whatIsLeftOutIsSaid() throws IOException {
        assertThat(plan("FROM REG:wide"))
                .exitCode(0)
                .stderrContains("left out: windows/amd64, which the base images of Dockerfile have as well");
        assertThat(plan("FROM REG:odd")).exitCode(0).stderrContains("left out: linux/amd46, which");
    }

    @Test
    void aRegistryThatFailsSaysNothing() throws IOException {
        registry.on("GET /v2/app/manifests/down", Reply.status(403));

        assertThat(plan("FROM REG:down"))
                .exitCode(4)
                .stderrContains("it is not known which platforms base image " + registry.host() + "/app:down has: ");
        assertThat(folder.resolve(".multiarch/plan.json")).doesNotExist();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing below     | FROM scratch                              | Dockerfile: no base image says for which platforms this can be built, as scratch and what is only for the builder have none. Fix: name the platforms by --platforms
            an ARG of nothing | ARG NAME ; FROM ${NAME}                   | line 2 of the Dockerfile names no image: ARG NAME has no value. Fix: give it one by --build-arg NAME=VALUE, or by ARG NAME=VALUE
            no ARG            | ARG TAG ; FROM a:${TAG:-}$NAME            | line 2 of the Dockerfile names no image: no ARG before the first FROM declares NAME. Fix: write ARG NAME=VALUE there
            """)
    void whatSaysNoPlatformIsWrongUsage(String name, String file, String message) throws IOException {
        assertThat(plan(file)).exitCode(2).stdoutIsEmpty().stderrIsOneLineWith("error: ", message);
        assertThat(folder.resolve(".multiarch/plan.json")).doesNotExist();
    }

    @Test
    void aTargetThatIsNotThereIsNamedWithTheStages() throws IOException {
        assertThat(plan("FROM REG:wide AS build ; FROM REG:wide", "--target=biuld"))
                .exitCode(2)
                .stderrIsOneLineWith("has no stage \"biuld\" for the target. Did you mean \"build\"?");
        assertThat(plan("FROM REG:wide AS build ; FROM REG:wide", "--target=nosuch"))
                .exitCode(2)
                .stderrIsOneLineWith("has no stage \"nosuch\" for the target. Its stages: build, 1");
    }

    @Test
    void aHostileDockerfileAsksForSomeImagesOnly() throws IOException {
        StringBuilder file = new StringBuilder("FROM scratch");
        for (int i = 0; i < 60; i++) {
            file.append(" ; COPY --from=REG:base").append(i).append(" /x /x");
        }

        assertThat(plan(file.toString())).exitCode(2).stderrContains("Dockerfile names more than 50 base images");
        assertThat(registry.lines()).hasSizeLessThan(60);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            no such file | --platforms-of-base Gone             | there is no
            no Dockerfile | --platforms-of-base odd.txt         | odd.txt:1
            alone        | --target x --platforms linux/amd64   | --target is for --platforms-of-base
            an argument alone | --build-arg A=b --platforms linux/amd64 | --build-arg is for --platforms-of-base
            """)
    void wrongUseIsRefused(String name, String line, String message) throws IOException {
        Files.writeString(folder.resolve("odd.txt"), "RUN x\n");

        assertThat(commands.in(folder).run(("plan --image o/app " + line).split(" ")))
                .exitCode(2)
                .stderrContains(message);
    }
}
