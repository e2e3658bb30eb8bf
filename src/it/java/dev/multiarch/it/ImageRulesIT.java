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

/** The rules on what an image says of itself, on images of real BuildKit in a real registry. */
class ImageRulesIT extends InProject {
    private static final String DOCKERFILE = """
            FROM scratch
            ARG TARGETARCH
            COPY Dockerfile /
            LABEL org.opencontainers.image.licenses=MIT
            ENV BUILT_FOR=${TARGETARCH}
            CMD ["/app"]
            """;
    private static final String BOTH = "linux/amd64,linux/arm64";

    @BeforeEach
    void writeDockerfile() throws IOException {
        project.file("Dockerfile", DOCKERFILE);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "attestations: {provenance: required}              | --provenance=true                 | 0 | it has provenance",
                "attestations: {provenance: required}              | --provenance=false                | 1 | it lacks provenance",
                "attestations: {provenance: required, sbom: required} | --provenance=true              | 1 | it lacks sbom, expected provenance and sbom, found provenance",
                "size: {max-compressed: 1MiB, max-layers: 1}       | --provenance=false                | 0 | in 1 layer",
                "size: {max-compressed: 0KiB}                      | --provenance=false                | 1 | expected at most 0 KiB compressed",
                "consistency: {same: [cmd, labels, user]}          | --provenance=false                | 0 | are the same on all platforms",
                "consistency: {except: {env: [BUILT_FOR]}}         | --provenance=false                | 0 | are the same on all platforms",
                "consistency: true                                 | --provenance=false                | 1 | its env BUILT_FOR is \"arm64\", expected \"amd64\" as on linux/amd64",
                "labels: {org.opencontainers.image.licenses: {equals: MIT}} | --provenance=false       | 0 | is \"MIT\", as asked for",
                "labels: {maintainer: {present: true}}             | --provenance=false                | 1 | the label maintainer is not there, expected any text",
                "annotations: {a: {matches: \"[0-9]+\"}}           | --annotation=index:a=42           | 0 | is \"42\", as asked for",
                "annotations: {a: {matches: \"[0-9]+\"}}           | --annotation=index:a=x            | 1 | is \"x\", expected a text like [0-9]+",
                "created-skew: {max: 1h}                           | --build-arg=SOURCE_DATE_EPOCH=1700000000 | 0 | as with SOURCE_DATE_EPOCH",
                "media-types: {allow: [oci]}                       | --provenance=true                 | 0 | are oci",
                "media-types: {allow: [oci]}                       | --provenance=false                | 1 | expected oci alone",
            })
    void judges(String rule, String flag, int exit, String message) throws IOException {
        boolean docker = rule.startsWith("media-types") && exit == 1;
        build(BOTH, "1", docker ? "oci-mediatypes=false" : "oci-mediatypes=true", flag);
        assertThat(verify(rule)).exitCode(exit).stdoutContains(message);
    }

    @Test
    void aLegThatWasLeftOverIsFound() throws IOException {
        build(
                "linux/amd64",
                "amd64",
                "oci-mediatypes=true",
                "--provenance=false",
                "--build-arg=SOURCE_DATE_EPOCH=1700000000");
        build(
                "linux/arm64",
                "arm64",
                "oci-mediatypes=true",
                "--provenance=false",
                "--build-arg=SOURCE_DATE_EPOCH=1600000000");
        assertThat(here.program(
                        "docker",
                        "buildx",
                        "imagetools",
                        "create",
                        "-t",
                        project.image() + ":1",
                        project.image() + ":amd64",
                        project.image() + ":arm64"))
                .exitCode(0);
        assertThat(verify("created-skew: {max: 30d}"))
                .exitCode(1)
                .stdoutContains("linux/arm64 was created at 2020-09-13T12:26:40Z, linux/amd64 1157d");
        assertThat(verify("created-skew: {max: 2000d}")).exitCode(0);
    }

    /** Somebody cleaned up: every rule that reads the configs says that it does not know. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "consistency: true",
                "labels: {only: {present: true}}",
                "created-skew: {max: 1h}",
            })
    void whatIsGoneIsUnknown(String rule) throws IOException {
        project.file("Dockerfile", DOCKERFILE + "LABEL only=" + folder.getFileName() + rule.hashCode() + "\n");
        build(BOTH, "1", "oci-mediatypes=true", "--provenance=false");
        Transcript manifest = here.program("crane", "manifest", "--platform=linux/arm64", project.image() + ":1");
        assertThat(manifest).exitCode(0);
        String config = manifest.out()
                .replaceFirst("(?s).*\"config\".*?\"digest\": *\"([^\"]+)\".*", "$1")
                .strip();
        delete("blobs/" + config);
        assertThat(verify(rule)).exitCode(3).stdoutContains("unknown  image.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"size: {max-layers: 9}", "media-types: {mixed: false}", "attestations: {provenance: required}"})
    void aManifestThatIsGoneIsUnknownOrMissing(String rule) throws IOException {
        project.file("Dockerfile", DOCKERFILE + "LABEL only=" + folder.getFileName() + rule.hashCode() + "\n");
        build(BOTH, "1", "oci-mediatypes=true", "--provenance=true");
        Transcript index = here.program("crane", "manifest", project.image() + ":1");
        assertThat(index).exitCode(0);
        boolean attestation = rule.startsWith("attestations");
        String wanted = attestation ? "vnd.docker.reference.digest" : "\"arm64\"";
        for (String entry : index.out().split("(?=\"mediaType\")")) {
            if (entry.contains(wanted)) {
                delete("manifests/"
                        + entry.replaceFirst("(?s).*?\"digest\": *\"([^\"]+)\".*", "$1")
                                .strip());
            }
        }
        assertThat(verify(rule)).exitCode(3).stdoutContains("unknown  image.");
    }

    private void delete(String what) {
        String repository = project.image().substring(project.image().indexOf('/') + 1);
        assertThat(here.program(
                        "curl",
                        "-fsS",
                        "-X",
                        "DELETE",
                        "http://" + stack.registry() + "/v2/" + repository + "/" + what))
                .exitCode(0);
    }

    private Transcript verify(String rule) throws IOException {
        project.file("p.yaml", "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimage:\n  " + rule + "\n");
        return here.run("verify-index", project.image() + ":1", "--policy", "p.yaml");
    }

    private void build(String platforms, String tag, String types, String... flags) {
        List<String> line = new ArrayList<>(List.of(
                "docker",
                "buildx",
                "build",
                "--builder=" + stack.remoteBuilder(),
                "--platform=" + platforms,
                "--output=type=image,push=true," + types + ",name=" + project.image() + ":" + tag));
        line.addAll(List.of(flags));
        line.add(".");
        assertThat(here.program(line.toArray(String[]::new))).exitCode(0);
    }
}
