package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layouts as buildx, skopeo and crane write them: the verdict is the one on the same image in a registry. */
class LayoutIT {
    private static final String ALL = "linux/amd64,linux/arm64,linux/arm/v7";

    private final Stack stack = Stack.require();

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(3));

    @TempDir
    Path folder;

    private Commands here;
    private String image;

    @BeforeEach
    void image() {
        here = commands.in(folder);
        image = Stack.variable("MULTIARCH_IT_BASE_IMAGE");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "skopeo, a folder    | oci:out:1             | skopeo copy -q --all --src-tls-verify=false docker://IMAGE oci:out:1",
                "skopeo, an archive  | oci-archive:out.tar:1 | skopeo copy -q --all --src-tls-verify=false docker://IMAGE oci-archive:out.tar:1",
                "skopeo, no tag      | oci-archive:out.tar   | skopeo copy -q --all --src-tls-verify=false docker://IMAGE oci-archive:out.tar",
                "crane, a folder     | oci:out               | crane pull --format=oci IMAGE out",
                "regctl, an archive  | oci-archive:out.tar   | regctl --host reg=REGISTRY,tls=disabled image export IMAGE out.tar",
                "regctl, compressed  | oci-archive:out.tgz   | regctl --host reg=REGISTRY,tls=disabled image export --compress IMAGE out.tgz"
            })
    void whatAPeerCopiedIsJudgedAsInTheRegistry(String name, String layout, String command) {
        String words = command.replace("IMAGE", image).replace("REGISTRY", stack.registry());
        assertThat(here.program(words.split(" "))).exitCode(0);
        JsonObject there = verdict(image);
        JsonObject copied = verdict(layout);
        assertThat(copied.object("subject").text("reference")).isEqualTo(layout);
        assertThat(copied.object("subject").text("digest"))
                .isEqualTo(there.object("subject").text("digest"));
        assertThat(findings(copied)).isEqualTo(findings(there)).isNotEmpty();
    }

    /** The builder makes an archive of index, images and attestations. */
    @Test
    void whatBuildxWritesIsJudgedBeforeItIsPushed() throws IOException {
        Project.in(folder, stack, "layout");
        for (String output : List.of("type=oci,dest=out.tar", "type=oci,dest=out,tar=false")) {
            assertThat(here.program(
                            "docker",
                            "buildx",
                            "build",
                            "--builder",
                            stack.remoteBuilder(),
                            "--platform",
                            ALL,
                            "-q",
                            "--provenance=true",
                            "--output",
                            output,
                            "-t",
                            "app:1",
                            "."))
                    .exitCode(0);
        }
        JsonObject archive = verdict("oci-archive:out.tar:1");
        JsonObject unpacked = verdict("oci:out:1"); // another digest, as its provenance tells another time
        assertThat(findings(unpacked)).isEqualTo(findings(archive));
        assertThat(findings(archive)).anyMatch(line -> line.startsWith("image.elf-machine linux/arm/v7 pass "));
    }

    @Test
    void aLayerThatWasCutOutIsMissed() throws IOException {
        assertThat(here.program("crane", "pull", "--format=oci", image, "out")).exitCode(0);
        Path largest;
        try (Stream<Path> blobs = Files.list(folder.resolve("out/blobs/sha256"))) {
            largest = blobs.max((a, b) ->
                            Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
        }
        Files.delete(largest);
        assertThat(here.run("verify-index", "oci:out"))
                .exitCode(1)
                .stdoutContains(
                        "fail     image.blobs-exist", "the layout lacks layer 1 sha256:" + largest.getFileName());
    }

    /** The engine pulls what its host needs and saves the index as it was: with names of images that are not there. */
    @Test
    void whatDockerSavesOfAnIndexIsSparse() {
        String name = stack.registry() + "/reading/saved-" + UUID.randomUUID() + ":1";
        assertThat(here.program("crane", "copy", image, name)).exitCode(0);
        assertThat(here.program("docker", "pull", "-q", name)).exitCode(0);
        assertThat(here.program("docker", "save", "-o", "saved.tar", name)).exitCode(0);
        assertThat(here.program("docker", "rmi", name)).exitCode(0);
        assertThat(here.run("verify-index", "oci-archive:saved.tar"))
                .exitCode(1)
                .stdoutContains(
                        "fail     image.blobs-exist [linux/arm64] the layout lacks manifest sha256:",
                        "pass     image.blobs-exist [linux/amd64]",
                        "pass     image.elf-machine [linux/amd64]");
    }

    @Test
    void aSingleImageIsJudgedAsItsOnePlatform() {
        assertThat(here.program(
                        "skopeo", "copy", "-q", "--src-tls-verify=false", "docker://" + image, "oci-archive:one.tar:1"))
                .exitCode(0);
        assertThat(here.run("verify-index", "oci-archive:one.tar:1", "--require", "linux/amd64"))
                .exitCode(0)
                .stdoutContains("it is a single image for linux/amd64");
        assertThat(here.run("verify-index", "oci-archive:one.tar:1", "--require", "linux/arm64"))
                .exitCode(1)
                .stdoutContains("expected linux/arm64");
    }

    private JsonObject verdict(String subject) {
        Transcript transcript = here.run("verify-index", subject, "--require", ALL, "--format", "json");
        assertThat(transcript).exitCode(0);
        return Json.read(transcript.out().getBytes(StandardCharsets.UTF_8), subject);
    }

    /** What may differ is where it was learnt. */
    private static List<String> findings(JsonObject verdict) {
        return verdict.objects("findings").stream()
                .map(f -> f.text("rule") + " " + f.optionalText("platform").orElse("-") + " " + f.text("outcome") + " "
                        + f.optionalText("actual").orElse("-"))
                .toList();
    }
}
