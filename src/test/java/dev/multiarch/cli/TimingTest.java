package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.Example;
import dev.multiarch.record.RecordStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code timing}: where the time of one build went. */
class TimingTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    Path folder;

    @RegisterExtension
    final Commands commands = new Commands();

    private RecordStore store;

    @BeforeEach
    void plan() {
        store = new RecordStore(new DirectoryStore(folder.resolve(".multiarch/records")), warning -> {});
        assertThat(run(
                        "plan",
                        "--image",
                        "ghcr.io/org/app",
                        "--platforms",
                        "linux/amd64,linux/arm64",
                        "--plan-id",
                        "p"))
                .exitCode(0);
    }

    private Transcript run(String... words) {
        return commands.in(folder).run(words);
    }

    /** arm64 fails first; its second attempt takes 25 minutes, of which 12 m 34.3 s are emulated. */
    private void records() throws IOException {
        store.put(Example.natively(Example.taking(Example.built("p", "linux/amd64", 1), 300, START.plusSeconds(300))));
        store.put(Example.taking(Example.failed("p", "linux/arm64", 1), 300, START.plusSeconds(300)));
        store.put(Example.taking(Example.built("p", "linux/arm64", 2), 1500, START.plusSeconds(1800)));
        store.put(Example.built("other", "linux/arm64", 1));
    }

    @Test
    void showsEachLegOverTime() throws Exception {
        records();

        assertThat(run("timing")).exitCode(0).stdoutIs("""
                        the legs of plan p of ghcr.io/org/app took 30m from the first start to the last end, and 35m together, 17m 34.3s of it under emulation

                        platform     attempt  built     began  time  under emulation  emulated steps cached  over time
                        linux/amd64  1        native    +0s    5m    –                –                      #####
                        linux/arm64  1        failed    +0s    5m    12m 34.3s        0 of 1                 =====
                        linux/arm64  2        emulated  +5m    25m   12m 34.3s        0 of 1                      =============############

                        # native or unknown, = under emulation, x failed

                        the slowest emulated steps
                          linux/arm64  12m 34.3s  SALT/Dockerfile:4 [3/3] RUN make
                          linux/arm64  12m 34.3s  SALT/Dockerfile:4 [3/3] RUN make

                        Times are what the build records claim.
                        """);
    }

    @Test
    void theJsonHoldsToItsSchema() throws Exception {
        records();

        Transcript json = run("timing", "--format", "json");
        assertThat(json).exitCode(0).stdoutContains("\"legSeconds\" : 2100.0", "\"how\" : \"native\"");
        assertThat(JsonSchemas.errors("timing-v1.schema.json", json.out())).isEmpty();
    }

    @Test
    void thePageHasABarForEachAttempt() throws Exception {
        records();

        assertThat(run("timing", "--report", "html=page.html,json=times.json"))
                .exitCode(0)
                .stdoutContains("linux/arm64");
        assertThat(folder.resolve("page.html"))
                .content()
                .contains("default-src 'none'; style-src 'sha256-", "Times are what the build records claim.")
                .doesNotContain("<script")
                .contains("x=\"16.7%\" width=\"83.3%\"", "x=\"0.0%\" width=\"16.7%\"", "SALT/Dockerfile:4");
        assertThat(JsonSchemas.errors("timing-v1.schema.json", Files.readString(folder.resolve("times.json"))))
                .isEmpty();
    }

    @Test
    void aPlanWithoutRecordsSaysSo() throws Exception {
        Files.createDirectories(folder.resolve(".multiarch/records"));
        assertThat(run("timing", "--report", "html=page.html"))
                .exitCode(0)
                .stdoutIs("no records of plan p of ghcr.io/org/app in .multiarch/records\n");
        Transcript json = run("timing", "--format", "json");
        assertThat(json).exitCode(0);
        assertThat(JsonSchemas.errors("timing-v1.schema.json", json.out())).isEmpty();
        assertThat(run("timing", "--records", "nowhere")).exitCode(2).stderrContains("there is no such folder");
        assertThat(run("timing", "--plan", "none.json")).exitCode(2).stderrContains("there is no plan file none.json");
    }

    /** Anyone who can write to the store can write a record. */
    @Test
    void nothingInARecordIsObeyed() throws Exception {
        BuildRecord record = Example.built("p", "linux/arm64", 1);
        String json = new String(record.write(), StandardCharsets.UTF_8)
                .replace("[3/3] RUN make", "RUN \\u001b[31m\\u202e<script>alert(1)</script>\\n::error::x ##[error]y");
        store.put(BuildRecord.read(json.getBytes(StandardCharsets.UTF_8), "forged"));

        for (String format : new String[] {"text", "json"}) {
            assertThat(run("timing", "--format", format, "--report", "html=page.html"))
                    .exitCode(0)
                    .stdoutContains("RUN")
                    .stdoutDoesNotContain("\u001b")
                    .stdoutDoesNotContain("\u202e")
                    .stdoutDoesNotContain("\n::error")
                    .stdoutDoesNotContain("##[error");
        }
        assertThat(folder.resolve("page.html"))
                .content()
                .contains("&lt;script&gt;")
                .doesNotContain("<script", "\u001b", "\u202e");
    }
}
