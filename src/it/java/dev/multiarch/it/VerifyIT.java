package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code verify-index} as people call it, on images of real BuildKit in a real registry. */
class VerifyIT extends InProject {
    private static final String HONEST = """
            FROM scratch
            ARG TARGETARCH
            COPY root-${TARGETARCH}/ /
            ENV KEPT=1
            LABEL org.opencontainers.image.source=https://example.com/app org.opencontainers.image.revision=0123abc
            CMD ["/bin/sh"]
            """;
    private static final String SOURCE = "--annotation=index:org.opencontainers.image.source=https://example.com/app";
    private static final String REVISION = "--annotation=index:org.opencontainers.image.revision=0123abc";

    @BeforeEach
    void writeDockerfile() throws IOException {
        project.file("Dockerfile", HONEST);
    }

    private Transcript verify(String... words) {
        List<String> all = new ArrayList<>(List.of("verify-index"));
        all.addAll(List.of(words));
        return here.run(all.toArray(String[]::new));
    }

    private void build(String tag, String... flags) {
        List<String> line = new ArrayList<>(List.of(
                "docker",
                "buildx",
                "build",
                "--builder=" + stack.remoteBuilder(),
                "--platform=linux/amd64,linux/arm64",
                "--output=type=image,push=true,oci-mediatypes=true,name=" + project.image() + ":" + tag));
        line.addAll(List.of(flags));
        line.add(".");
        assertThat(here.program(line.toArray(String[]::new))).exitCode(0);
    }

    @Test
    void anImageOfReleaseGradePassesStrict() {
        build("1", "--provenance=true", SOURCE, REVISION);
        assertThat(verify(project.image() + ":1", "--policy", "strict", "--require", "linux/amd64,linux/arm64"))
                .exitCode(0)
                .stdoutContains(
                        "pass     image.elf-machine [linux/amd64] ",
                        "pass     image.attestations [linux/amd64, linux/arm64] it has provenance",
                        "pass: 0 failed, 0 unknown");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no provenance    | --provenance=false | image.attestations [linux/amd64, linux/arm64] it lacks provenance",
                "no revision      | --provenance=true  | the annotation org.opencontainers.image.revision is not there",
                "another CPU's    | FROM scratch; COPY root-amd64/ /; CMD [\"/bin/sh\"] | is x86-64, expected AArch64",
                "other variables  | FROM scratch; ARG TARGETARCH; COPY root-${TARGETARCH}/ /; ENV A=${TARGETARCH} | image.consistency",
            })
    void whatFallsShortOfStrictIsNamed(String what, String change, String words) throws IOException {
        if (change.startsWith("FROM")) {
            project.file("Dockerfile", change.replace("; ", "\n") + "\n");
        }
        List<String> flags = new ArrayList<>(List.of(SOURCE));
        flags.add(change.startsWith("--") ? change : "--provenance=true");
        if (!what.equals("no revision")) {
            flags.add(REVISION);
        }
        build("1", flags.toArray(String[]::new));
        assertThat(verify(project.image() + ":1", "--policy", "strict"))
                .exitCode(1)
                .stdoutContains(words);
    }

    @Test
    void manyTagsAreJudgedInOneCall() throws IOException {
        build("v1.0", "--provenance=false");
        for (String tag : List.of("v1.1", "v1.2", "latest")) {
            assertThat(here.program("crane", "tag", project.image() + ":v1.0", tag))
                    .exitCode(0);
        }
        project.file("Dockerfile", "FROM scratch\nCOPY root-amd64/ /\nCMD [\"/bin/sh\"]\n");
        build("v2.0", "--provenance=false");
        assertThat(verify(project.image(), "--tags", "v*"))
                .exitCode(1)
                .stdoutContains(
                        "fail     v2.0 sha256:",
                        "image.elf-machine [linux/arm64]",
                        "pass     v1.2 sha256:",
                        "fail: 4 tags of " + project.image() + " like v*: 3 passed, 1 failed, 0 unknown")
                .stdoutDoesNotContain("latest");
        assertThat(verify(project.image(), "--tags", "v1.*")).exitCode(0).stdoutContains("3 passed, 0 failed");
        assertThat(verify(project.image(), "--tags", "nightly-*")).exitCode(3).stderrContains("has no tag like");
    }
}
