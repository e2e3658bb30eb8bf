package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No tag moves to an image that does not run on each of its platforms. */
class SmokeGateIT extends InProject {
    private SmokeImages images;

    @BeforeEach
    void makeImages() throws IOException {
        images = SmokeImages.in(folder, stack, here);
    }

    @Test
    void aTagMovesOnlyIfEveryPlatformRuns() throws IOException {
        images.programs("uname");
        SpoiledProgram.spoil(folder.resolve("arm64/uname"));
        policy();
        assertThat(ship("--no-push", "--layout", "broken"))
                .exitCode(1)
                .stdoutContains(
                        "[linux/arm64] /bin/uname -s crashed by signal 4", "[linux/amd64] /bin/uname -s exited with 0");
        assertThat(ship("--tag", "1"))
                .exitCode(1)
                .stdoutContains(
                        "[linux/arm64] /bin/uname -s crashed by signal 4 and printed \"qemu: uncaught target signal 4");
        assertThat(here.program("crane", "digest", image + ":1")).exitCode(1);

        images.programs("uname");
        assertThat(ship("--tag", "1")).exitCode(0).stdoutContains("1 now points to", "printed \"Linux\" (emulated by");
        Transcript tag = here.program("crane", "digest", image + ":1");
        assertThat(tag).exitCode(0);
        String digest = tag.out().strip();
        String judged = image + "@" + digest;
        assertThat(here.run("promote", judged, "--tag", "2", "--policy", "smoke.yaml", "--builder", "nosuch"))
                .exitCode(3)
                .stdoutContains("what its programs do is unknown: ");
        assertThat(here.run(
                        "promote", judged, "--tag", "2", "--policy", "smoke.yaml", "--builder", stack.remoteBuilder()))
                .exitCode(0)
                .stdoutContains("2 now points to " + digest);
    }

    /** The runner that built a leg may be the only one that runs it natively: the merge needs no builder for it. */
    @Test
    void whatEachLegsOwnBuilderRanIsOnRecordAndDecides() throws IOException {
        images.programs("uname");
        SpoiledProgram.spoil(folder.resolve("arm64/uname"));
        policy();
        assertThat(here.run("plan", "--image", image, "--platforms", "linux/amd64,linux/arm64", "--plan-id", "p"))
                .exitCode(0);
        assertThat(build("linux/amd64")).exitCode(0).stderrContains("linux/amd64: /bin/uname -s exited with 0");
        assertThat(build("linux/arm64")).exitCode(0).stderrContains("linux/arm64: /bin/uname -s crashed by signal 4");
        String record = Files.readString(folder.resolve(".multiarch/records/p/linux-arm64/1.json"));
        assertThat(record)
                .contains("\"end\" : \"crashed\"", "qemu: uncaught target signal 4", "\"learnt\" : \"probe\"");
        String[] merge = {"merge", "--tag", "1", "--policy", "smoke.yaml", "--engine", "native", "--builder", "nosuch"};
        assertThat(here.run(merge))
                .exitCode(1)
                .stdoutContains(
                        "/bin/uname -s crashed by signal 4 and printed \"qemu: uncaught target signal 4",
                        "(claimed by record sha256:");
        assertThat(here.program("crane", "digest", image + ":1")).exitCode(1);

        images.programs("uname");
        assertThat(build("linux/arm64")).exitCode(0).stderrContains("linux/arm64: /bin/uname -s exited with 0");
        assertThat(here.run(merge)).exitCode(0).stdoutContains("2 passed", "1 now points to");
        assertThat(here.program("crane", "manifest", image + ":1"))
                .exitCode(0)
                .stdoutContains(
                        "\"dev.multiarch.smoke\": \"1 of 1 commands exited with 0, native\"",
                        "\"dev.multiarch.smoke\": \"1 of 1 commands exited with 0, emulated\"");
    }

    private Transcript build(String platform) {
        return here.run(
                "build",
                "--platform",
                platform,
                "--policy",
                "smoke.yaml",
                "--builder",
                stack.remoteBuilder(),
                "--",
                ".");
    }

    private void policy() throws IOException {
        Files.writeString(
                folder.resolve("smoke.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: smoke\nimage: {smoke: [[/bin/uname, -s]]}\n");
    }

    private Transcript ship(String... words) {
        List<String> all = new ArrayList<>(List.of("ship", "--image", image, "--platforms", "linux/amd64,linux/arm64"));
        all.addAll(List.of("--policy", "smoke.yaml", "--builder", stack.remoteBuilder()));
        all.addAll(List.of(words));
        all.addAll(List.of("--", "."));
        return here.run(all.toArray(String[]::new));
    }
}
