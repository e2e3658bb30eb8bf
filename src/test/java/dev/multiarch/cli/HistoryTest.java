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
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code history}: how long the last builds of an image took. */
class HistoryTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    Path folder;

    @RegisterExtension
    final Commands commands = new Commands();

    private RecordStore store;

    @BeforeEach
    void open() {
        store = new RecordStore(new DirectoryStore(folder.resolve(".multiarch/records")), warning -> {});
    }

    private Transcript run(String... words) {
        return commands.in(folder).run(words);
    }

    private static BuildRecord built(String platform, int number, long seconds) {
        BuildRecord record = Example.built("p" + number, platform, 1);
        return Example.taking(record, seconds, START.plus(Duration.ofHours(number)));
    }

    /** Six natively on amd64, ever slower; three emulated on arm64 and one natively, one that failed. */
    private void records() throws IOException {
        for (int i = 0; i < 6; i++) {
            store.put(Example.natively(built("linux/amd64", i, i < 3 ? 60 : 66)));
        }
        for (int i = 10; i < 13; i++) {
            store.put(built("linux/arm64", i, 1080));
        }
        store.put(Example.natively(built("linux/arm64", 20, 90)));
        store.put(Example.taking(Example.failed("f", "linux/arm64", 1), 7, START));
    }

    @Test
    void showsThePlatformsInATable() throws Exception {
        records();

        assertThat(run("history", "ghcr.io/org/app")).exitCode(0).stdoutIs("""
                        the last builds of ghcr.io/org/app in .multiarch/records, at most 100 of each platform
                        linux/amd64 (native) got 10 % slower.

                        platform     built     builds  failed  median  middle half       trend  under emulation
                        linux/amd64  native    6       0       1m 3s   1m to 1m 6s       +10 %
                        linux/arm64  native    1       0       1m 30s  1m 30s to 1m 30s  –
                        linux/arm64  emulated  3       1       18m     18m to 18m        –      12m 34.3s

                        linux/arm64: under emulation a build takes 12.0 times as long as a native one

                        the slowest emulated steps, by their median
                          linux/arm64  12m 34.3s in 3 builds  SALT/Dockerfile:4 [3/3] RUN make

                        Times are what the build records claim. The trend compares the newer half of the builds with the older half.
                        """);
    }

    @Test
    void theJsonHoldsToItsSchema() throws Exception {
        records();

        Transcript json = run("history", "ghcr.io/org/app", "--format", "json");
        assertThat(json).exitCode(0);
        assertThat(JsonSchemas.errors("history-v1.schema.json", json.out())).isEmpty();
        assertThat(json).stdoutContains("\"emulatedToNative\" : {\n    \"linux/arm64\" : 12.0", "claim");
    }

    @Test
    void anImageWithoutRecordsHasNoBuilds() throws Exception {
        records();

        assertThat(run("history", "ghcr.io/org/other"))
                .exitCode(0)
                .stdoutIs("no builds of ghcr.io/org/other in .multiarch/records\n");
        Transcript json = run("history", "ghcr.io/org/other", "--format", "json", "--report", "html=none.html");
        assertThat(json).exitCode(0);
        assertThat(JsonSchemas.errors("history-v1.schema.json", json.out())).isEmpty();
        assertThat(folder.resolve("none.html")).content().contains("<h1>Build times of ghcr.io/org/other</h1>");
    }

    @Test
    void thePageShowsEachBuild() throws Exception {
        records();

        assertThat(run("history", "ghcr.io/org/app", "--report", "html=page.html,text=table.txt"))
                .exitCode(0)
                .stdoutContains("linux/arm64");
        assertThat(folder.resolve("page.html"))
                .content()
                .contains("default-src 'none'; style-src 'sha256-", "Times are what the build records claim.")
                .doesNotContain("<script", "script-src")
                .contains("</h1>\n<p>linux/amd64 (native) got 10 % slower.</p>")
                .contains("<td>linux/arm64</td><td>emulated</td><td>3</td><td>1</td>", "p12/linux-arm64/1.json");
        assertThat(folder.resolve("table.txt")).content().startsWith("the last builds of ghcr.io/org/app in ");
    }

    /** Anyone who can write to the store can write a record. */
    @Test
    void nothingInARecordIsObeyed() throws Exception {
        BuildRecord record = built("linux/arm64", 1, 60);
        String json = new String(record.write(), StandardCharsets.UTF_8)
                .replace("[3/3] RUN make", "RUN \\u001b[31m\\u202e<script>alert(1)</script>\\n::error::x ##[error]y");
        store.put(BuildRecord.read(json.getBytes(StandardCharsets.UTF_8), "forged"));

        for (String format : new String[] {"text", "json"}) {
            assertThat(run("history", "ghcr.io/org/app", "--format", format, "--report", "html=page.html"))
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

    @Test
    void aRecordThatIsNotOneIsAWarning() throws Exception {
        records();
        Files.writeString(folder.resolve(".multiarch/records/p0/linux-amd64/1.json"), "{");

        assertThat(run("history", "ghcr.io/org/app"))
                .exitCode(0)
                .stdoutContains("linux/amd64  native    5 ")
                .stderrContains("warning: record p0/linux-amd64/1.json");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "--last 0, --last 0: expected a number from 1 to 100",
        "--last 101, --last 101: expected a number from 1 to 100",
        "--platforms linux/amd63, linux/amd63",
        "--report sarif=x, 'expected FORM=FILE, where FORM is one of text, json, html'",
        "--report html=../x.html, leads out of the working directory",
        "--records nowhere, there is no such folder"
    })
    void wrongUsage(String option, String why) throws Exception {
        records();
        String[] words = option.split(" ");

        assertThat(run("history", "ghcr.io/org/app", words[0], words[1]))
                .exitCode(2)
                .stderrContains(why);
    }
}
