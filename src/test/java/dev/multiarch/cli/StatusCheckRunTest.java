package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.github.ApiState;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code status --check-run}. */
class StatusCheckRunTest {

    @RegisterExtension
    final StatusRun github = new StatusRun();

    @Test
    void theCheckRunPointsAtThePolicyAndTheDockerfile() {
        assertThat(github.status("--verdict", github.verdict("fail"), "--check-run"))
                .exitCode(1)
                .stderrIsEmpty();
        assertThat(github.state().checkRuns).singleElement().satisfies(run -> {
            assertThat(run)
                    .containsEntry("name", "multiarch")
                    .containsEntry("head_sha", StatusRun.HEAD)
                    .containsEntry("status", "completed")
                    .containsEntry("conclusion", "failure")
                    .containsEntry("details_url", "https://github.com/org/app/actions/runs/4711");
            assertThat(ApiState.notes(run))
                    .extracting(Object::toString)
                    .satisfiesExactly(
                            note -> assertThat(note)
                                    .contains(
                                            "path=release.yaml, start_line=5",
                                            "annotation_level=failure",
                                            "title=image.elf-machine [linux/arm64]",
                                            "Fix: build it for TARGETARCH"),
                            note -> assertThat(note).contains("path=Dockerfile, start_line=7"));
        });
    }

    @Test
    void tenThousandFindingsAreFiveRequests() throws Exception {
        Files.write(github.folder().resolve("many.json"), StatusVerdict.json("release", "fail", 10_000));
        assertThat(github.status("--verdict", "many.json", "--check-run", "--comment"))
                .exitCode(1)
                .stderrIsEmpty();
        assertThat(ApiState.notes(github.state().checkRuns.get(0))).hasSize(250);
        assertThat(github.server().seen())
                .filteredOn(asked -> asked.contains("/check-runs"))
                .hasSize(5);
        assertThat(github.state().comments)
                .singleElement()
                .satisfies(comment -> assertThat(comment.get("body").toString())
                        .hasSizeLessThan(65_536)
                        .contains("more lines do not fit here"));
    }
}
