package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.embedded.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code verify-index REF REF…}: many images in one call. */
class VerifyImagesTest extends WithOtherImages {
    private static final String SCHEMA = "verdicts-v1.schema.json";

    @BeforeEach
    void publish() throws Exception {
        images.attested("app:1", "linux/amd64", "linux/arm64");
        images.attested("app:2", "linux/amd64", "linux/arm64");
        images.image("x:1", "linux/amd64");
    }

    private String ref(String name) {
        return images.ref(name).toString();
    }

    private Transcript verify(String... words) {
        List<String> all = new ArrayList<>(List.of("verify-index"));
        all.addAll(List.of(words));
        return commands.in(folder).run(all.toArray(String[]::new));
    }

    private JsonObject json(int exit, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--format", "json"));
        Transcript said = verify(all.toArray(String[]::new));
        assertThat(said).exitCode(exit);
        assertThat(JsonSchemas.errors(SCHEMA, said.out())).as(said.out()).isEmpty();
        return Json.read(said.out().getBytes(StandardCharsets.UTF_8), "the answer");
    }

    @Test
    void eachHasItsPartInTheOrderOfTheCallAndTheLastLineCounts() {
        Transcript said = verify(ref("x:1"), ref("app:1"));
        assertThat(said).exitCode(0).stdoutContains("judged   " + ref("x:1"), "judged   " + ref("app:1"));
        assertThat(said.out().indexOf("── " + ref("x:1"))).isLessThan(said.out().indexOf("── " + ref("app:1")));
        assertThat(said.out()).endsWith("\n\npass: 2 images: 2 passed, 0 failed, 0 unknown\n");
    }

    @Test
    void eachDocumentIsReadOnce() {
        images.lines();
        assertThat(verify(ref("app:1"), ref("app:2"), ref("app:1-linux-amd64"))).exitCode(0);
        Map<String, Long> reads = new TreeMap<>(images.lines().stream()
                .filter(line -> line.startsWith("GET ") && line.contains("sha256:"))
                .collect(Collectors.groupingBy(line -> line, Collectors.counting())));
        assertThat(reads).isNotEmpty();
        assertThat(reads).allSatisfy((line, times) -> assertThat(times).as(line).isEqualTo(1));
    }

    @Test
    void oneThatIsNotThereKeepsNobodyFromTheOthers() throws Exception {
        assertThat(verify(ref("app:1"), ref("app:none"), ref("x:1")))
                .exitCode(3)
                .stdoutContains(
                        "── " + ref("app:none") + " ──\nunknown  ",
                        "404",
                        "unknown: 3 images: 2 passed, 0 failed, 1 unknown");
        JsonObject answer = json(3, ref("app:1"), ref("app:none"));
        assertThat(answer.text("outcome")).isEqualTo("unknown");
        List<JsonObject> each = answer.objects("images");
        assertThat(each).hasSize(2);
        assertThat(each.get(0).text("outcome")).isEqualTo("pass");
        assertThat(each.get(1).text("unknown")).contains("app:none").contains("404");
    }

    @Test
    void eachVerdictIsTheOneThatItsImageAloneGets() throws Exception {
        JsonObject both = json(1, ref("app:1"), ref("x:1"), "--require", "linux/arm64");
        Transcript one = verify(ref("x:1"), "--require", "linux/arm64", "--format", "json");
        assertThat(one).exitCode(1);
        String alone = one.out();
        assertThat(Json.write(both.objects("images").get(1).object("verdict").members()))
                .isEqualTo(Json.write(
                        Json.read(alone.getBytes(StandardCharsets.UTF_8), "one").members()));
        assertThat(JsonSchemas.errors("verdict-v1.schema.json", alone)).isEmpty();
        assertThat(JsonSchemas.errors(SCHEMA, alone)).isNotEmpty();
    }

    @Test
    void aFailureOutweighsWhatCouldNotBeRead() {
        assertThat(verify(ref("app:none"), ref("x:1"), "--require", "linux/arm64"))
                .exitCode(1)
                .stdoutContains("fail: 2 images: 0 passed, 1 failed, 1 unknown");
    }

