package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.dockerfile.BuildSteps;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BuildKit's output as it was seen. */
class StepTableTest {
    private static final Platform ARM64 = Platform.parse("linux/arm64");
    private static final Platform AMD64 = Platform.parse("linux/amd64");

    private final List<String> rows = new ArrayList<>();
    private Optional<Boolean> ofLeg = Optional.of(true);
    private Optional<Boolean> atTheEnd = Optional.empty();
    private boolean settled;

    private final StepTable table = new StepTable(
            new BuildWatch.Steps() {
                @Override
                public Optional<BuildSteps.Step> find(String name) {
                    return name.startsWith("[native")
                            ? Optional.of(new BuildSteps.Step(3, AMD64))
                            : name.startsWith("[odd") ? Optional.empty() : Optional.of(new BuildSteps.Step(9, ARM64));
                }

                @Override
                public Optional<Boolean> isEmulated(Optional<BuildSteps.Step> step) {
                    return step.orElseThrow().platform().equals(ARM64) ? ofLeg : Optional.of(false);
                }

                @Override
                public String file() {
                    return "Dockerfile";
                }
            },
            ARM64,
            () -> settled,
            () -> ofLeg = ofLeg.or(() -> atTheEnd),
            rows::add);

    private void say(String... lines) {
        List.of(lines).forEach(table);
    }

    @Test
    void showsALineAStepThatHasEnded() {
        say(
                "#0 building with \"x\" instance using remote driver",
                "#1 [internal] load build definition from Dockerfile",
                "#1 DONE 0.0s",
                "#5 [native 2/2] RUN make",
                "#6 [stage-1 1/3] COPY . /",
                "#6 CACHED",
                "#5 0.512 #7 DONE 99.9s",
                "#5 DONE 1.3s",
                "",
                "#7 [stage-1 3/3] RUN test",
                "#7 ERROR: process \"/bin/sh -c test\" did not complete successfully: exit code: 1",
                "#8 exporting to image",
                "#8 DONE 0.3s",
                "WARNING: No output specified",
                "------");
        assertThat(rows)
                .containsExactly(
                        "linux/arm64     -            cached  [stage-1 1/3] COPY . / (Dockerfile:9)",
                        "linux/amd64     native        1.3 s  [native 2/2] RUN make (Dockerfile:3)",
                        "linux/arm64     emulated     failed  [stage-1 3/3] RUN test (Dockerfile:9)",
                        "WARNING: No output specified");
    }

    /** As BuildKit prints an image's resolution and its download. */
    @Test
    void aBaseInTwoPartsIsOneRow() {
        say(
                "#4 [build 1/2] FROM docker.io/library/golang:1",
                "#4 DONE 0.1s",
                "#5 [stage-1 1/2] FROM docker.io/library/alpine:3",
                "#5 DONE 0.0s",
                "#5 [stage-1 1/2] FROM docker.io/library/alpine:3",
                "#5 DONE 1.3s",
                "#4 [build 1/2] FROM docker.io/library/golang:1",
                "#4 CACHED");
        assertThat(rows).isEmpty();
        say("#6 [build 2/2] COPY . /", "#6 DONE 0.2s");
        assertThat(rows)
                .containsExactly(
                        "linux/arm64     -            cached  [build 1/2] FROM docker.io/library/golang:1 (Dockerfile:9)",
                        "linux/arm64     -             0.2 s  [build 2/2] COPY . / (Dockerfile:9)");
        table.close();
        assertThat(rows)
                .hasSize(3)
                .last()
                .asString()
                .isEqualTo(
                        "linux/arm64     -             1.3 s  [stage-1 1/2] FROM docker.io/library/alpine:3 (Dockerfile:9)");
    }

    @Test
    void waitsUntilItIsKnownWhatIsEmulated() {
        ofLeg = Optional.empty();
        say("#5 [stage-1 2/3] RUN a", "#5 DONE 0.1s", "#6 [native 1/1] RUN b", "#6 DONE 0.2s");
        assertThat(rows).isEmpty();
        ofLeg = Optional.of(false);
        say("#7 [stage-1 3/3] RUN c");
        assertThat(rows).hasSize(2).first().asString().contains("native").contains("RUN a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsNeverKnownIsSaidSo(boolean early) {
        ofLeg = Optional.empty();
        settled = early;
        say("#5 [stage-1 2/3] RUN a", "#5 DONE 0.1s");
        assertThat(rows).hasSize(early ? 1 : 0);
        table.close();
        assertThat(rows).containsExactly("linux/arm64     unknown       0.1 s  [stage-1 2/3] RUN a (Dockerfile:9)");
    }

    @Test
    void waitsForItAtTheEnd() {
        ofLeg = Optional.empty();
        atTheEnd = Optional.of(true);
        say("#5 [stage-1 2/3] RUN a", "#5 CACHED");
        table.close();
        assertThat(rows).containsExactly("linux/arm64     emulated     cached  [stage-1 2/3] RUN a (Dockerfile:9)");
    }

    @Test
    void aStepThatTheDockerfileDoesNotHaveIsOfAnUnknownPlatform() {
        say("#5 [odd 2/3] RUN a", "#5 DONE 0.1s");
        assertThat(rows).containsExactly("-               unknown       0.1 s  [odd 2/3] RUN a");
    }

    @Test
    void aLongNameIsCutAndASecondCallCountsAnew() {
        say("#5 [stage-1 2/3] RUN " + "x".repeat(8000), "#5 DONE 0.1s", "#0 building with \"x\"", "#5 DONE 0.1s");
        assertThat(rows).hasSize(1).allMatch(row -> row.length() < 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quiet", "--progress=rawjson", "--progress=tty"})
    void isRefusedWhereBuildxDoesNotPrintItsSteps(String flag) {
        BuildFlags flags = BuildFlags.parse(List.of(flag, "."));
        assertThatThrownBy(() -> StepTable.check(Progress.TABLE, flags, Map.of()))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("--progress table")
                .hasMessageEndingWith("Nothing was built");
        StepTable.check(Progress.PLAIN, flags, Map.of());
    }
}
