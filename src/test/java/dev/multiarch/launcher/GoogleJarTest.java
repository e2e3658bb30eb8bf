package dev.multiarch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's library joins the program where records in gs:// are named, and nowhere else. */
class GoogleJarTest extends InCheckout {
    private static final String FETCHING = "multiarch: fetching the library for gs:// (once for this release) …\n";

    @BeforeEach
    void makeJava() throws IOException {
        checkout.java("java-21", "21.0.1");
        checkout.maven("case \"$*\" in *shade@gcs*) name=multiarch-gcs ;; *) name=multiarch ;; esac\n"
                + "echo built > \"$folder/$name.jar\"");
    }

    @Test
    void aCheckoutBuildsItOnce() throws IOException {
        assertThat(here.program(checkout.launcher(), "merge"))
                .exitCode(7)
                .stdoutContains(".jar]\n[dev.multiarch.cli.Main]\n[merge]\n")
                .stdoutDoesNotContain("multiarch-gcs");
        assertThat(here.program(checkout.launcher(), "merge", "--records", "gs://bucket/x"))
                .exitCode(7)
                .stderrIs(PROGRESS)
                .stdoutContains(
                        "/target/launch/multiarch-gcs-", ".jar]\n[dev.multiarch.cli.Main]\n[merge]\n[--records]\n");
        assertThat(here.program(checkout.launcher(), "records", "copy", "a", "gs://bucket/x"))
                .exitCode(7)
                .stderrIsEmpty()
                .stdoutContains("multiarch-gcs-");
        assertThat(checkout.builds()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MULTIARCH_INPUT_RECORDS", "MULTIARCH_INPUT_ARGS"})
    void anInputOfTheActionNamesItToo(String input) throws IOException {
        assertThat(here.with(input, "gs://bucket").program(checkout.launcher(), "action"))
                .exitCode(7)
                .stdoutContains("multiarch-gcs-", "[action]");
    }

    @Test
    void aReleaseFetchesItOnce() throws IOException {
        release("library\n", "library\n");
        assertThat(here.program(checkout.launcher(), "merge"))
                .exitCode(7)
                .stderrIsEmpty()
                .stdoutDoesNotContain("multiarch-gcs");
        assertThat(here.program(checkout.launcher(), "merge", "--records=gs://bucket"))
                .exitCode(7)
                .stderrIs(FETCHING)
                .stdoutContains("/dist/multiarch-1.2.3.jar:", "/multiarch-gcs-1.2.3.jar]\n[dev.multiarch.cli.Main]");
        Files.delete(temp.resolve("asset.jar"));
        assertThat(here.program(checkout.launcher(), "merge", "--records=gs://bucket"))
                .exitCode(7)
                .stderrIsEmpty();
        assertThat(checkout.builds()).isEmpty();
    }

    @Test
    void anotherJarIsNotUsed() throws IOException {
        release("library\n", "evil\n");
        assertThat(here.program(checkout.launcher(), "merge", "--records=gs://bucket"))
                .exitCode(4)
                .stderrContains("is not the jar of this release: its SHA-256 is ", "It is not used")
                .stdoutIsEmpty();
        try (var kept = Files.list(temp.resolve("home/.cache/multiarch-action/launch"))) {
            assertThat(kept).isEmpty();
        }
    }

    @Test
    void whereItCannotBeFetchedItIsNamed() throws IOException {
        release("library\n", "library\n");
        Path own = Files.writeString(temp.resolve("own.jar"), "library\n");
        Files.delete(temp.resolve("asset.jar"));
        assertThat(here.program(checkout.launcher(), "merge", "--records=gs://bucket"))
                .exitCode(4)
                .stderrContains("cannot fetch file:", "Fetch it elsewhere, and name it in MULTIARCH_GCS_JAR");
        assertThat(here.with("MULTIARCH_GCS_JAR", own.toString())
                        .program(checkout.launcher(), "merge", "--records=gs://bucket"))
                .exitCode(7)
                .stderrIsEmpty()
                .stdoutContains(":" + own + "]");
        Files.writeString(own, "evil");
        assertThat(here.with("MULTIARCH_GCS_JAR", own.toString())
                        .program(checkout.launcher(), "merge", "--records=gs://bucket"))
                .exitCode(4)
                .stderrContains("MULTIARCH_GCS_JAR is ", "which is not the jar of this release");
    }

    private void release(String library, String asset) throws IOException {
        checkout.see("curl");
        Path jar = checkout.root.resolve("dist/multiarch-1.2.3.jar");
        Checkout.write(jar, "built\n");
        Checkout.write(Path.of(jar + ".sha256"), sum("built\n") + "  " + jar.getFileName() + "\n");
        Checkout.write(checkout.root.resolve("dist/version"), "1.2.3\n");
        Path served = Files.writeString(temp.resolve("asset.jar"), asset);
        Checkout.write(checkout.root.resolve("dist/gcs"), sum(library) + " " + served.toUri() + "\n");
    }

    private static String sum(String content) {
        return Digest.of(content.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
