package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of real BuildKit, their layers packed in each way it knows, with programs that fit their label and that don't. */
class ElfMachineIT extends InProject {
    private static final String HONEST =
            "FROM scratch\nARG TARGETARCH\nCOPY root-${TARGETARCH}/ /\nCMD [\"/bin/sh\"]\n";
    private static final String LYING = "FROM scratch\nCOPY root-amd64/ /\nCMD [\"/bin/sh\"]\n";
    private static final String HIDDEN = """
            FROM scratch
            ARG TARGETARCH
            COPY root-amd64/bin/busybox /bin/busybox
            COPY root-${TARGETARCH}/ /
            CMD ["/bin/sh"]
            """;

    @BeforeEach
    void ownLayers() throws IOException {
        // Layers of its own: BuildKit would hand those that are packed oddly here to other tests, out of its cache.
        for (String arch : List.of("amd64", "arm64", "arm")) {
            project.file("root-" + arch + "/only", project.image());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "gzip", "estargz", "zstd"})
    void programsForAnotherCpuAreFoundHoweverLayersArePacked(String compression) throws IOException {
        build(LYING, compression);
        assertThat(verify())
                .exitCode(1)
                .stdoutContains("/bin/busybox is x86-64, expected AArch64")
                .stdoutContains("build it for TARGETARCH");
        build(HONEST, compression);
        assertThat(verify()).exitCode(0).stdoutContains("image.elf-machine");
    }

    @Test
    void whatALaterLayerHidesIsNotHeldAgainstTheImage() throws IOException {
        build(HIDDEN, "gzip");
        assertThat(verify()).exitCode(0);
    }

    @ParameterizedTest
    @CsvSource({"entrypoint, 0, 1", "executables, 1, 1", "all, 1, 1"})
    void theScopeSaysWhichFilesCount(String scope, int all, int started) throws IOException {
        project.file("p.yaml", """
                apiVersion: multiarch/v1
                kind: Policy
                name: scope
                image:
                  elf-machine: {scope: %s}
                """.formatted(scope));
        build(HONEST.replace("CMD", "COPY root-amd64/bin/busybox /tools/x86\nCMD"), "gzip");
        assertThat(verify("--policy", "p.yaml")).exitCode(all);
        build(LYING, "gzip");
        assertThat(verify("--policy", "p.yaml")).exitCode(started);
    }

    @Test
    void aLayerThatIsKeptIsNotReadAgain() throws IOException {
        build(LYING, "gzip");
        assertThat(verify("--cache", "kept", "--format", "json"))
                .exitCode(1)
                .stdoutDoesNotContain("\"learnt\" : \"cache\"");
        assertThat(verify("--cache", "kept", "--format", "json")).exitCode(1).stdoutContains("\"learnt\" : \"cache\"");
        assertThat(Files.isDirectory(folder.resolve("kept/layers-v2/sha256"))).isTrue();
    }

    private Transcript verify(String... more) throws IOException {
        String[] line = new String[2 + more.length];
        line[0] = "verify-index";
        line[1] = project.image() + ":1";
        System.arraycopy(more, 0, line, 2, more.length);
        return here.run(line);
    }

    private void build(String dockerfile, String compression) throws IOException {
        project.file("Dockerfile", dockerfile);
        String output = "type=image,push=true,oci-mediatypes=true,force-compression=true,compression=" + compression
                + ",name=" + project.image() + ":1";
        assertThat(here.program(
                        "docker",
                        "buildx",
                        "build",
                        "--builder=" + stack.remoteBuilder(),
                        "--platform=linux/amd64,linux/arm64,linux/arm/v7",
                        "--output=" + output,
                        "."))
                .exitCode(0);
    }
}
