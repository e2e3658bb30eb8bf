package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.StopCommands;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.step.Session;
import dev.multiarch.text.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A second run only where the registry's refusal may be one of attestations as artifacts. */
class BuildxRunTest {
    private static final Platform PLATFORM = Platform.parse("linux/arm64");
    private static final Reference CANDIDATE = Reference.parse("r.example/app:multiarch-candidate-1");
    private static final String OLD_FORM = "[ \"$BUILDX_NO_DEFAULT_OCI_ARTIFACT\" != true ] || exit 0; ";

    private final Registry registry = Sample.client();
    private final List<String> said = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    @AfterEach
    void close() {
        registry.close();
    }

    private boolean run(Map<String, String> environment, String... command) throws ProgramException {
        var session = new Session(registry, new Programs(line -> {}), environment, said::add, Optional.empty());
        return new BuildxRun(
                        session, new StopCommands(environment, line -> {}), Secrets.NONE, lines::add, Optional.empty())
                .run(Program.of(command), PLATFORM, CANDIDATE);
    }

    private static String failing(String message) {
        return "echo 'ERROR: failed to solve: " + message + "' >&2; exit 1";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed to push r.example/app: unknown: artifactType is not allowed",
                "failed to push r.example/app: manifest invalid: manifest invalid",
                "failed to push r.example/app: blob unknown: blob unknown to registry",
                "failed to push r.example/app: unexpected status from PUT request to https://r.example/v2/app/manifests/sha256:1: 400 Bad Request"
            })
    void aRefusalIsTriedAgainInTheOldForm(String message) throws ProgramException {
        assertThat(run(Map.of(), "sh", "-c", OLD_FORM + failing(message))).isTrue();
        assertThat(said).singleElement().asString().contains("linux/arm64", "BUILDX_NO_DEFAULT_OCI_ARTIFACT=true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed to push r.example/app: unauthorized: authentication required",
                "failed to push r.example/app: denied: requested access to the resource is denied",
                "failed to push r.example/app: unexpected status from PUT request to https://r.example/v2/app/manifests/sha256:1: 503 Service Unavailable",
                "process \"/bin/sh -c make\" did not complete successfully: exit code: 2"
            })
    void otherFailuresAreNot(String message) {
        assertThatThrownBy(() -> run(Map.of(), "sh", "-c", OLD_FORM + failing(message.replace("'", ""))))
                .isInstanceOf(ProgramException.class);
        assertThat(said).isEmpty();
    }

    /** What the user decided is not decided again. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"--no-cache", "oci-artifact=true"})
    void anOptionDecides(String word) {
        String script = OLD_FORM + failing("failed to push r/a: unknown: no");
        assertThatThrownBy(() -> run(Map.of(), "sh", "-c", script, "sh", word)).isInstanceOf(ProgramException.class);
        assertThatThrownBy(() -> run(Map.of(BuildxRun.NO_ARTIFACT, "false"), "sh", "-c", script))
                .isInstanceOf(ProgramException.class);
        assertThat(said).isEmpty();
    }

    @Test
    void theFirstFailureIsTheOneThatIsTold() {
        String script =
                "echo \"ERROR: failed to push r/a: unknown: ${BUILDX_NO_DEFAULT_OCI_ARTIFACT:-first}\" >&2; exit 1";
        assertThatThrownBy(() -> run(Map.of(), "sh", "-c", script))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("unknown: first")
                .hasMessageContaining("refused with attestations as images, and under a tag too")
                .hasMessageContaining("--provenance=false");
    }

    /** Of the last attempt alone, with attestations as images, as nobody knows which of the two was refused. */
    @Test
    void whatIsRefusedOtherwiseIsPushedUnderATagAsMergeDoes() throws ProgramException {
        String push = BuildArguments.push(CANDIDATE, true, false);
        String tagged = "type=image,name=" + CANDIDATE + ",push=true,oci-mediatypes=true";
        String script = "[ \"$1 $BUILDX_NO_DEFAULT_OCI_ARTIFACT\" != '" + tagged + " true' ] || exit 0; "
                + failing("failed to push r.example/app: unknown: an index needs a tag");
        assertThat(run(Map.of(), "sh", "-c", script, "sh", push)).isTrue();
        assertThat(said)
                .hasSize(2)
                .last(InstanceOfAssertFactories.STRING)
                .contains("pushed again as " + CANDIDATE, "untagged-refused");
        said.clear();
        String decided = script.replace(" true' ]", " false' ]");
        assertThat(run(
                        Map.of(BuildxRun.NO_ARTIFACT, "false"),
                        "env",
                        BuildxRun.NO_ARTIFACT + "=false",
                        "sh",
                        "-c",
                        decided,
                        "sh",
                        push))
                .isTrue();
        assertThat(said).singleElement().asString().contains("pushed again as");
    }

    @Test
    void aBuildThatSucceedsRunsOnce() throws ProgramException {
        assertThat(run(Map.of(), "sh", "-c", "echo built >&2")).isFalse();
        assertThat(lines).containsExactly("built");
    }
}
