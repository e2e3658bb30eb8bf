package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.ServedImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command, with a builder that answers as BuildKit did; SmokeIT has a real one. */
class SmokeCommandTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);
    private SmokeBuilder builder;

    @BeforeEach
    void twoPlatforms() throws IOException {
        builder = SmokeBuilder.in(folder);
        builder.programOf("amd64", "amd64");
        builder.programOf("arm64", "arm64");
        publish(
                shelf.image("linux", "amd64"),
                shelf.image("linux", "arm64", ", \"config\": {\"Entrypoint\": [\"/app\"]}"));
        policy("smoke.yaml", "image: {smoke: [[/app, -m]]}\n");
        policy("other.yaml", "image: {config-match: true}\n");
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** @param amd64 the descriptor of the image that the index has for amd64 */
    private void publish(String amd64, String arm64) {
        String index =
                ServedImages.indexOf(ServedImages.on(amd64, "linux/amd64"), ServedImages.on(arm64, "linux/arm64"));
        shelf.tag(MediaTypes.OCI_INDEX, index);
    }

    private void policy(String name, String rules) throws IOException {
        Files.writeString(folder.resolve(name), "apiVersion: multiarch/v1\nkind: Policy\nname: " + name + "\n" + rules);
    }

    private Transcript run(String command, String... words) {
        List<String> all = new ArrayList<>(List.of(command, server.host() + "/app:1"));
        all.addAll(List.of(words));
        return commands.in(folder)
                .with("PATH", builder.programs().folder() + ":" + System.getenv("PATH"))
                .run(all.toArray(String[]::new));
    }

    @Test
    void runsTheCommandInEachPlatformsOwnManifest() throws IOException {
        assertThat(run("smoke", "--contains", "arch", "--", "/app", "-m"))
                .exitCode(0)
                .stdoutContains(
                        "pass     image.smoke [linux/amd64] /app -m exited with 0 and printed \"aarch64\" (native: command).",
                        "pass     image.smoke [linux/arm64] /app -m exited with 0 and printed \"aarch64\" (emulated: command).");
        String from = server.host() + "/app@sha256:[0-9a-f]{64}";
        String run = "RUN --network=none \\[\"/app\", \"-m\"]\n";
        List<String> alone = builder.dockerfiles();
        alone.removeIf(text -> text.contains(" AS "));
        assertThat(alone)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("FROM " + from + "\n" + run));
        // What this builder says of the build of both is not of its stages, so each is built alone as well.
        String read = "FROM --platform=linux/amd64 scratch AS head%1$d\nCOPY --chmod=755 reader-linux-amd64 /probe\n"
                + "RUN --mount=type=bind,from=image%1$d,target=/image \\[\"/probe\", \"/image\", \"/app\", \"/bin/sh\","
                + " \"/bin/bash\"\\]\n";
        assertThat(builder.dockerfiles())
                .hasSize(3)
                .filteredOn(text -> !alone.contains(text))
                .allMatch(text -> text.matches("FROM --platform=linux/amd64 " + from + " AS image0\n"
                        + "FROM --platform=linux/arm64 " + from + " AS image1\n"
                        + "FROM image0 AS run0\n" + run + "FROM image1 AS run1\n" + run + read.formatted(0)
                        + read.formatted(1) + "FROM --platform=linux/arm64 scratch AS probe0\n(?s:.*)"
                        + "FROM scratch\nCOPY --from=run0 /\\S+\\* /\nCOPY --from=run1 /\\S+\\* /\n"
                        + "COPY --from=head0 /multiarch-facts /head0\n(?s:.*)"));
    }

    @Test
    void aProgramForAnotherCpuFailsWhateverItDid() throws IOException {
        builder.programOf("arm64", "amd64");
        assertThat(run("smoke", "--", "/app", "-m"))
                .exitCode(1)
                .stdoutContains(
                        "pass     image.smoke [linux/amd64]",
                        "fail     image.smoke [linux/arm64] /app -m is a program for another CPU: /app is x86-64, expected"
                                + " AArch64. It exited with 0 on this builder, which says nothing of its platform.",
                        "Fix: build it for TARGETARCH");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "text; /app is neither ELF nor a script",
                "; the image has no program /app",
                "#!/bin/sh; the image has no program /bin/sh",
                "#!/app; scripts start scripts more than 5 times"
            })
    void aProgramThatIsNotKnownNeverPasses(String beginning, String why) throws IOException {
        builder.programOf("arm64", (beginning == null ? "" : beginning).getBytes(StandardCharsets.UTF_8));
        assertThat(run("smoke", "--", "/app"))
                .exitCode(3)
                .stdoutContains(
                        "[linux/arm64] /app could not be run: what exited with 0 is not known to be a program for"
                                + " linux/arm64: " + why,
                        "1 unknown, 1 passed");
    }

    @Test
    void theEntrypointIsTheImagesOwnAndOneWithoutAnyIsUnknown() throws IOException {
        assertThat(run("smoke", "--entrypoint", "--", "-m")).exitCode(0).stdoutContains("ENTRYPOINT -m exited with 0");
        assertThat(builder.dockerfiles()).anyMatch(text -> text.contains("[\"/app\", \"-m\"]"));
        assertThat(run("smoke"))
                .exitCode(3)
                .stdoutContains(
                        "[linux/amd64] ENTRYPOINT could not be run: the image has neither an entrypoint nor a command");
    }

    @Test
    void aPolicysCommandIsJudgedByWhatItExpects() {
        assertThat(run("smoke", "--policy", "smoke.yaml")).exitCode(0).stdoutContains("2 passed");
        assertThat(run("verify-index", "--policy", "smoke.yaml", "--run"))
                .exitCode(0)
                .stdoutContains("2 passed");
        assertThat(run("verify-index", "--policy", "smoke.yaml"))
                .exitCode(3)
                .stdoutContains("no command was run in this image", "Fix: run it: multiarch verify-index --run");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "--exit-code 3;        exited with 0 and printed \"aarch64\" (native: command), expected that it exits with 3",
                "--contains x86;       expected that it exits with 0 and prints a text with \"x86\"",
                "--matches [0-9]+;     expected that it exits with 0 and prints a text like [0-9]+"
            })
    void whatIsExpectedDecides(String options, String message) {
        List<String> words = new ArrayList<>(List.of(options.split(" ")));
        words.addAll(List.of("--", "/app"));
        assertThat(run("smoke", words.toArray(String[]::new))).exitCode(1).stdoutContains(message);
    }

    @Test
    void whatTheBuilderWouldRunInsteadIsUnknown() throws IOException {
        publish(
                shelf.image("linux", "arm64"),
                shelf.image("linux", "arm64", ", \"config\": {\"OnBuild\": [\"RUN x\"]}"));
        assertThat(run("smoke", "--", "/app"))
                .exitCode(3)
                .stdoutContains(
                        "[linux/amd64] what its programs do is unknown: its config says linux/arm64, and a builder runs it as that",
                        "[linux/arm64] what its programs do is unknown: it has 1 ONBUILD instruction, which a builder would run first");
        assertThat(builder.dockerfiles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "smoke --policy other.yaml; none has image.smoke",
                "smoke --exit-code x -- /a; --exit-code expected an exit code from 0 to 255, found \"x\"",
                "smoke --time-limit 2d -- /a; --time-limit expected a duration from 1s to 1h, found 2d",
                "smoke --matches ( -- /a; --matches expected a regular expression",
                "smoke --env A-B=1 -- /a; expected the name of a variable, such as LANG",
                "smoke --matches a --contains b -- /a; found 2 of them",
                "verify-index --run --policy other.yaml; --run: no policy says what to run",
                "verify-index --builder ci; nothing is run without --run",
                "verify-index --tags 1.* --run --policy smoke.yaml; --run runs the images of one tag"
            })
    void wrongUsageSaysWhatToDo(String line, String message) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        String command = words.remove(0);
        if (words.contains("--tags")) {
            words.add(0, server.host() + "/app");
            words.add(0, command);
            assertThat(commands.in(folder).run(words.toArray(String[]::new)))
                    .exitCode(2)
                    .stderrContains(message);
        } else {
            assertThat(run(command, words.toArray(String[]::new))).exitCode(2).stderrContains(message);
        }
    }

    @Test
    void withoutABuilderAllIsUnknown() throws IOException {
        builder.programs().with("docker", "echo 'ERROR: no builder \"ci\" found' >&2; exit 1");
        builder.programs().with("docker-buildx", "exit 1");
        assertThat(run("smoke", "--", "/app"))
                .exitCode(3)
                .stdoutContains(
                        "0 failed, 2 unknown", "Fix: install Docker with its buildx plugin, or docker-buildx alone.")
                .stdoutDoesNotContain("Fix: install Docker with its buildx plugin, or docker-buildx alone. Fix");
    }
}
