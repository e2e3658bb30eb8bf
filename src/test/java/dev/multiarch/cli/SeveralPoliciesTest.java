package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.ServedImages;
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

/** What several policies find of one image: linux/arm64, where the index promises linux/amd64, and no labels. */
class SeveralPoliciesTest {
    private static final String HEAD = "apiVersion: multiarch/v1\nkind: Policy\nname: %s\n";
    private static final String BASED = HEAD + "extends: [baseline]\n";
    private static final String LABELLED = HEAD + "image: {labels: {%s: {present: true}}}\n";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);

    @BeforeEach
    void anImageThatIsMislabelled() {
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(ServedImages.on(shelf.image("linux", "arm64"), "linux/amd64")));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Transcript verify(String... more) {
        String[] words = new String[2 + more.length];
        words[0] = "verify-index";
        words[1] = server.host() + "/app:1";
        System.arraycopy(more, 0, words, 2, more.length);
        return commands.in(folder).run(words);
    }

    private String policy(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".yaml"), text);
        return "--policy=" + name + ".yaml";
    }

    @Test
    void whatBothTakeFromAPresetIsOneFindingWithBothSources() throws Exception {
        Transcript once = verify("--policy=baseline");
        assertThat(once).exitCode(1).stdoutContains("fail: 1 failed, ");
        String counts = once.out()
                .lines()
                .filter(line -> line.startsWith("fail: "))
                .findFirst()
                .orElseThrow();
        assertThat(verify(policy("a", BASED.formatted("a")), policy("b", BASED.formatted("b"))))
                .exitCode(1)
                .stdoutContains(counts + "\n", "required by preset baseline:", " (policies a, b)\n");
    }

    @Test
    void everyFormCountsTheSame() throws Exception {
        assertThat(verify(
                        policy("a", BASED.formatted("a")),
                        policy("b", BASED.formatted("b")),
                        "--report=json=v.json",
                        "--report=sarif=v.sarif",
                        "--report=junit=v.xml",
                        "--report=markdown=v.md",
                        "--report=html=v.html"))
                .exitCode(1)
                .stdoutContains("fail: 1 failed, ");
        JsonObject verdict = read("v.json");
        List<JsonObject> findings = verdict.objects("findings");
        JsonObject counts = verdict.object("counts");
        long unknown = counts.number("unknown");
        assertThat(counts.number("fail")).isEqualTo(1);
        assertThat(counts.members().values().stream().mapToLong(n -> (Long) n).sum())
                .isEqualTo(findings.size());
        assertThat(findings)
                .filteredOn(finding -> finding.text("outcome").equals("fail"))
                .flatExtracting(finding -> finding.objects("sources"))
                .extracting(source -> source.text("policy"))
                .containsExactly("a", "b");
        assertThat(read("v.sarif").objects("runs").get(0).objects("results")).hasSize((int) (1 + unknown));
        String suites = "tests=\"" + findings.size() + "\" failures=\"1\" errors=\"" + unknown + "\"";
        assertThat(folder.resolve("v.xml")).content(StandardCharsets.UTF_8).contains(suites, "(policies a, b)");
        assertThat(folder.resolve("v.md"))
                .content(StandardCharsets.UTF_8)
                .contains("1 failed, " + unknown + " unknown", "(policies a, b)")
                .containsOnlyOnce("❌ fail");
        assertThat(folder.resolve("v.html"))
                .content(StandardCharsets.UTF_8)
                .contains("(policies a, b)")
                .containsOnlyOnce("badge fail\"");
    }

    private JsonObject read(String file) throws IOException {
        return Json.read(Files.readAllBytes(folder.resolve(file)), file);
    }

    @Test
    void theSamePolicyTwiceIsOnePolicy() throws Exception {
        String a = policy("a", BASED.formatted("a"));
        Transcript once = verify(a);
        assertThat(once).exitCode(1);
        assertThat(verify(a, a)).exitCode(1).stdoutIs(once.out());
    }

    @Test
    void otherParametersAreOtherFindings() throws Exception {
        assertThat(verify(policy("a", LABELLED.formatted("a", "org.a")), policy("b", LABELLED.formatted("b", "org.b"))))
                .exitCode(1)
                .stdoutContains("fail: 2 failed, ", "label org.a", "label org.b", "by a.yaml:4:9\n", "by b.yaml:4:9\n");
    }

    @Test
    void theStricterSeverityDecides() throws Exception {
        String mild = LABELLED.formatted("mild", "org.a") + "rules: {image.labels: {severity: warning}}\n";
        assertThat(verify(policy("mild", mild))).exitCode(0).stdoutContains("pass: 0 failed, 1 failed below severity");
        assertThat(verify(policy("mild", mild), policy("strict", LABELLED.formatted("strict", "org.a"))))
                .exitCode(1)
                .stdoutContains(
                        "fail: 1 failed, 1 failed below severity", "warning  image.labels", "fail     image.labels");
    }

    @Test
    void aWaiverInOneCoversThatOneAlone() throws Exception {
        String waiver = "waivers: [{rule: image.config-match, platforms: [linux/amd64], reason: known, owner: me,"
                + " expires: '2026-12-31T00:00:00Z'}]\n";
        assertThat(verify(
                        policy("a", BASED.formatted("a") + waiver),
                        policy("b", BASED.formatted("b")),
                        "--now=2026-12-01T00:00:00Z"))
                .exitCode(1)
                .stdoutContains("fail: 1 failed, ", " 1 waived, ", "(waived by me until 2026-12-31T00:00:00Z: known)");
    }

    /** Each policy may spend what one policy may, so a hundred of them would take minutes. */
    @Test
    void theExpressionsOfAllPoliciesShareOneLimit() throws Exception {
        String image = shelf.image("linux", "amd64", ", \"config\": {\"Labels\": {\"a\": \"" + "a".repeat(30) + "\"}}");
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(ServedImages.on(image, "linux/amd64")));
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String hard = "(a*)*\\1" + "b".repeat(i + 1);
            words.add(
                    policy("hard" + i, (HEAD + "image: {labels: {a: {matches: '%s'}}}\n").formatted("hard" + i, hard)));
        }
        words.add(policy("z", (HEAD + "image: {labels: {a: {matches: 'a+'}}}\n").formatted("z")));
        assertThat(verify("--policy=z.yaml")).exitCode(0);
        assertThat(verify(words.toArray(String[]::new)))
                .exitCode(3)
                .stdoutContains(
                        "unknown: 0 failed, 31 unknown, 0 passed",
                        "all expressions of this call together take too long");
    }
}
