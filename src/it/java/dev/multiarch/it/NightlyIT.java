package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.github.ApiServer;
import dev.multiarch.json.JsonElements;
import dev.multiarch.record.stores.Buckets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A repository whose images are looked at every night: one platform's base image moves, the other one's does not. */
class NightlyIT extends WithConsumer {
    private static final String IMAGE = """
            on: push
            jobs:
              image:
                uses: org/multiarch-action/.github/workflows/multiarch.yml@v1
                with:
                  image: %s
                  platforms: linux/amd64,linux/arm64
                  tags: latest
                  records: oci://%s-records
                  builder: %s
            """;

    private static final String NIGHTLY = """
            on:
              schedule:
                - cron: '30 3 * * *'
            jobs:
              nightly:
                uses: org/multiarch-action/.github/workflows/nightly.yml@v1
                with:
                  image: %s:latest
                  records: oci://%s-records
                  builder: %s
            %s  after:
                needs: nightly
                if: always()
                runs-on: ubuntu-latest
                steps:
                  - run: echo "stale $LEGS"
                    env:
                      LEGS: ${{ needs.nightly.outputs.legs }}
            """;

    private MovingBase base;
    private String image;

    @BeforeEach
    void publish() throws IOException {
        image = stack.registry() + "/it/nightly-" + Long.toHexString(System.nanoTime());
        base = new MovingBase(commands, image + "-base").begin();
        consumer.write("Dockerfile", "FROM " + base.image() + "\nRUN uname -m > /built-on\n");
        assertThat(consumer.push(IMAGE.formatted(image, image, stack.remoteBuilder())))
                .exitCode(0);
    }

    private Transcript night(String... more) throws IOException {
        String inputs = String.join(
                "", List.of(more).stream().map(line -> "      " + line + "\n").toList());
        return consumer.schedule(NIGHTLY.formatted(image, image, stack.remoteBuilder(), inputs));
    }

    private Transcript crane(String... words) {
        Transcript transcript = commands.program(words);
        assertThat(transcript).exitCode(0);
        return transcript;
    }

    private List<String> entries() {
        String index = crane("crane", "manifest", image + ":latest").out();
        return JsonElements.of(index.getBytes(StandardCharsets.UTF_8), "manifests");
    }

