package dev.multiarch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.host.Learnt;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Json;
import dev.multiarch.image.JsonObject;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Place;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/report");
    private static final Digest DIGEST = Digest.of("index".getBytes(StandardCharsets.UTF_8));
    private static final String HOSTILE =
            "x\u001b[2J\u0007##[error]owned\n::error::owned\r\u202eexe.\u2066\u009b31m\u2028\u0085\ud800 \"<b>|`@you";

    @Test
    void textIsAsInTheGoldenFile() throws IOException {
        assertThat(Reports.text(verdict(), false)).isEqualTo(Files.readString(GOLDEN.resolve("verdict.txt")));
    }

    @Test
    void jsonIsAsInTheGoldenFile() throws IOException {
        assertThat(Reports.json(verdict()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(Files.readString(GOLDEN.resolve("verdict.json")));
        assertThat(Reports.json(verdict())).isEqualTo(Files.readAllBytes(GOLDEN.resolve("verdict.json")));
    }

    @Test
    void colourIsAllThatColourAdds() {
        String coloured = Reports.text(verdict(), true);
        assertThat(coloured).contains("\u001b[1;31mfail\u001b[0m", "\u001b[1;33munknown\u001b[0m", "\u001b[1;32mpass");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(Reports.text(verdict(), false));
    }

    @Test
    void jsonLosesNothingOfHostileText() {
        JsonObject json = Json.read(Reports.json(verdict()), "verdict");
        assertThat(json.objects("findings").get(0).text("message"))
                .isEqualTo("its config says " + HOSTILE.replace('\ud800', '\ufffd') + ", expected linux/arm64");
    }

    @ParameterizedTest(name = "[{index}]")
    @ValueSource(strings = {"\u001b", "\u0007", "\u202e", "\u2066", "\u009b", "\u2028", "\u0085", "##[", "\n::", "\r"})
    void nothingHostileComesThrough(String hostile) {
        assertThat(HOSTILE).contains(hostile);
        assertThat(Reports.text(verdict(), false)).doesNotContain(hostile);
        assertThat(Reports.json(verdict())).asString(StandardCharsets.UTF_8).doesNotContain(hostile);
    }

    @Test
    void saysWhenNoDigestWasJudged() {
        var none = new Verdict(
                new Verdict.OfIndex("registry.example/app:1.2", Optional.empty(), List.of()), List.of(), List.of());
        assertThat(Reports.text(none, false))
                .contains("judged   registry.example/app:1.2, of which no digest is known");
        assertThat(Json.read(Reports.json(none), "verdict").object("subject").has("digest"))
                .isFalse();
    }

    private static Verdict verdict() {
        return new Verdict(
                new Verdict.OfIndex("registry.example/app:1.2", Optional.of(DIGEST), List.of()),
                List.of(new Verdict.Judged("release", Digest.of("release".getBytes(StandardCharsets.UTF_8)))),
                findings());
    }

    private static List<Finding> findings() {
        return List.of(
                finding(
                        "image.config-match",
                        Severity.ERROR,
                        Outcome.FAIL,
                        "linux/arm64",
                        "its config says " + HOSTILE + ", expected linux/arm64"),
                finding("image.config-match", Severity.ERROR, Outcome.PASS, "linux/amd64", "index and config agree"),
                finding("image.config-match", Severity.ERROR, Outcome.PASS, "linux/arm/v7", "index and config agree"),
                finding(
                        "image.platforms.required",
                        Severity.ERROR,
                        Outcome.FAIL,
                        "linux/386",
                        "the index has" + " linux/amd64, linux/arm64, linux/arm/v7, expected linux/386"),
                finding(
                        "host.kernel",
                        Severity.ERROR,
                        Outcome.UNKNOWN,
                        "linux/arm64",
                        "the kernel of the builder's" + " host is unknown: boot_id differs"),
                finding("host.kernel", Severity.ERROR, Outcome.SKIPPED, "linux/amd64", "native leg"),
                finding(
                        "host.binfmt.flags",
                        Severity.INFO,
                        Outcome.UNKNOWN,
                        "linux/arm64",
                        "whether it was built" + " under emulation is unknown: neither a record nor annotations"),
                finding(
                        "build.emulated-time",
                        Severity.WARNING,
                        Outcome.FAIL,
                        "linux/arm/v7",
                        "2h 14m under" + " emulation, expected at most 20m (claimed by annotation)"),
                finding("image.platforms.unique", Severity.ERROR, Outcome.PASS, "", "no platform has a second entry"));
    }

    private static Finding finding(String rule, Severity severity, Outcome outcome, String platform, String message) {
        boolean open = outcome == Outcome.FAIL || outcome == Outcome.UNKNOWN;
        return new Finding(
                rule,
                severity,
                outcome,
                Optional.of(platform).filter(p -> !p.isEmpty()).map(Platform::parse),
                "what it should be",
                "what it is",
                message,
                open ? "mend it" : "",
                new Place("release.yaml", 5, 3),
                Optional.of(Learnt.REGISTRY).filter(l -> outcome == Outcome.PASS),
                Optional.of(DIGEST));
    }
}
