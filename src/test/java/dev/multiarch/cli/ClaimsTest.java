package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.Example;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Anyone who can write into the folder of records can state anything: every answer says which record claims it. */
class ClaimsTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);
    private String image;

    @BeforeEach
    void anImage() {
        String descriptor = shelf.image("linux", "arm64");
        image = Json.read(Sample.bytes(descriptor), "descriptor").text("digest");
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(ServedImages.on(
                        descriptor,
                        "linux/arm64",
                        ", \"annotations\": {\"dev.multiarch.build.emulated\": \"true\","
                                + " \"dev.multiarch.host.binfmt-flags\": \"PO\"}")));
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** @return the digest of the record's file */
    private Digest forge(String find, String replace) throws Exception {
        BuildRecord record = Example.built("p1", "linux/arm64", 1);
        String json = new String(record.write(), StandardCharsets.UTF_8)
                .replace(record.digest().orElseThrow().toString(), image);
        assertThat(json).contains(find);
        Path file = folder.resolve("records").resolve(record.key());
        Files.createDirectories(file.getParent());
        return Digest.of(Files.readAllBytes(Files.writeString(file, json.replace(find, replace))));
    }

    private Transcript verify(String... more) {
        String[] words = {"verify-index", server.host() + "/app:1", "--policy=host", "--records=records"};
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return commands.in(folder).run(all);
    }

    @Test
    void anAnnotationIsAClaim() {
        assertThat(commands.in(folder).run("verify-index", server.host() + "/app:1", "--policy=host"))
                .exitCode(1)
                .stdoutContains("flags PO, expected F among them (claimed by annotation)");
    }

    @Test
    void aForgedRecordIsAClaimInEveryForm() throws Exception {
        Digest file = forge("\"POCF\"", "\"F\"");
        String claim = "record " + file + " of plan p1";
        assertThat(verify(
                        "--report=json=v.json",
                        "--report=sarif=v.sarif",
                        "--report=junit=v.xml",
                        "--report=markdown=v.md",
                        "--report=html=v.html"))
                .exitCode(0)
                .stdoutContains(
                        "pass     host.binfmt.flags [linux/arm64] the binfmt_misc entry has the flags F (claimed by "
                                + claim + ").");
        JsonObject verdict = Json.read(Files.readAllBytes(folder.resolve("v.json")), "v.json");
        JsonObject leg = verdict.object("subject").objects("platforms").get(0);
        assertThat(leg.object("emulated").object("claim").text("record")).isEqualTo(file.toString());
        assertThat(verdict.objects("findings"))
                .filteredOn(finding -> finding.text("rule").equals("host.kernel"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.object("claim").text("plan")).isEqualTo("p1"));
        for (String report : new String[] {"v.xml", "v.html"}) {
            assertThat(folder.resolve(report)).content(StandardCharsets.UTF_8).contains("(claimed by " + claim + ")");
        }
        assertThat(folder.resolve("v.md")).content(StandardCharsets.UTF_8).contains("claimed by " + claim);
    }

    /** Files are compared by their bytes: what was edited by hand can be found by its digest. */
    @Test
    void aLegThatARecordCallsNativeIsAClaim() throws Exception {
        Digest file = forge("\"value\" : true", "\"value\":   false");
        assertThat(verify()).exitCode(0).stdoutContains("native leg (claimed by record " + file + " of plan p1)");
        assertThat(commands.in(folder).run("inspect", server.host() + "/app:1", "--records=records"))
                .exitCode(0)
                .stdoutContains(
                        "native in 13m 20.5s on 6.8.0-1021-azure (claimed)",
                        "claimed  linux/arm64: record " + file + " of plan p1 says how it was built");
    }

    @Test
    void whatFailsByARecordNamesTheRecord() throws Exception {
        Digest file = forge("\"POCF\"", "\"\"");
        assertThat(verify("--report=sarif=v.sarif"))
                .exitCode(1)
                .stdoutContains("flags (none), expected F among them (claimed by record " + file + " of plan p1)");
        assertThat(folder.resolve("v.sarif"))
                .content(StandardCharsets.UTF_8)
                .contains("\"claim\" : \"record " + file + " of plan p1\"", "(claimed by record " + file);
    }
}
