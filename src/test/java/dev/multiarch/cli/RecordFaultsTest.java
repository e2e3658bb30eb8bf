package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.publish.OtherImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Records of two legs that a crash, a clock or a kill got at, where a user meets them. */
class RecordFaultsTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private OtherImages images;
    private Path arm64;

    @BeforeEach
    void start() throws Exception {
        images = new OtherImages();
        images.planned(folder, "p", "linux/amd64", "linux/arm64");
        arm64 = folder.resolve(".multiarch/records/p/linux-arm64/1.json");
        images.lines();
    }

    @AfterEach
    void close() {
        images.close();
    }

    private Transcript run(String... words) {
        return commands.in(folder).run(words);
    }

    @Test
    void aRecordThatWasCutInHalfIsNamedAndTheOthersGoOn() throws Exception {
        byte[] whole = Files.readAllBytes(arm64);
        Files.write(arm64, Arrays.copyOf(whole, whole.length / 2));
        String half = "record p/linux-arm64/1.json";

        assertThat(run("merge", "--tag=9", "--engine=native"))
                .exitCode(2)
                .stderrContains(half, "Fix: copy it again if another store has it, or remove it");
        assertThat(images.lines()).noneMatch(line -> line.startsWith("PUT "));
        assertThat(run("records", "list"))
                .exitCode(4)
                .stdoutContains("p/linux-amd64/1.json")
                .stderrContains(half);
        assertThat(run("records", "copy", ".multiarch/records", "copy"))
                .exitCode(4)
                .stdoutContains("copied: 1, already there: 0, not copied: 1")
                .stderrContains(half);
        assertThat(run("records", "prune", "--older-than=9d")).exitCode(4).stderrContains(half);
        assertThat(Files.readAllBytes(arm64)).hasSize(whole.length / 2);
        Files.write(arm64, whole);
        assertThat(run("merge", "--tag=9", "--engine=native")).exitCode(0);
    }

    /** The runner of the second leg, and of its second attempt, are a day ahead and a day behind. */
    @Test
    void clocksThatAreADayApartChangeNothing() throws Exception {
        String record = Files.readString(arm64);
        Instant day = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Files.writeString(arm64, at(record, day.plus(1, ChronoUnit.DAYS)));
        Files.writeString(
                arm64.resolveSibling("2.json"),
                at(record, day.minus(1, ChronoUnit.DAYS)).replace("\"attempt\" : 1", "\"attempt\" : 2"));

        assertThat(run("records", "list"))
                .exitCode(0)
                .stdoutContains("p/linux-arm64/1.json", "p/linux-arm64/2.json", "p/linux-amd64/1.json");
        assertThat(run("merge", "--tag=9", "--engine=native", "--policy=baseline"))
                .exitCode(0);
        assertThat(run("verify-index", images.ref("app:9").toString(), "--records=.multiarch/records"))
                .exitCode(0);
        assertThat(run("records", "prune", "--older-than=2h", "--dry-run"))
                .exitCode(0)
                .stdoutDoesNotContain("would remove  p/linux-arm64/1.json");
    }

    private static String at(String record, Instant time) {
        return record.replaceAll("(\"(?:started|finished)\" : \")[^\"]+", "$1" + time);
    }

    /** A writer is ended at each of its writes: the record is there whole or not at all, and calling again completes it. */
    @Test
    void aWriterThatIsKilledBetweenItsRequestsLosesNothing() throws Exception {
        assertThat(run("records", "copy", ".multiarch/records", store("whole"))).exitCode(0);
        List<String> writes = images.lines().stream()
                .filter(line -> line.startsWith("PUT ") && line.contains("/manifests/"))
                .toList();
        assertThat(writes).hasSize(6); // a record and its two names, twice
        for (int i = 0; i < writes.size(); i++) {
            String repository = "killed" + i;
            Process copy = Commands.process(
                            Commands.command("records", "copy", ".multiarch/records", store(repository)))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("said").toFile())
                    .start();
            images.once(writes.get(i).replace("/whole/", "/" + repository + "/"), copy::destroyForcibly);
            assertThat(copy.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(copy.exitValue()).as("killed at %s", writes.get(i)).isNotZero();

            assertThat(run("records", "copy", ".multiarch/records", store(repository)))
                    .exitCode(0);
            assertThat(run("records", "copy", store(repository), "back" + i)).exitCode(0);
            assertThat(files("back" + i)).isEqualTo(files(".multiarch/records"));
        }
    }

    private String store(String repository) {
        return "oci://" + images.ref(repository);
    }

    private Map<String, String> files(String name) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path root = folder.resolve(name);
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String key = root.relativize(file).toString();
                if (!key.startsWith("_")) {
                    files.put(key, Files.readString(file, StandardCharsets.UTF_8));
                }
            }
        }
        return files;
    }
}
