package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.github.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each workflow of {@code examples} as it stands; only the registry is another one, and the builder is the stack's. A file
 * without a test here, in {@link NightlyIT} or in {@link SignedWorkflowIT} is a failure.
 */
class ExamplesIT extends WithConsumer {
    private static final String HEAD = "1111111111111111111111111111111111111111";

    private String team;

    @BeforeEach
    void nameTeam() throws IOException {
        team = "it/example-" + Long.toHexString(System.nanoTime());
        dockerfile("Dockerfile", "RUN uname -m > /built-on");
    }

    @Test
    void eachFileHasATest() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            Path tests = Path.of("src/it/java/dev/multiarch/it");
            String test = Files.readString(tests.resolve("ExamplesIT.java"))
                    + Files.readString(tests.resolve("NightlyIT.java"))
                    + Files.readString(tests.resolve("SignedWorkflowIT.java"));
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yml")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(test).contains("(\"" + name.replace(".yml", "") + "\")"));
        }
    }

    @Test
    void oneJob() throws IOException {
        assertThat(consumer.push(example("simplest"))).exitCode(0).stdoutContains("Verdict: pass");
        assertThat(consumer.digest(image("app") + ":latest")).isNotEmpty();
    }

    @Test
    void aRunnerForEachPlatform() throws IOException {
        assertThat(consumer.push(example("native-arm64"))).exitCode(0).stdoutContains("build (linux/arm64)");
        assertThat(consumer.digest(image("app") + ":latest")).isNotEmpty();
    }

    @Test
    void outputsOfMetadataAction() throws IOException {
        assertThat(consumer.push(example("metadata-action"))).exitCode(0);
        assertThat(consumer.tags(image("app")).lines()).containsExactlyInAnyOrder("1.2.3", "latest");
        Transcript index = commands.program("crane", "manifest", "--insecure", image("app") + ":1.2.3");
        assertThat(index)
                .exitCode(0)
                .stdoutContains(
                        "\"org.opencontainers.image.version\": \"1.2.3\"",
                        "\"org.opencontainers.image.description\": \"An app, with a comma and \\\"quotes\\\"\"");
        Transcript config =
                commands.program("crane", "config", "--insecure", "--platform=linux/arm64", image("app") + ":1.2.3");
        assertThat(config)
                .exitCode(0)
                .stdoutContains("An app, with a comma and \\\"quotes\\\"", "\"org.opencontainers.image.source\":");
    }

    @Test
    void aCacheBuildArgumentsAndSecrets() throws IOException {
        dockerfile("Dockerfile", """
                ARG VERSION
                ARG TITLE
                RUN test "$VERSION" = 1.2 && test "$TITLE" = "one, two"
                RUN --mount=type=secret,id=npm test "$(cat /run/secrets/npm)" = s3cr3t
                """);
        Transcript run = consumer.secret("NPM_TOKEN", "s3cr3t").push(example("cache-args-secrets"));
        assertThat(run).exitCode(0);
        assertThat(run.out() + run.err()).doesNotContain("s3cr3t");
        assertThat(consumer.tags(image("app")).lines())
                .containsExactlyInAnyOrder("latest", "buildcache-linux-amd64", "buildcache-linux-arm64");
    }

    @Test
    void statusCheckRunAndComment() throws IOException {
        try (ApiServer github = ApiServer.start()) {
            github.state.pull(12, "org/app", "feature", HEAD);
            consumer.on("org/app", github.url(), ApiServer.TOKEN);
            assertThat(consumer.pullRequest(example("pull-request"), 12, HEAD)).exitCode(0);
            assertThat(github.state.statuses).map(status -> status.get("state")).containsExactly("pending", "success");
            assertThat(github.state.checkRuns).hasSize(1);
            assertThat(github.state.comments).hasSize(1);
            assertThat(github.errors()).isEmpty();
        }
        assertThat(consumer.tags(image("app"))).isEmpty();
    }

    @Test
    void aPullRequestFromAFork() throws IOException {
        assertThat(consumer.pullRequestFromAFork(example("fork-pull-request")))
                .exitCode(0)
                .stdoutContains("nothing was pushed and no tag was moved", "not judged: whether the registry accepts")
                .stdoutDoesNotContain("type=gha");
        assertThat(consumer.pullRequest(example("fork-pull-request").replace("cache: true", "cache: false"), 12, HEAD))
                .exitCode(0)
                .stdoutContains("nothing was pushed and no tag was moved");
        assertThat(consumer.tags(image("app"))).isEmpty();
    }

    /** What is logged in to does not stay in the folder that the runner keeps, and its plugins and builders are found. */
    @Test
    void aRegistryThatAsksForAPassword() throws IOException {
        Path mine = Files.createDirectories(temp.resolve("docker-config"));
        for (String each : List.of("cli-plugins", "buildx")) {
            Path there = Path.of(System.getenv("DOCKER_CONFIG"), each);
            if (Files.exists(there)) {
                Files.createSymbolicLink(mine.resolve(each), there);
            }
        }
        String registry = Stack.variable("MULTIARCH_IT_SECURE_REGISTRY");
        String workflow = example("private-registry")
                .replace("registry.example.com/team", registry + "/" + team)
                .replace("username: ci", "username: " + Stack.variable("MULTIARCH_IT_SECURE_USER"));
        Transcript run = consumer.secret("REGISTRY_PASSWORD", Stack.variable("MULTIARCH_IT_SECURE_PASSWORD"))
                .with("DOCKER_CONFIG", mine.toString())
                .push(workflow);
        assertThat(run).exitCode(0).stdoutContains("logged in to " + registry);
        assertThat(mine.resolve("config.json")).doesNotExist();
        assertThat(commands.program("crane", "digest", registry + "/" + team + "/app:latest"))
                .exitCode(0);
    }

    @Test
    void twoImagesOfOneRepository() throws IOException {
        dockerfile("server/Dockerfile", "RUN echo server > /name");
        dockerfile("worker/Dockerfile", "RUN echo worker > /name");
        assertThat(consumer.push(example("two-images"))).exitCode(0);
        assertThat(consumer.digest(image("server") + ":latest"))
                .isNotEmpty()
                .isNotEqualTo(consumer.digest(image("worker") + ":latest"));
    }

    @Test
    void theTargetsOfABakeFile() throws IOException {
        dockerfile("server/Dockerfile", "RUN echo server > /name");
        dockerfile("worker/Dockerfile.worker", "ARG NAME\nRUN echo \"$NAME\" > /name");
        consumer.write("docker-bake.hcl", """
                variable "VERSION" {}
                target "server" {
                  context = "server"
                  platforms = ["linux/amd64", "linux/arm64"]
                  tags = ["%1$s:${VERSION}", "%1$s:latest"]
                }
                target "worker" {
                  context = "worker"
                  dockerfile = "Dockerfile.worker"
                  args = {NAME = "two words, ${VERSION}"}
                  platforms = ["linux/amd64"]
                  tags = ["%2$s:latest"]
                }
                target "not-asked-for" {}
                """.formatted(image("server"), image("worker")));
        String server = image("server");
        Transcript run = consumer.push(example("bake"));
        assertThat(run)
                .exitCode(0)
                .stdoutContains(
                        "build (server, linux/amd64)", "build (server, linux/arm64)", "build (worker, linux/amd64)");
        String digest = consumer.digest(server + ":latest");
        assertThat(digest).isNotEmpty().isEqualTo(consumer.digest(server + ":1.2.1"));
        assertThat(run)
                .stdoutContains(
                        "server pass " + server + "@" + digest,
                        "worker pass " + image("worker") + "@" + consumer.digest(image("worker") + ":latest"));
        assertThat(consumer.tags(image("worker"))).isEqualTo("latest");
        assertThat(commands.program("docker", "run", "--rm", image("worker") + ":latest", "cat", "/name"))
                .exitCode(0)
                .stdoutIs("two words, 1.2.1\n");
        assertThat(temp.resolve("artifacts").toFile().list())
                .contains("multiarch-verdict+image+server", "multiarch-verdict+image+worker");
    }

    @Test
    void imagesOfAnotherCiSystem() throws IOException {
        for (String architecture : List.of("amd64", "arm64")) {
            String copied = image("app") + ":1.2-" + architecture;
            Transcript copy = commands.program(
                    "crane",
                    "copy",
                    "--insecure",
                    "--platform=linux/" + architecture,
                    Stack.variable("MULTIARCH_IT_BASE_IMAGE"),
                    copied);
            assertThat(copy).exitCode(0);
        }
        assertThat(consumer.dispatch(example("other-ci"), "version=1.2"))
                .exitCode(0)
                .stdoutContains("Verdict: pass");
        assertThat(consumer.digest(image("app") + ":1.2"))
                .isNotEmpty()
                .isEqualTo(consumer.digest(image("app") + ":latest"));
    }

    @Test
    void aNightInWhichNothingIsStale() throws IOException {
        try (ApiServer github = ApiServer.start()) {
            consumer.on("org/app", github.url(), ApiServer.TOKEN);
            assertThat(consumer.push(example("nightly"))).exitCode(0).stdoutDoesNotContain("to build again");
            String digest = consumer.digest(image("app") + ":latest");
            assertThat(consumer.schedule(example("nightly")))
                    .exitCode(0)
                    .stdoutContains("1 image, 0 to build again, 0 left, 0 unknown, 2 fresh")
                    .stdoutDoesNotContain("build (linux/");
            assertThat(consumer.digest(image("app") + ":latest")).isNotEmpty().isEqualTo(digest);
            assertThat(github.state.issues.open()).isEmpty();
            assertThat(github.errors()).isEmpty();
        }
    }

    private String example(String name) throws IOException {
        String text = Files.readString(Path.of("examples", name + ".yml"));
        return text.replace("ghcr.io/org", stack.registry() + "/" + team)
                .replaceAll("(?m)^( *)(?:platforms|bake): [^(\\n]*$", "$0\n$1builder: " + stack.remoteBuilder());
    }

    private String image(String name) {
        return stack.registry() + "/" + team + "/" + name;
    }

    private void dockerfile(String file, String rest) throws IOException {
        consumer.write(file, "FROM " + Stack.variable("MULTIARCH_IT_BASE_IMAGE") + "\n" + rest + "\n");
    }
}
