package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** No tag moves to an image that does not run on each of its platforms. */
class SmokeGateIT {
    private final Stack stack = Stack.require();

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(3));

    @TempDir
    Path folder;

    private Commands here;
    private String image;
    private SmokeImages images;

    @BeforeEach
    void project() throws IOException {
        here = commands.in(folder);
        image = stack.registry() + "/it/smoke-gate-" + Long.toHexString(System.nanoTime());
        images = SmokeImages.in(folder, stack, here);
    }

    @Test
    void aTagMovesOnlyIfEveryPlatformRuns() throws IOException {
        images.programs("uname");
        SmokeImages.spoil(folder.resolve("arm64/uname"));
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
