package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.registry.embedded.Fault;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --also-single}: a tag of one image moves as those of the index do. */
class AlsoSingleTest extends WithOtherImages {
    @BeforeEach
    void plan() throws Exception {
        images.planned(folder, "p", "linux/amd64", "linux/arm64");
    }

    private Transcript run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--engine", "native"));
        return commands.in(folder).run(all.toArray(String[]::new));
    }

    private Digest image(String index, String platform) throws Exception {
        return Index.parse(images.client.manifest(images.ref(index)).bytes(), index).images().stream()
                .filter(entry -> entry.platformText().equals(platform))
                .findFirst()
                .orElseThrow()
                .digest();
    }

    @Test
    void itPointsToTheImageAlone() throws Exception {
        Transcript answer = run("merge", "--tag", "1", "--also-single", "linux/arm64=1-arm64,linux/amd64=1-amd64");
        assertThat(answer).exitCode(0).stdoutContains("app:1-arm64 now points to", "the image of linux/arm64 alone");
        assertThat(images.digest("app:1-arm64")).isEqualTo(image("app:1", "linux/arm64"));
        assertThat(images.digest("app:1-amd64")).isEqualTo(image("app:1", "linux/amd64"));
        List<String> puts = images.lines().stream()
                .filter(line -> line.startsWith("PUT /v2/app/manifests/1"))
                .toList();
        assertThat(puts)
                .containsExactly(
                        "PUT /v2/app/manifests/1", "PUT /v2/app/manifests/1-arm64", "PUT /v2/app/manifests/1-amd64");
        assertThat(run("merge", "--tag", "1", "--also-single", "linux/arm64=1-arm64"))
                .exitCode(0)
                .stdoutContains("app:1-arm64 stays at", "it points there already");
        assertThat(commands.in(folder).run("why", "1-arm64"))
                .exitCode(0)
                .stdoutContains(image("app:1", "linux/arm64").toString());
    }

    @Test
    void theAnswerSaysWhoseImageItIs() throws Exception {
        Transcript answer = run("merge", "--tag", "1", "--also-single", "linux/arm64=1-arm64", "--format", "json");
        assertThat(answer).exitCode(0);
        assertThat(JsonSchemas.errors("merge-v1.schema.json", answer.out())).isEmpty();
        JsonNode tags = new ObjectMapper().readTree(answer.out()).get("tags");
        assertThat(tags).hasSize(2);
        assertThat(tags.get(0).has("platform")).isFalse();
        assertThat(tags.get(1).get("platform").asText()).isEqualTo("linux/arm64");
        assertThat(tags.get(1).get("after").asText())
                .isEqualTo(image("app:1", "linux/arm64").toString());
    }

    @Test
    void withoutAGoodVerdictItDoesNotMove() throws Exception {
        assertThat(run("merge", "--tag", "1", "--also-single", "linux/arm64=a", "--require", "linux/s390x"))
                .exitCode(1)
                .stdoutContains("no tag was moved");
        assertThat(images.client.tags(images.ref("app"))).isEmpty();
    }

    /** None moves unless all may. */
    @Test
    void anImmutableOneKeepsAll() throws Exception {
        images.image("app:1-arm64", "linux/arm64");
        Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: multiarch/v1
                kind: Policy
                name: release
                immutable-tags: ['1-*']
                image:
                  platforms:
                    required: [linux/arm64]
                """);
        assertThat(run("merge", "--tag", "1", "--also-single", "linux/arm64=1-arm64", "--policy", "p.yaml"))
                .exitCode(1)
                .stderrContains("app:1-arm64 is immutable");
        assertThat(images.client.tags(images.ref("app"))).containsExactly("1-arm64");
    }

    @Test
    void itNeverMovesBackwards() throws Exception {
        Digest newer = images.created("app:1-arm64", "linux/arm64", "2026-06-01T00:00:00Z");
        assertThat(run("merge", "--tag", "1", "--also-single", "linux/arm64=1-arm64"))
                .exitCode(1)
                .stderrContains("app:1-arm64", newer.toString(), "--allow-older");
        assertThat(images.client.tags(images.ref("app"))).containsExactly("1-arm64");
        assertThat(run("merge", "--tag", "1", "--also-single", "linux/arm64=1-arm64", "--allow-older"))
                .exitCode(0)
                .stdoutContains("(was " + newer + ")");
    }

    @Test
    void aPlatformThatTheIndexLacksKeepsAll() throws Exception {
        assertThat(run("merge", "--tag", "1", "--also-single", "linux/s390x=1-s390x"))
                .exitCode(1)
                .stderrContains("has no image for linux/s390x, it has linux/amd64, linux/arm64", "No tag was moved");
        assertThat(images.client.tags(images.ref("app"))).isEmpty();
    }

    @Test
    void afterAFailureEachTagIsNamedAndTheFixCompletesIt() throws Exception {
        images.server.fail("PUT /v2/app/manifests/1-arm64", Fault.error(400, "MANIFEST_INVALID", "no"), Fault.none());
        Transcript failed = run("merge", "--tag", "1", "--also-single", "linux/arm64=1-arm64");
        assertThat(failed)
                .exitCode(4)
                .stdoutContains("app:1 points to it", "app:1-arm64 points to nothing")
                .stderrContains("400 MANIFEST_INVALID", " --also-single linux/arm64=" + images.ref("app:1-arm64"));
        String fix = failed.err().replaceFirst("(?s).*multiarch (promote \\S+ --tag \\S+ --also-single \\S+).*", "$1");
        assertThat(run(fix.strip().split(" "))).exitCode(0);
        assertThat(images.digest("app:1-arm64")).isEqualTo(image("app:1", "linux/arm64"));
    }

    @Test
    void aPromotionMovesItToAnotherRepositoryToo() throws Exception {
        assertThat(run("merge", "--no-promote")).exitCode(0);
        String digest = images.lines().stream()
                .filter(line -> line.startsWith("PUT /v2/app/manifests/sha256:"))
                .reduce((first, second) -> second)
                .orElseThrow()
                .replaceFirst(".*/", "");
        String far = images.ref("far/app:1-arm64").toString();
        assertThat(run(
                        "promote",
                        images.ref("app").name() + "@" + digest,
                        "--tag",
                        "1",
                        "--also-single",
                        "linux/arm64=" + far))
                .exitCode(0);
        assertThat(images.digest("far/app:1-arm64")).isEqualTo(image("app:1", "linux/arm64"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "linux/arm64, expected a platform and a tag",
        "=x, expected a platform and a tag",
        "linux/arm64=1, is to point to two things",
        "linux/arm64=x\"y, malformed",
        "'linux/arm64=a,linux/amd64=a', is to point to two things",
        "linux/arm64=multiarch-intent-x, Fix: choose another name",
    })
    void wrongUsageIsSaid(String value, String said) {
        assertThat(run("merge", "--tag", "1", "--also-single", value))
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrContains(said);
    }
}
