package dev.multiarch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.Binfmt;
import dev.multiarch.host.Builder;
import dev.multiarch.host.diagnosis.Diagnoses;
import dev.multiarch.host.diagnosis.Kinds;
import dev.multiarch.host.diagnosis.KnownFacts;
import dev.multiarch.host.diagnosis.Log;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisReportTest {
    private static final Path GOLDEN = Path.of("src/test/resources/report");
    private static final Path PRINTED = Path.of("target/report");

    private static final String LOG = "#5 [linux/arm64 2/2] RUN true\n"
            + "#5 0.061 exec /bin/sh: exec format error ::error::x ##[error]y \u001b[2J\u202e\n"
            + "ERROR: failed to build: push-by-digest is currently not implemented for docker driver\n"
            + "Error: Failed to CreateArtifact: an artifact with this name already exists on the workflow run\n";

    private static Diagnoses diagnoses(String log) {
        Fact<Binfmt> binfmt = Fact.known(new Binfmt(true, true, List.of(), List.of()), FactSource.ENTRY);
        Fact<Builder> builder =
                Fact.known(new Builder("x\u001b[2J::error::", "docker", List.of(), ""), FactSource.COMMAND);
        Fact<Long> disk = Fact.unknown("not asked");
        return Diagnoses.of(Log.of(log), new KnownFacts(Fact.unknown("not asked"), binfmt, builder, disk, List.of()));
    }

    @Test
    void textIsAsInItsGoldenFile() throws IOException {
        holds("diagnosis.txt", DiagnosisReport.text(diagnoses(LOG)).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void jsonIsAsInItsGoldenFile() throws IOException {
        holds("diagnosis.json", DiagnosisReport.json(diagnoses(LOG)));
    }

    private static void holds(String file, byte[] printed) throws IOException {
        Files.createDirectories(PRINTED);
        Files.write(PRINTED.resolve(file), printed);
        assertThat(printed).asString(StandardCharsets.UTF_8).isEqualTo(Files.readString(GOLDEN.resolve(file)));
    }

    @Test
    void whereNothingIsRecognisedItSaysWhatCanBe() {
        Diagnoses nothing = diagnoses("all is well\n");
        String text = DiagnosisReport.text(nothing);
        assertThat(text).startsWith("Nothing was recognised. What can be:\n");
        JsonObject json = Json.read(DiagnosisReport.json(nothing), "diagnosis");
        assertThat(json.objects("diagnoses")).isEmpty();
        assertThat(json.objects("known")).hasSameSizeAs(Kinds.ALL);
        Kinds.ALL.forEach(kind -> assertThat(text).contains("  " + kind.id() + " "));
    }

    @Test
    void saysHowMuchWasNotLookedAt() {
        Diagnoses some = new Diagnoses(diagnoses(LOG).found(), 7);
        assertThat(DiagnosisReport.text(some)).contains("The first 7 lines were not looked at: the log is long.\n");
        assertThat(Json.read(DiagnosisReport.json(some), "diagnosis").number("skippedLines"))
                .isEqualTo(7);
    }
}
