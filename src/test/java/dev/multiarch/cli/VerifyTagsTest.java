package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.ServedImages;
import dev.multiarch.text.Glob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code verify-index --tags}: many tags of one repository, judged in one go. */
class VerifyTagsTest {
    @RegisterExtension
    final Commands commands = new Commands();

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);

    @TempDir
    Path folder;

    @BeforeEach
    void policy() throws IOException {
        Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimage: {config-match: true, blobs-exist: true}\n");
    }

    private Transcript verify(String name, String... options) {
        List<String> words = new ArrayList<>(List.of("verify-index", name, "--policy", "p.yaml"));
        words.addAll(List.of(options));
        return commands.in(folder).run(words.toArray(String[]::new));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void tagged(String... tags) {
        String list = "{\"name\": \"app\", \"tags\": [\"" + String.join("\", \"", tags) + "\"]}";
        server.on("GET /v2/app/tags/list", Reply.document("application/json", list.getBytes(StandardCharsets.UTF_8)));
    }

    private void index(String tag, String... entries) {
        byte[] bytes = ServedImages.indexOf(entries).getBytes(StandardCharsets.UTF_8);
        server.on("GET /v2/app/manifests/" + tag, Reply.document(MediaTypes.OCI_INDEX, bytes));
    }

    private String amd64() {
        return ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "*,        v1.0,   true",
        "v*,       v1.0,   true",
        "v*,       1.0,    false",
        "v1.?,     v1.2,   true",
        "v1.?,     v1.22,  false",
        "*-slim,   a-b-slim, true",
        "*-slim,   a-slim-b, false",
        "v*.*-rc?, v1.2.3-rc1, true",
        "a*b*c,    aXbXbXc, true",
        "a**,      a,      true",
        "?,        a,      true",
        "?*,       a,      true",
        "latest,   latest, true"
    })
    void patternsMeanWhatShellsMeanByThem(String pattern, String tag, boolean matches) {
        assertThat(new Glob(pattern).matches(tag)).isEqualTo(matches);
    }

    @Test
    void noPatternTakesLong() {
        assertThat(new Glob("*a".repeat(60) + "b").matches("a".repeat(128))).isFalse();
    }

    @Test
    void eachTagHasALineAndThoseThatFailedComeFirst() {
        tagged("v1", "v2", "latest");
        index("v1", amd64());
        index("v2", ServedImages.on(shelf.image("linux", "arm64"), "linux/amd64"));
        assertThat(verify(server.host() + "/app", "--tags", "v*"))
                .exitCode(1)
                .stdoutContains(
                        "fail     v2 sha256:",
                        "image.config-match [linux/amd64]",
                        "pass     v1 sha256:",
                        "fail: 2 tags of " + server.host() + "/app like v*: 1 passed, 1 failed, 0 unknown",
                        "verify-index " + server.host() + "/app:TAG shows one in full.")
                .stdoutDoesNotContain("latest");
        assertThat(server.lines()).doesNotContain("GET /v2/app/manifests/latest");
    }

    @Test
    void whatIsSharedIsReadOnce() {
        tagged("v1", "v1.0", "v2");
        String shared = amd64();
        index("v1", shared);
        index("v1.0", shared);
        index("v2", shared, ServedImages.on(shelf.image("linux", "arm64"), "linux/arm64"));
        assertThat(verify(server.host() + "/app", "--tags", "*")).exitCode(0).stdoutContains("pass: 3 tags");
        List<String> manifests = server.lines().stream()
                .filter(line -> line.contains("manifests/sha256"))
                .toList();
        assertThat(manifests).hasSizeLessThanOrEqualTo(4); // two, of which each may be on its way twice
    }

    @Test
    void aTagThatGoesMeanwhileIsUnknownAndTheOthersAreJudged() {
        tagged("v1", "v2");
        index("v1", amd64());
        assertThat(verify(server.host() + "/app", "--tags", "v*"))
                .exitCode(3)
                .stdoutContains("unknown  v2", "404", "1 passed, 0 failed, 1 unknown");
    }

    @Test
    void timingsAreOfTheWholeCall() {
        tagged("v1", "v2");
        index("v1", amd64());
        index("v2", amd64());
        Transcript said = verify(server.host() + "/app", "--tags", "v*", "--timings");
        assertThat(said).exitCode(0).stderrContains("read and judge 2 tags");
        assertThat(said.err().lines()).hasSize(5);
    }

    @Test
    void programsGetTheFixOfAnImageThatCantBeRead() throws IOException {
        index("v1", amd64());
        Transcript said = verify(server.host() + "/app:v1", server.host() + "/app:gone", "--format", "json");
        assertThat(JsonSchemas.errors("verdicts-v1.schema.json", said.out())).isEmpty();
        assertThat(said).exitCode(3).stdoutContains("\"fix\" : \"check the repository's name and the tag or digest");
    }

    @Test
    void programsReadWhatPeopleRead() throws IOException {
        tagged("v1", "v2");
        index("v1", amd64());
        index("v2", ServedImages.on(shelf.image("linux", "arm64"), "linux/amd64"));
        Transcript said = verify(server.host() + "/app", "--tags", "v*", "--format", "json");
        assertThat(JsonSchemas.errors("verdicts-v1.schema.json", said.out())).isEmpty();
        assertThat(said)
                .exitCode(1)
                .stdoutContains(
                        "\"schema\" : \"dev.multiarch.verdicts/v1\"",
                        "\"pattern\" : \"v*\"",
                        "\"rule\" : \"image.config-match\"",
                        "\"unknown\" : 0");
    }

    @Test
    void nothingPassesWhereNothingMatches() {
        tagged("1", "2", "3", "4", "5", "6");
        assertThat(verify(server.host() + "/app", "--tags", "v*"))
                .exitCode(3)
                .stderrContains("has no tag like v*", "It has 6: 1, 2, 3, 4, 5, …");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v[12]", "a b", "##[error]x", "../x"})
    void aPatternThatIsNoneIsRefused(String pattern) {
        assertThat(verify(server.host() + "/app", "--tags", pattern))
                .exitCode(2)
                .stderrContains("the pattern of tags");
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertThat(verify(server.host() + "/app:1", "--tags", "v*"))
                .exitCode(2)
                .stderrContains("--tags judges a repository");
        assertThat(verify("oci:x", "--tags", "v*")).exitCode(2).stderrContains("--tags judges");
        assertThat(verify(server.host() + "/app", "--tags", "v*", "--report", "sarif=x.sarif"))
                .exitCode(2)
                .stderrContains("--report needs one verdict");
    }

    @Test
    void timingsNameThePartsOfTheWork() {
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(amd64()));
        assertThat(verify(server.host() + "/app:1", "--timings"))
                .exitCode(0)
                .stderrContains(
                        "ms  start Java",
                        "ms  read policies",
                        "ms  connect, and read the index",
                        "ms  judge",
                        "ms  print");
        assertThat(verify(server.host() + "/app:1")).exitCode(0).stderrDoesNotContain("timing");
    }
}
