package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code inspect}: what is in an image, whatever it is. */
class InspectTest {
    private static final String HOSTILE = "\\n::error::x\\u001b[31m\\u202e##[warning]y";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);
    private String amd64;
    private String arm64;

    @BeforeEach
    void images() {
        amd64 = ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64");
        arm64 = ServedImages.on(shelf.image("linux", "arm64"), "linux/arm64");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Transcript inspect(String... options) {
        List<String> words = new ArrayList<>(List.of("inspect", server.host() + "/app:1"));
        words.addAll(List.of(options));
        return commands.in(folder).run(words.toArray(String[]::new));
    }

    /** Of this image, by what the index says and by its statement. */
    private String attestation(String predicate, String image) {
        return shelf.attestation(predicate, image, ServedImages.statement(predicate, image));
    }

    @Test
    void eachImageHasALine() {
        String built = arm64.replaceFirst(
                "}$",
                ", \"annotations\": {\"dev.multiarch.build.emulated\": \"true\", \"dev.multiarch.host.kernel\": \"6.1.0\","
                        + " \"dev.multiarch.build.duration\": \"61.5s\"}}");
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(amd64, built, attestation("https://slsa.dev/provenance/v1", amd64)));
        assertThat(inspect())
                .exitCode(0)
                .stdoutContains(
                        "/app:1 is an index of 2 images\n",
                        "PLATFORM     SIZE",
                        "linux/amd64  ",
                        "provenance    -",
                        "emulated in 1m 1.5s on 6.1.0 (claimed)  sha256:")
                .stdoutDoesNotContain("unknown");
        assertThat(server.lines()).noneMatch(line -> line.startsWith("HEAD"));
    }

    @Test
    void anImageOfOnePlatformIsShownAsWell() {
        byte[] config = Sample.bytes("{\"os\": \"linux\", \"architecture\": \"arm64\"}");
        new ServedImages(server).blob(config);
        server.on(
                "GET /v2/app/manifests/1",
                Reply.document(
                        MediaTypes.OCI_MANIFEST,
                        Sample.bytes("{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_MANIFEST
                                + "\", \"config\": "
                                + ServedImages.descriptor(MediaTypes.OCI_CONFIG, config) + ", \"layers\": []}")));
        assertThat(inspect("--for", "linux/amd64"))
                .exitCode(0)
                .stdoutContains("is an image of one platform", "pulls it, as every client does", "\nlinux/arm64 ");
        assertThat(server.lines().stream().filter(line -> line.contains("/manifests/")))
                .hasSize(1);
    }

    @Test
    void whatCannotBeReadIsSaid() {
        String gone = amd64.replaceFirst("sha256:[0-9a-f]{64}", "sha256:" + "0".repeat(64));
        String chart = ServedImages.on(shelf.manifest("application/vnd.acme+json", "{}"), "linux/s390x");
        shelf.tag(
                MediaTypes.OCI_INDEX, ServedImages.indexOf(gone, arm64, chart, attestation("https://x.test/y", gone)));
        assertThat(inspect())
                .exitCode(0)
                .stdoutContains(
                        "linux/amd64  ?  ",
                        "unknown  linux/amd64: ",
                        "404",
                        "other",
                        "unknown  linux/s390x: the entry's media type is \"application/vnd.acme+json\"");
    }

    @Test
    void anAttestationOfNothingHereIsNamed() {
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(amd64, attestation("https://slsa.dev/provenance/v1", arm64)));
        assertThat(inspect()).exitCode(0).stdoutContains("belongs to no image of this index");
    }

    @Test
    void programsReadItByItsSchema() throws IOException {
        String gone = amd64.replaceFirst("sha256:[0-9a-f]{64}", "sha256:" + "0".repeat(64));
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(gone, arm64, attestation("https://spdx.dev/Document", arm64)));
        String schema = Files.readString(Path.of("policies/inspect-v1.schema.json"));
        for (String client : List.of("linux/arm64", "linux/amd64", "linux/riscv64")) {
            Transcript said = inspect("--format", "json", "--for", client);
            assertThat(said).exitCode(client.equals("linux/riscv64") ? 1 : 0);
            assertThat(errors(schema, said.out())).as(said.out()).isEmpty();
        }
        Transcript all = inspect("--format", "json");
        assertThat(all).exitCode(0);
        String whole = all.out();
        assertThat(errors(schema, whole)).as(whole).isEmpty();
        assertThat(errors(schema, whole.replace("\"kinds\"", "\"kind\""))).isNotEmpty();
    }

    private static Set<ValidationMessage> errors(String schema, String json) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(json, InputFormat.JSON);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "linux/amd64     | 0 | pulls linux/amd64: sha256:",
                "linux/arm64/v8  | 0 | pulls linux/arm64: sha256:",
                "linux/arm64/v9  | 0 | pulls linux/arm64, the nearest match: sha256:",
                "linux/ppc64le   | 1 | finds nothing, and says \"no match for platform in manifest\". There are: linux/amd64, linux/arm64",
            })
    void aClientTakes(String client, int exit, String words) {
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(amd64, arm64));
        assertThat(inspect("--for", client)).exitCode(exit).stdoutContains(words);
    }

    @Test
    void onlyWhatTheClientTakesIsRead() {
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(amd64, arm64));
        assertThat(inspect("--for", "linux/arm64")).exitCode(0).stdoutDoesNotContain("linux/amd64");
        assertThat(server.lines()).hasSize(3);
    }

    @Test
    void aNestedIndexIsWalkedAsContainerdDoes() {
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(shelf.index(amd64), ServedImages.on(shelf.index(arm64), "linux/arm64")));
        assertThat(inspect("--for", "linux/arm64")).exitCode(0).stdoutContains("pulls linux/arm64: ");
        assertThat(inspect("--for", "linux/amd64")).exitCode(0).stdoutContains("pulls linux/amd64: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void whatAnImageSaysHarmsNobody(String format) {
        String hostile = amd64.replaceFirst(
                "}$",
                ", \"annotations\": {\"dev.multiarch.host.kernel\": \"" + HOSTILE + "\", \"" + HOSTILE + "\": \"x\"}}");
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(
                                hostile, ServedImages.on(arm64.replaceFirst(", \"platform.*", "}"), HOSTILE + "/arm64"))
                        .replaceFirst("}$", ", \"annotations\": {\"a\": \"" + HOSTILE + "\"}}"));
        Transcript said = inspect("--format", format);
        assertThat(said)
                .exitCode(0)
                .stdoutDoesNotContain("\u001b")
                .stdoutDoesNotContain("\u202e")
                .stdoutDoesNotContain("##[");
        assertThat(said.out().lines()).noneMatch(line -> line.startsWith("::"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"schemaVersion\": 2}   | 3 | neither an index nor an image",
                "{\"config\": 1}          | 3 | Fix: look at it with multiarch inspect --raw",
            })
    void whatIsNoImageIsSaid(String document, int exit, String words) {
        shelf.tag(MediaTypes.OCI_MANIFEST, document);
        assertThat(inspect()).exitCode(exit).stderrContains(words);
        assertThat(inspect("--raw")).exitCode(0).stdoutIs(document);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "--raw,--format,json,--raw cannot be combined with --format json",
        "--for,x/y/z/w,--quiet,platform \"x/y/z/w\" is malformed"
    })
    void wrongUsageIsSaid(String one, String two, String three, String words) {
        assertThat(inspect(one, two, three)).exitCode(2).stderrContains(words);
    }
}
