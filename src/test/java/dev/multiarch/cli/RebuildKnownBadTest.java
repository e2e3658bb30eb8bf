package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a version of BuildKit or QEMU built that is known to build wrong images. */
class RebuildKnownBadTest extends WithPublishedApp {
    private static final String RECORDED = "\"buildkit\" : \"\"";
    private static final String NATIVE = "\"emulated\" : {\n    \"value\" : false";

    private Reference tag;

    @BeforeEach
    void start() throws Exception {
        tag = app.image("app").withTag("1");
        app.publish(tag, app.base("base", "amd64", "arm64"));
    }

    /** In each record, as if another builder had written it. */
    private void records(String found, String replacement) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(".multiarch/records"))) {
            List<Path> records = files.filter(file -> file.endsWith("1.json")).toList();
            assertThat(records).hasSize(2);
            for (Path record : records) {
                String text = Files.readString(record);
                assertThat(text).contains(found);
                Files.writeString(record, text.replace(found, replacement));
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}, {2}: {3} stale")
    @CsvSource(delimiter = '|', textBlock = """
            buildkit | v0.30.0   | from: "0.30", before: "0.40"                        | 2
            buildkit | v0.34.2   | from: "0.30", before: "0.40", architectures: [arm64] | 1
            buildkit | v0.34.2   | from: "0.30"                                        | 2
            buildkit | v0.34.2   | from: "0.30", before: "0.34.2"                      | 0
            buildkit | v0.29.9   | from: "0.30", before: "0.40"                        | 0
            buildkit | its own   | from: "0.30", before: "0.40"                        | 0
            qemu     | 8.2.2     | from: "8.2.1", before: "8.2.3", architectures: [arm64] | 1
            qemu     | 8.2.3     | from: "8.2.1", before: "8.2.3"                      | 0
            """)
    void isStale(String program, String version, String range, int stale) throws Exception {
        if (program.equals("buildkit")) {
            records(RECORDED, "\"buildkit\" : \"" + version + "\"");
        } else {
            records(NATIVE, NATIVE.replace("false", "true"));
            records(
                    "\"host\" : {",
                    "\"host\" : {\n    \"version\" : {\"value\" : \"" + version + "\", \"learnt\" : \"probe\"},");
        }
        Files.writeString(
                folder.resolve("bad.yaml"),
                "known-bad:\n- {program: " + program + ", " + range
                        + ", why: empty layers, sources: [\"https://example.com/1\"]}\n");
        assertThat(rebuild(tag.toString(), "--known-bad", "bad.yaml", "--causes", "known-bad"))
                .exitCode(0)
                .stdoutContains(stale + " to build again, 0 left, 0 unknown, " + (2 - stale) + " fresh")
                .stdoutContains(
                        stale == 0
                                ? ""
                                : "known-bad: built with " + program + " " + version
                                        + ": empty layers (https://example.com/1)\n");
    }

    /** The list that comes with multiarch is used where none is named. */
    @ParameterizedTest
    @CsvSource({"v0.9.0, 2", "v0.9.1, 0"})
    void ourOwnListCounts(String version, int stale) throws Exception {
        records(RECORDED, "\"buildkit\" : \"" + version + "\"");
        assertThat(rebuild(tag.toString(), "--causes", "known-bad"))
                .exitCode(0)
                .stdoutContains(stale + " to build again");
    }
}
