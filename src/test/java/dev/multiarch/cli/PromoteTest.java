package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What promote says of tags when moving them fails: what was read, and no more. */
class PromoteTest {
    private static final Digest INDEX = Digest.of(Sample.INDEX);
    private static final String TAG = "/v2/app/manifests/2";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start().on("GET /v2/app/manifests/" + INDEX, Sample.index());

    @AfterEach
    void close() {
        server.close();
    }

    private Transcript promote(String... more) {
        String[] words = {"promote", server.host() + "/app@" + INDEX, "--tag", "2", "--unjudged", "test of tags"};
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return commands.in(folder)
                .with("PATH", folder + ":" + System.getenv("PATH"))
                .run(all);
    }

    @Test
    void aTagThatCannotBeReadBackIsNotSpokenFor() {
        server.on("PUT " + TAG, Reply.raw("nonsense")).on("HEAD " + TAG, Reply.raw("nonsense"));
        assertThat(promote("--engine", "native"))
                .exitCode(4)
                .stdoutContains(
                        "It is not known where " + server.host() + "/app:2 points to: ",
                        "does not answer in HTTP (HEAD, 1 attempt)\n")
                .stderrContains(
                        "(PUT, 1 attempt). Fix: ",
                        "Then: multiarch promote " + server.host() + "/app@" + INDEX + " --tag " + server.host()
                                + "/app:2")
                .stderrDoesNotContain("tag was moved")
                .stderrDoesNotContain("..");
    }

    @Test
    void aTagThatMovedAllTheSameIsSaidToHave() {
        server.on("PUT " + TAG, Reply.raw("nonsense")).on("HEAD " + TAG, Sample.index());
        assertThat(promote("--engine", "native"))
                .exitCode(4)
                .stdoutContains("/app:2 points to it")
                .stderrContains("All tags point to the candidate all the same: nothing is left to do")
                .stderrDoesNotContain("multiarch promote");
    }

    @Test
    void aTagThatDidNotMoveIsSaidNotToHave() {
        server.on("PUT " + TAG, Reply.error(403, "DENIED", "no"));
        assertThat(promote("--engine", "native"))
                .exitCode(4)
                .stdoutContains(server.host() + "/app:2 points to nothing\n")
                .stderrContains("403 DENIED")
                .stderrDoesNotContain("points to nothing");
    }

    @Test
    void theNamedBuildersSettingsAreTakenForTags() throws IOException {
        Path docker = Files.writeString(folder.resolve("docker"), """
                #!/bin/sh
                echo "$*" >> "$(dirname "$0")/calls"
                [ "$2" != version ] || echo github.com/docker/buildx v0.20.0 abc
                """);
        assertThat(docker.toFile().setExecutable(true)).isTrue();
        assertThat(promote("--engine", "imagetools", "--builder", "mine")).exitCode(4);
        assertThat(folder.resolve("calls"))
                .content(StandardCharsets.UTF_8)
                .contains("buildx imagetools create --builder mine -t " + server.host() + "/app:2 " + server.host()
                        + "/app@" + INDEX);
    }
}
