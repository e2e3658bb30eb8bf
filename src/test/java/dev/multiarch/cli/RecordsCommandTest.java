package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.publish.LegImage;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.Example;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.embedded.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordsCommandTest extends WithRecords {
    /** Three of two platforms, the last of yesterday; one of another image. */
    private void records() throws IOException {
        store.put(Example.at(Example.built("p", "linux/arm64", 1), "2026-02-01T00:00:00Z"));
        store.put(Example.at(Example.built("p", "linux/amd64", 1), "2026-02-02T00:00:00Z"));
        String yesterday = Instant.now()
                .minus(1, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        store.put(Example.at(Example.failed("q", "linux/arm64", 1), yesterday));
    }

    @Test
    void listsTheNewestFirstAndWhatIsAskedFor() throws Exception {
        records();

        assertThat(run("records", "list", "--platform", "linux/arm64"))
                .exitCode(0)
                .stdoutContains(
                        "  linux-arm64  ghcr.io/org/app  q/linux-arm64/1.json\n2026-02-01T00:00:00Z  linux-arm64"
                                + "  ghcr.io/org/app  p/linux-arm64/1.json\n")
                .stdoutDoesNotContain("amd64");
        assertThat(run("records", "list", "--plan-id", "p", "--older-than", "2d"))
                .exitCode(0)
                .stdoutContains("p/linux-amd64/1.json", "p/linux-arm64/1.json")
                .stdoutDoesNotContain("q/");
        assertThat(run("records", "list", "--newer-than", "2d"))
                .exitCode(0)
                .stdoutContains("q/linux-arm64/1.json")
                .stdoutDoesNotContain("p/");
        assertThat(run("records", "list", "--image", "ghcr.io/org/other"))
                .exitCode(0)
                .stdoutIs("no such records in .multiarch/records\n");
        Transcript json = run("records", "list", "--format", "json");
        assertThat(json).exitCode(0);
        assertThat(JsonSchemas.errors("records-v1.schema.json", json.out())).isEmpty();
    }

    /** A writer that was ended before it had written the names. */
    @Test
    void aRecordWithoutItsNamesIsListedToo() throws Exception {
        BuildRecord record = Example.built("p", "linux/arm64", 1);
        store.objects().put(record.key(), record.write());
        store.objects().put("p/linux-amd64/1.json", new byte[] {'{'});

        assertThat(run("records", "list"))
                .exitCode(4)
                .stdoutContains("ghcr.io/org/app  p/linux-arm64/1.json\n")
                .stderrContains("error: record p/linux-amd64/1.json");
    }

    @Test
    void showsARecordAsItWasWritten() throws Exception {
        records();

        assertThat(run("records", "show", "p/linux-arm64/1.json"))
                .exitCode(0)
                .stdoutIs(new String(store.get("p/linux-arm64/1.json"), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(run("records", "show", "p/linux-arm64/2.json"))
                .exitCode(4)
                .stderrContains(
                        ".multiarch/records/p/linux-arm64/2.json: there is no such record. Fix: records list names those that are there");
    }

    @Test
    void copiesByteForByteAndGoesOnWhereItBrokeOff() throws Exception {
        records();
        String registry = "oci://" + server.host() + "/records";
        server.fail("PUT /v2/records/manifests/multiarch.p_-linux-arm64_-1.json", Fault.error(403, "DENIED", "no"));

        assertThat(run("records", "copy", ".multiarch/records", registry))
                .exitCode(4)
                .stderrContains("the store of records " + registry, "403", "docker login");
        assertThat(run("records", "copy", ".multiarch/records", registry))
                .exitCode(0)
                .stdoutContains("(" + registry + ")");
        Transcript again = run("records", "copy", ".multiarch/records", registry, "--format", "json");
        assertThat(again).exitCode(0).stdoutContains("\"copied\" : 0", "\"there\" : 3");
        assertThat(JsonSchemas.errors("records-copy-v1.schema.json", again.out()))
                .isEmpty();
        assertThat(run("records", "copy", registry, "back"))
                .exitCode(0)
                .stdoutContains("copied: 3, already there: 0, not copied: 0 (back)");
        assertThat(files("back")).isEqualTo(files(".multiarch/records"));
    }

    @Test
    void anotherRecordOfThatKeyStays() throws Exception {
        records();
        RecordStore other = new RecordStore(new DirectoryStore(folder.resolve("other")), warning -> {});
        other.put(Example.failed("p", "linux/arm64", 1));

        assertThat(run("records", "copy", ".multiarch/records", "other"))
                .exitCode(4)
                .stdoutContains("copied: 2, already there: 0, not copied: 1 (other)")
                .stderrContains("p/linux-arm64/1.json: other has another record of that key, which stays");
        assertThat(other.read("p/linux-arm64/1.json").built()).isFalse();
    }

    @Test
    void prunesWhatNoImageNames() throws Exception {
        Reference app = Reference.parse(server.host() + "/app");
        Digest tagged =
                new LegImage(Platform.parse("linux/arm64"), "tagged").pushIndex(client, app, Instant.EPOCH, "1");
        Digest image = new LegImage(Platform.parse("linux/arm64"), "tagged").push(client, app);
        BuildRecord old = Example.of(Example.built("p", "linux/arm64", 1), app.name());
        BuildRecord named = Example.of(Example.like(Example.built("p", "linux/arm64", 2), "n"), app.name(), image);
        store.put(old);
        store.put(named);
        assertThat(tagged).isNotEqualTo(image);

        assertThat(run("records", "prune", "--older-than", "1d", "--dry-run"))
                .exitCode(0)
                .stdoutIs("would remove  p/linux-arm64/1.json\n"
                        + "would be removed: 1, kept as an image names them: 1\n");
        assertThat(store.keys()).hasSize(2);
        assertThat(run("records", "prune", "--older-than", "1d", "--keep", "2"))
                .exitCode(0)
                .stdoutContains("removed: 0, ");
        Transcript pruned = run("records", "prune", "--older-than", "1d", "--format", "json");
        assertThat(pruned).exitCode(0);
        assertThat(JsonSchemas.errors("records-prune-v1.schema.json", pruned.out()))
                .isEmpty();
        assertThat(store.objects().list("", 100)).hasSize(3).contains(named.key(), "_image/" + image.hex());
    }

    @Test
    void whereTagsCannotBeReadNothingGoes() throws Exception {
        store.put(Example.of(Example.built("p", "linux/arm64", 1), server.host() + "/app"));
        server.failAlways("GET /v2/app/tags/list", Fault.status(403));

        assertThat(run("records", "prune", "--keep", "0"))
                .exitCode(4)
                .stdoutContains("removed: 0, ")
                .stderrContains(
                        "error: no record of " + server.host() + "/app was removed, as its tags can't be read: ");
        assertThat(store.keys()).hasSize(1);
    }

    @Test
    void aRegistryThatRemovesNothingIsNamed() throws Exception {
        Reference app = Reference.parse(server.host() + "/app");
        new LegImage(Platform.parse("linux/arm64"), "tagged").pushIndex(client, app, Instant.EPOCH, "1");
        store.put(Example.of(Example.built("p", "linux/arm64", 1), app.name()));
        String registry = "oci://" + server.host() + "/records";
        assertThat(run("records", "copy", ".multiarch/records", registry)).exitCode(0);
        Reference records = Reference.parse(server.host() + "/records");
        for (String tag : client.tags(records)) {
            Digest digest = client.resolve(records.withTag(tag)).orElseThrow();
            server.failAlways(
                    "DELETE /v2/records/manifests/" + digest,
                    Fault.error(405, "UNSUPPORTED", "The operation is unsupported."));
        }

        assertThat(run("records", "prune", "--keep", "0", "--records", registry))
                .exitCode(4)
                .stderrContains(
                        registry + ": _recent/",
                        " stays, as " + server.host() + " does not remove manifests: ",
                        "405 UNSUPPORTED");
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(run("records", "prune", "--records", "."))
                .exitCode(2)
                .stderrContains("give --older-than AGE, --keep N");
        assertThat(run("records", "lsit")).exitCode(2).stderrContains("Did you mean \"list\"?");
        assertThat(run("records", "copy", "a")).exitCode(2).stderrContains("records copy takes two stores, found 1");
        assertThat(run("records", "list")).exitCode(2).stderrContains("there is no such folder");
        assertThat(run("records", "list", "--keep", "2")).exitCode(2).stderrContains("belong to records prune");
        assertThat(run("records", "list", "--older-than", "soon")).exitCode(2).stderrContains("--older-than soon: ");
    }

    private Map<String, String> files(String name) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path root = folder.resolve(name);
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}
