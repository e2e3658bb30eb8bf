package dev.multiarch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void aReleaseNeedsNothingToBuildWith() throws IOException {
        release("1.2.3", "built\n");
        for (String tool : List.of("mvn", "find", "sort", "xargs", "mktemp")) {
            Files.delete(checkout.bin.resolve(tool));
        }
        assertThat(here.program(checkout.launcher(), "demo"))
                .exitCode(7)
                .stderrIsEmpty()
                .stdoutContains("/dist/multiarch-1.2.3.jar]\n[demo]");
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
