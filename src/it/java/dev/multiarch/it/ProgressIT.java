package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code --progress table}, with what a real BuildKit prints. */
class ProgressIT extends InProject {
    private void steps(String last) throws IOException {
        project.file(
                "Dockerfile",
                "FROM --platform=$BUILDPLATFORM " + Stack.variable("MULTIARCH_IT_BASE_IMAGE")
                        + " AS native\nARG SALT\nRUN sleep 0.3; echo hidden $SALT >/native\nFROM scratch\nARG TARGETARCH\n"
                        + "COPY root-${TARGETARCH}/ /\nCOPY --from=native /native /\nARG API_TOKEN\n" + last + "\n");
    }

    private Transcript build(String... more) {
        String[] first = {
            "build", "--platform", "linux/arm64", "--builder", stack.remoteBuilder(), "--progress", "table", "--", "."
        };
        String[] words = new String[first.length + more.length];
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(more, 0, words, first.length, more.length);
        assertThat(here.run("plan", "--image", image, "--platforms", "linux/arm64", "--plan-id", "p1"))
                .exitCode(0);
        return here.run(words);
    }

    @Test
    void aLineAStepSaysWhereItRanAndHowLong() throws IOException {
        steps("RUN sleep 0.5; echo $API_TOKEN; uname -m");
        Transcript built = build("--build-arg", "SALT=" + image, "--build-arg", "API_TOKEN=planted-token");
        assertThat(built)
                .exitCode(0)
                .stderrDoesNotContain("#1 [")
                .stderrDoesNotContain("planted-token")
                .stderrContains("of it emulated (by steps)");
        assertThat(built.err())
                .containsPattern(
                        "(?m)^linux/amd64 +native +[0-9.]+ s  \\[native 2/2] RUN sleep 0.3.* \\(Dockerfile:3\\)$")
                .containsPattern("(?m)^linux/arm64 +- +([0-9.]+ s|cached)  \\[stage-1 1/3] COPY .* \\(Dockerfile:6\\)$")
                .containsPattern(
                        "(?m)^linux/arm64 +emulated +[0-9.]+ s  \\[stage-1 3/3] RUN sleep 0.5.* \\(Dockerfile:9\\)$");
        Transcript again = build("--build-arg", "SALT=" + image, "--build-arg", "API_TOKEN=planted-token");
        assertThat(again).exitCode(0);
        assertThat(again.err()).containsPattern("(?m)^linux/arm64 +emulated +cached  \\[stage-1 3/3] RUN sleep 0.5");
    }

    @Test
    void aFailureStillShowsTheProgramsOwnLastLines() throws IOException {
        steps("RUN echo the reason of it; printf '\\033[2J'; exit 7");
        Transcript built = build("--no-cache");
        assertThat(built)
                .exitCode(4)
                .stderrContains("the reason of it", "exit code: 7")
                .stderrDoesNotContain("\u001b");
        assertThat(built.err())
                .containsPattern("(?m)^linux/arm64 +emulated +failed  \\[stage-1 3/3] RUN echo the reason");
    }

    @Test
    void shipSaysWhichLegALineIsOf() throws IOException {
        steps("RUN sleep 0.5; uname -m");
        Transcript shipped = here.run(
                "ship",
                "--image",
                image,
                "--platforms",
                "linux/amd64,linux/arm64",
                "--builder",
                stack.remoteBuilder(),
                "--no-push",
                "--progress",
                "table",
                "--",
                ".",
                "--no-cache");
        assertThat(shipped).exitCode(0);
        assertThat(shipped.err())
                .containsPattern("(?m)^\\[linux/arm64] linux/amd64 +native +[0-9.]+ s  \\[native 2/2] RUN")
                .containsPattern("(?m)^\\[linux/arm64] linux/arm64 +emulated +[0-9.]+ s  \\[stage-1 3/3] RUN")
                .containsPattern("(?m)^\\[linux/amd64] linux/amd64 +native +[0-9.]+ s  \\[stage-1 3/3] RUN");
    }

    @Test
    void isRefusedWhereBuildxPrintsNoSteps() throws IOException {
        steps("RUN uname -m");
        assertThat(build("--quiet"))
                .exitCode(2)
                .stderrContains("--progress table is made of what buildx prints", "with --quiet", "Nothing was built");
    }
}
