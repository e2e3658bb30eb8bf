package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.Example;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code build.record-match} over a published index and a folder of records. */
class RecordMatchTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private BuildRecord record;

    @BeforeEach
    void publish() throws IOException {
        Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: multiarch/v1
                kind: Policy
                name: p
                build: {record-match: true}
                """);
        var shelf = new ServedImages(server);
        String descriptor = shelf.image("linux", "arm64");
        Digest image =
                Digest.parse(Json.read(Sample.bytes(descriptor), "descriptor").text("digest"));
        record = Example.of(Example.built("p1", "linux/arm64", 1), "ghcr.io/org/app", image);
        Map<String, Object> facts =
                Map.copyOf(BuildFacts.of(record).toAnnotations(record.claim().record()));
        String annotations = ", \"annotations\": " + Json.writeLine(facts).strip();
        String index = ServedImages.indexOf(ServedImages.on(descriptor, "linux/arm64", annotations));
        shelf.tag(
                MediaTypes.OCI_INDEX,
                index.replaceFirst("\\{", "{\"annotations\": {\"dev.multiarch.plan\": \"p1\"}, "));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void keep(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve("records").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private Transcript verify(String... more) {
        List<String> words = new ArrayList<>(List.of("verify-index", server.host() + "/app:1", "--policy=p.yaml"));
        words.addAll(List.of(more));
        return commands.in(folder).run(words.toArray(String[]::new));
    }

    @Test
    void theRecordOfTheMergeMatches() throws Exception {
        keep("p1/linux-arm64/1.json", record.write());

        assertThat(verify("--records=records"))
                .exitCode(0)
                .stdoutContains("pass     build.record-match [linux/arm64] the index names its build record");
    }

    /** Another image's record, of the same plan or of another one, that is cut says nothing of this one. */
    @Test
    void aMalformedRecordOfAnotherImageChangesNothing() throws Exception {
        keep("p1/linux-amd64/1.json", new byte[] {'{'});
        keep("other/linux-arm64/1.json", new byte[] {'{'});
        assertThat(verify("--records=records"))
                .exitCode(3)
                .stdoutContains("the store has no record of this image that can be read, and 2 that can't be, such as:"
                        + " record other/linux-arm64/1.json");
        keep("p1/linux-arm64/1.json", record.write());

        assertThat(verify("--records=records")).exitCode(0);
    }

    /** The same image came from the cache: the index still names the record of the attempt that was merged. */
    @Test
    void ofSeveralRecordsTheNamedOneCounts() throws Exception {
        keep("p1/linux-arm64/1.json", record.write());
        String later = new String(record.write(), StandardCharsets.UTF_8).replace("\"attempt\" : 1", "\"attempt\" : 2");
        keep("p1/linux-arm64/2.json", later.getBytes(StandardCharsets.UTF_8));

        assertThat(verify("--records=records")).exitCode(0);
    }

    @Test
    void aRecordThatWasChangedAfterwardsIsFound() throws Exception {
        String changed = new String(record.write(), StandardCharsets.UTF_8).replace("754.213", "75.213");
        keep("p1/linux-arm64/1.json", changed.getBytes(StandardCharsets.UTF_8));

        assertThat(verify("--records=records"))
                .exitCode(1)
                .stdoutContains(
                        "the index names the record " + record.claim().record() + " for it, and the one in the store is"
                                + " record " + Digest.of(changed.getBytes(StandardCharsets.UTF_8)) + " of plan p1.");
    }

    @Test
    void whatCannotBeHadIsUnknownWithTheReason() throws Exception {
        assertThat(verify()).exitCode(3).stdoutContains("no store of build records is named", "--records STORE");
        Files.createDirectories(folder.resolve("records"));
        assertThat(verify("--records=records")).exitCode(3).stdoutContains("the store has no record of this image");
        keep("p2/linux-arm64/1.json", Example.like(record, "p2").write());
        assertThat(verify("--records=records"))
                .exitCode(3)
                .stdoutContains("the store has another one of this image, and not the one that the index names");
        keep("p1/linux-arm64/1.json", "{\"schema\": \"dev.multi".getBytes(StandardCharsets.UTF_8));
        assertThat(verify("--records=records"))
                .exitCode(3)
                .stderrContains(
                        "warning: 1 build record can't be read, and nothing is taken from there, such as: record p1/linux-arm64/1.json")
                .stdoutContains("the store has another one of this image, and not the one that the index names");
    }
}
