package dev.multiarch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A release carries its jar, so that a job starts without a build. */
class ReleasedJarTest extends InCheckout {

    @BeforeEach
    void makeJava() throws IOException {
        checkout.java("java-21", "21.0.1");
    }

    @Test
    void aReleaseBringsItsJarWithAChecksum() throws IOException {
        Path released = release("1.2.3", "built\n");
        assertThat(here.program(checkout.launcher()))
                .exitCode(7)
                .stderrIsEmpty()
                .stdoutContains("/dist/multiarch-1.2.3.jar]");
        Checkout.write(checkout.root.resolve("src/main/java/A.java"), "class A { int edited; }\n");
        assertThat(here.program(checkout.launcher())).exitCode(7).stdoutContains("/dist/");
        assertThat(checkout.builds()).isEmpty();
        Checkout.write(released, "something else");
        assertThat(here.program(checkout.launcher()))
                .exitCode(7)
                .stderrContains("is not what", PROGRESS)
                .stdoutDoesNotContain("/dist/");
    }

    /** Summing it takes longer than many calls need for the rest. */
    @Test
    void aJarIsSummedAgainOnlyWhereItHasChanged() throws Exception {
        Path released = release("1.2.3", "built\n");
        Path kept = checkout.root.resolve("target/launch/released");
        for (int i = 0; i < 100 && !Files.exists(kept); i++) { // not of a jar that was just written
            assertThat(here.program(checkout.launcher())).exitCode(7).stderrIsEmpty();
            TimeUnit.MILLISECONDS.sleep(200);
        }
        assertThat(kept).exists();
        String sum = Files.readString(checkout.bin.resolve("sha256sum"));
        Checkout.program(checkout.bin.resolve("sha256sum"), "#!/bin/sh\nexit 1\n");
        assertThat(here.program(checkout.launcher()))
                .exitCode(7)
                .stderrIsEmpty()
                .stdoutContains("/dist/multiarch-1.2.3.jar]");
        Checkout.program(checkout.bin.resolve("sha256sum"), sum);
        FileTime time = Files.getLastModifiedTime(released);
        Files.writeString(released, "BUILT\n");
        Files.setLastModifiedTime(released, time);
        assertThat(here.program(checkout.launcher()))
                .exitCode(7)
                .stderrContains("is not what")
                .stdoutDoesNotContain("/dist/");
        Files.writeString(released, "built\n");
        Files.writeString(kept, "0".repeat(64) + "\n" + Files.readAllLines(kept).get(1) + "\n");
        assertThat(here.program(checkout.launcher()))
                .exitCode(7)
                .stderrIsEmpty()
                .stdoutContains("/dist/multiarch-1.2.3.jar]");
    }

    @Test
    void aReleaseNeedsNothingToBuildWith() throws IOException {
        release("1.2.3", "built\n");
        for (String tool : List.of("mvn", "find", "sort", "xargs", "mktemp")) {
            Files.delete(checkout.bin.resolve(tool));
        }
        assertThat(here.program(checkout.launcher(), "demo"))
                .exitCode(7)
                .stderrIsEmpty()
                .stdoutContains("/dist/multiarch-1.2.3.jar]\n[dev.multiarch.cli.Main]\n[demo]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../evil", "1.2 3/..", "$(id)"})
    void aVersionThatIsNotOneIsNotFollowed(String version) throws IOException {
        release("1.2.3", "built\n");
        Checkout.write(checkout.root.resolve("dist/version"), version + "\n");
        assertThat(here.program(checkout.launcher())).exitCode(7).stdoutDoesNotContain("/dist/");
    }

    private Path release(String version, String content) throws IOException {
        Path jar = checkout.root.resolve("dist/multiarch-" + version + ".jar");
        Checkout.write(jar, content);
        String digest = Digest.of(content.getBytes(StandardCharsets.UTF_8)).hex();
        Checkout.write(Path.of(jar + ".sha256"), digest + "  " + jar.getFileName() + "\n");
        Checkout.write(checkout.root.resolve("dist/version"), version + "\n");
        return jar;
    }
}