    private static String of(List<String> entries, String architecture) {
        return entries.stream()
                .filter(entry -> entry.contains('"' + architecture + '"'))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void exactlyTheStalePlatformIsBuiltAgainAndTheNextNightChangesNothing() throws IOException {
        List<String> before = entries();
        String first = consumer.digest(image + ":latest");
        base.move("arm64", "2");
        // What is built again is of the old commit.
        consumer.write("Dockerfile", "FROM " + base.image() + "\nRUN echo later > /later\n");

        assertThat(night())
                .exitCode(0)
                .stdoutContains("build (linux/arm64)", "base-moved", "Verdict: pass", "stale 1")
                .stdoutDoesNotContain("build (linux/amd64)");
        List<String> after = entries();
        assertThat(of(after, "amd64")).isEqualTo(of(before, "amd64"));
        assertThat(of(after, "arm64")).isNotEqualTo(of(before, "arm64"));
        assertThat(after).hasSameSizeAs(before);
        assertThat(crane(
                        "sh",
                        "-c",
                        "crane export --platform linux/arm64 " + image + ":latest - | tar -xO content built-on"))
                .stdoutIs("aarch64\n2");
        String second = consumer.digest(image + ":latest");
        assertThat(second).isNotEqualTo(first);

        assertThat(night())
                .exitCode(0)
                .stdoutContains("0 to build again, 0 left, 0 unknown, 2 fresh", "stale 0")
                .stdoutDoesNotContain("build (linux/");
        assertThat(consumer.digest(image + ":latest")).isEqualTo(second);
    }

    /** Records in the registry are enough: an artifact is only the short way for a verdict. */
    @Test
    void withoutTheArtifactServiceANightIsJudgedByTheRegistry() throws IOException {
        String first = consumer.digest(image + ":latest");
        base.move("arm64", "2");
        consumer.with("TEST_ARTIFACTS_DOWN", "true");
        try (ApiServer github = ApiServer.start()) {
            consumer.on("org/app", github.url(), ApiServer.TOKEN);
            assertThat(night("issue: true"))
                    .exitCode(0)
                    .stdoutContains(
                            "build (linux/arm64)",
                            "the artifact service failed. This run has no artifact with the verdict",
                            "stale 1");
            assertThat(github.state.issues.open()).isEmpty();
            assertThat(github.errors()).isEmpty();
        }
        assertThat(consumer.digest(image + ":latest")).isNotEqualTo(first);
    }

    /** The policy changed, and what is published does not pass any more: neither does what is built again. */
    @Test
    void aBadNightKeepsTheTagAndOneIssueUntilAGoodOne() throws IOException {
        String first = consumer.digest(image + ":latest");
        try (ApiServer github = ApiServer.start()) {
            consumer.on("org/app", github.url(), ApiServer.TOKEN);
            policy("attestations: {sbom: required}"); // which a build may bring, and this one does not
            assertThat(night("policy: release.yaml", "issue: true"))
                    .exitCode(1)
                    .stdoutContains(
                            "build (linux/amd64)", "build (linux/arm64)", "image.attestations", "issue 1: opened");
            assertThat(consumer.digest(image + ":latest")).isEqualTo(first);
            assertThat(github.state.issues.open()).singleElement().asString().contains("image.attestations");

            policy("size: {max-compressed: 100MiB}");
            assertThat(night("policy: release.yaml", "issue: true"))
                    .exitCode(0)
                    .stdoutContains("stale 0")
                    .stdoutDoesNotContain("build (linux/");
            assertThat(github.state.issues.open()).isEmpty();
            assertThat(github.errors()).isEmpty();
        }
        assertThat(consumer.digest(image + ":latest")).isEqualTo(first);
    }

    /** The stand-in for Google's login writes a file and exports nothing, as the emulator asks for no password. */
    @Test
    void anExampleWithRecordsInGoogleCloudStorage() throws Exception {
        String records = "gs://" + Buckets.make() + "/records";
        consumer.with("STORAGE_EMULATOR_HOST", Stack.variable("MULTIARCH_IT_GCS"))
                .with("MULTIARCH_GCS_JAR", ReleasedAction.google().toString());
        consumer.write("Dockerfile", "FROM " + base.image() + "\nCOPY . /all\n");
        String published = IMAGE.replace("oci://%s-records", "%s").formatted(image, records, stack.remoteBuilder());
        assertThat(consumer.push(published)).exitCode(0);
        String digest = consumer.digest(image + ":latest");
        base.move("arm64", "2");
        assertThat(consumer.schedule(example("nightly-gcs").replace("gs://my-bucket/records", records)))
                .exitCode(0)
                .stdoutContains("0 left, 0 unknown, 1 fresh");
        assertThat(consumer.digest(image + ":latest")).isNotEmpty().isNotEqualTo(digest);
        assertThat(crane("sh", "-c", "crane export --platform linux/arm64 " + image + ":latest - | tar -t"))
                .stdoutContains("all/Dockerfile")
                .stdoutDoesNotContain("gha-creds");
    }

    private String example(String name) throws IOException {
        return Files.readString(Path.of("examples", name + ".yml"))
                .replace("ghcr.io/org/app", image)
                .replace("context: source", "context: source\n          builder: " + stack.remoteBuilder());
    }

    private void policy(String rules) throws IOException {
        consumer.write(
                "release.yaml",
                "apiVersion: multiarch/v1\nkind: Policy\nname: release\nextends: [baseline]\n" + "image: {" + rules
                        + "}\n");
    }
}
