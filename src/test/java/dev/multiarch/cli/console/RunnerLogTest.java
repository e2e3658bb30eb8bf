package dev.multiarch.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.LayoutSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code inspect --raw} of a document that would command a runner. */
class RunnerLogTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private String digest;

    @BeforeEach
    void makeLayout() throws IOException {
        layout("{\"schemaVersion\": 2,\n\t\"annotations\": {\"a\": \"##[error]b\"}}\n");
    }

    private void layout(String document) throws IOException {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        digest = Digest.of(bytes).hex();
        LayoutSample sample = LayoutSample.whole().with(LayoutSample.path(bytes), document);
        sample.files().put("index.json", LayoutSample.index(LayoutSample.entry(MediaTypes.OCI_INDEX, bytes, "1")));
        sample.folder(folder.resolve("image"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multiarch inspect oci:image --raw | sha256sum",
                "(cd . && multiarch inspect oci:image --raw) | sha256sum",
                "multiarch inspect oci:image --raw >raw; sha256sum <raw",
                "multiarch inspect oci:image --raw --output raw; sha256sum <raw",
                "raw=$(multiarch inspect oci:image --raw; echo x); printf %s \"${raw%x}\" | sha256sum",
                "raw=$(cd . && multiarch inspect oci:image --raw; echo x); printf %s \"${raw%x}\" | sha256sum"
            })
    void theDigestHoldsWithinAStep(String script) {
        assertThat(shell(script)).exitCode(0).stdoutIs(digest + "  -\n").stderrIsEmpty();
    }

    /** The test is in the runner's place. */
    @Test
    void theRunnersLogObeysNothing() {
        assertThat(shell("multiarch inspect oci:image --raw"))
                .exitCode(0)
                .stdoutContains("## [error]b")
                .stdoutDoesNotContain("##[")
                .stderrIsOneLineWith("note: the document holds workflow commands", "--output FILE");
    }

    @Test
    void whatCommandsNothingIsAsItIs() throws IOException {
        String document = "{\"schemaVersion\": 2,\t\"a\": \"::x ## [y]\"}\r\n";
        layout(document);
        assertThat(shell("multiarch inspect oci:image --raw"))
                .exitCode(0)
                .stdoutIs(document)
                .stderrIsEmpty();
    }

    private Transcript shell(String script) {
        String program =
                Commands.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        return commands.in(folder)
                .with("GITHUB_ACTIONS", "true")
                .program("sh", "-c", "multiarch() { " + program + " \"$@\"; }\n" + script);
    }
}