    @Test
    void aLayoutThatIsNotThereIsAMissingFile() {
        assertThat(verify(ref("app:1"), ref("app:none"), "oci:nowhere"))
                .exitCode(2)
                .stdoutContains("1 passed, 0 failed, 2 unknown");
    }

    @Test
    void whatIsNamedTwiceIsJudgedOnce() throws Exception {
        assertThat(json(0, ref("app:1"), ref("app:1")).objects("images")).hasSize(1);
    }

    @Test
    void aFileNamesOneALine() throws Exception {
        Files.writeString(
                folder.resolve("images.txt"), "# all\n\n" + ref("app:1") + " # shipped\r\n  " + ref("x:1") + "\n");
        assertThat(json(0, "--file", "images.txt").objects("images")).hasSize(2);
        assertThat(json(0, ref("app:2"), "--file", "images.txt").objects("images"))
                .hasSize(3);
        Files.writeString(folder.resolve("images.txt"), ref("app:1"));
        assertThat(json(0, "--file", "images.txt").objects("images")).hasSize(1);
    }

    @Test
    void aMalformedNameIsRefusedBeforeAnythingIsRead() throws Exception {
        images.lines();
        Files.writeString(folder.resolve("images.txt"), ref("app:1") + "\n\norg/UPPER\n");
        assertThat(verify("--file", "images.txt")).exitCode(2).stderrContains("images.txt:3: ", "UPPER");
        assertThat(verify(ref("app:1"), "oci:")).exitCode(2).stderrContains("names no layout");
        assertThat(images.lines()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--file images.txt --tags *     | --tags judges a repository",
                "a b --tags *                   | found a b. Fix: one repository",
                "--quiet                        | no image is named. Fix: name one",
                "--file none.txt                | none.txt: there is no such file",
                "--file empty.txt               | no image is named",
                "--file many.txt                | 1001 images are named, expected at most 1000",
                "a b --policy p.yaml --run      | --run runs one image, and 2 are named",
            })
    void whatCannotBeMeantIsRefused(String words, String message) throws Exception {
        Files.writeString(folder.resolve("images.txt"), "a\n");
        Files.writeString(folder.resolve("empty.txt"), "# none\n");
        Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimage: {smoke: [{run: [/app]}]}\n");
        Files.writeString(
                folder.resolve("many.txt"),
                IntStream.rangeClosed(0, 1000).mapToObj(i -> "a:" + i + "\n").collect(Collectors.joining()));
        assertThat(verify(words.split(" "))).exitCode(2).stderrContains(message);
    }

    @Test
    void everyReportHoldsAll() throws Exception {
        List<String> words = new ArrayList<>(List.of(ref("app:1"), ref("x:1"), ref("app:none")));
        for (String form : List.of("text", "json", "sarif", "junit", "markdown", "html")) {
            words.addAll(List.of("--report", form + "=r." + form));
        }
        words.addAll(List.of("--require", "linux/arm64"));
        assertThat(verify(words.toArray(String[]::new))).exitCode(1);
        for (String form : List.of("text", "json", "junit", "markdown", "html")) {
            assertThat(Files.readString(folder.resolve("r." + form)))
                    .as(form)
                    .contains(ref("app:1"), ref("x:1"), ref("app:none"));
        }
        assertThat(JsonSchemas.errors(SCHEMA, Files.readString(folder.resolve("r.json"))))
                .isEmpty();
        assertThat(Files.readString(folder.resolve("r.junit")))
                .contains("name=\"" + ref("x:1") + " linux/arm64\"", "errors=\"1\"");
        assertThat(Files.readString(folder.resolve("r.sarif"))) // which has no passes
                .contains(ref("x:1"), ref("app:none"), "\"executionSuccessful\" : false")
                .doesNotContain(ref("app:1") + "\"");
        assertThat(Files.readString(folder.resolve("r.markdown")))
                .startsWith("### ❌ 3 images: 1 passed, 1 failed, 1 unknown.");
    }

    @Test
    void oneThatMayNotBeReadIsUnknown() {
        images.server.failAlways("GET /v2/app/manifests/2", Fault.status(403));
        assertThat(verify(ref("app:1"), ref("app:2"))).exitCode(3).stdoutContains("403");
    }
}
