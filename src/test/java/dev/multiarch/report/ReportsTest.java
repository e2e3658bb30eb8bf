package dev.multiarch.report;

import static dev.multiarch.report.SampleVerdict.HOSTILE;
import static dev.multiarch.report.SampleVerdict.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.yaml.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/report");
    /** What was printed, for anyone who means to change it: to be looked at and copied. */
    private static final Path PRINTED = Path.of("target/report");

    @ParameterizedTest
    @CsvSource({
        "TEXT,     verdict.txt",
        "JSON,     verdict.json",
        "SARIF,    verdict.sarif",
        "JUNIT,    verdict.junit.xml",
        "MARKDOWN, verdict.md",
        "HTML,     verdict.html"
    })
    void isAsInItsGoldenFile(Reports form, String file) throws IOException {
        String written = new String(form.write(verdict(), SampleVerdict.CONTEXT), StandardCharsets.UTF_8);
        String printed = form == Reports.HTML ? bare(written) : written;
        Files.createDirectories(PRINTED);
        Files.writeString(PRINTED.resolve(file), printed);
        assertThat(printed).isEqualTo(Files.readString(GOLDEN.resolve(file)));
    }

    /** Without style sheet, script, their hashes, and the rules' pages: they have their own tests, and change for themselves. */
    private static String bare(String report) {
        return report.replaceAll("(?s)<style>.*?</style>", "<style></style>")
                .replaceAll("(?s)<script>.*?</script>", "<script></script>")
                .replaceAll("'sha256-[A-Za-z0-9+/=]{44}'", "'sha256-'")
                .replaceAll("(?s)(<details class=\"page\"[^>]*><summary>.*?</summary>).*?</details>", "$1</details>");
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

    /** Nothing that a terminal, a workflow runner, an XML parser or a reader's eye obeys. */
    @ParameterizedTest
    @EnumSource
    void nothingHostileComesThrough(Reports form) {
        String text = new String(form.write(verdict(), SampleVerdict.CONTEXT), StandardCharsets.UTF_8);
        for (String hostile :
                List.of("\u001b", "\u0007", "\u202e", "\u2066", "\u009b", "\u2028", "\u0085", "##[", "\n::", "\r")) {
            assertThat(HOSTILE).contains(hostile);
            assertThat(text).doesNotContain(hostile);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b>", "@you", "#1", "![i]", "[l](1)", "https://", "<script>", " |`"})
    void markdownObeysNothing(String hostile) {
        String text = new String(Reports.MARKDOWN.write(verdict(), SampleVerdict.CONTEXT), StandardCharsets.UTF_8);
        assertThat(text).doesNotContain(hostile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b>|", "<script>alert", "]]>", "\uffff"})
    void markupObeysNothing(String hostile) {
        for (Reports form : List.of(Reports.JUNIT, Reports.HTML)) {
            assertThat(new String(form.write(verdict(), SampleVerdict.CONTEXT), StandardCharsets.UTF_8))
                    .doesNotContain(hostile);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MARKDOWN, 65535,      more lines do not fit here: see the other reports",
        "SARIF,    100000000,  1000 more results were left out: code scanning accepts 25000 of a run",
        "HTML,     100000000,  21000 more findings are left out of this page"
    })
    void staysBelowItsLimitAndSaysWhatWasLeftOut(Reports form, int most, String said) {
        List<Finding> different = IntStream.range(0, 26_000)
                .mapToObj(i ->
                        SampleVerdict.finding("host.kernel", Severity.ERROR, Outcome.FAIL, "linux/arm64", "no " + i))
                .toList();
        var many = new Verdict(verdict().subject(), verdict().policies(), different);
        assertThat(new String(form.write(many, SampleVerdict.CONTEXT), StandardCharsets.UTF_8))
                .contains(said)
                .hasSizeLessThanOrEqualTo(most);
    }

    /** So that code scanning accepts the next build's findings for the same, and closes those that are gone. */
    @Test
    void sarifKnowsAFindingAgain() {
        List<String> before =
                fingerprints("registry.example/app:1.2", 5, verdict().findings());
        assertThat(before).hasSizeGreaterThan(3).doesNotHaveDuplicates();
        assertThat(fingerprints("registry.example/app:2.0", 50, verdict().findings()))
                .isEqualTo(before);
        assertThat(fingerprints("registry.example/other:1.2", 5, verdict().findings()))
                .doesNotContainAnyElementsOf(before);
        List<Finding> fewer = verdict().findings().subList(1, 5);
        assertThat(before).containsAll(fingerprints("registry.example/app:1.2", 5, fewer));
    }

    /** Of the findings of a policy whose rules are in that line. */
    private static List<String> fingerprints(String reference, int line, List<Finding> findings) {
        List<Finding> moved = findings.stream()
                .map(f -> new Finding(
                        f.rule(),
                        f.severity(),
                        f.outcome(),
                        f.platform(),
                        f.expected(),
                        f.actual() + line,
                        f.message() + line,
                        f.fix(),
                        new Place(f.source().file(), line, 1),
                        f.learnt(),
                        f.digest(),
                        f.waiver(),
                        f.origin(),
                        f.claim(),
                        f.askedBy()))
                .toList();
        var subject = new Verdict.OfIndex(reference, Optional.empty(), List.of());
        JsonObject sarif =
                Json.read(Reports.SARIF.write(new Verdict(subject, List.of(), moved), SampleVerdict.CONTEXT), "sarif");
        return sarif.objects("runs").get(0).objects("results").stream()
                .map(result -> result.object("partialFingerprints").text("multiarchFinding/v1"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"src=", "href=\"h", "@import", "url(", "<link", "<iframe", "<base", "http-equiv=\"refresh"})
    void thePageTakesNothingFromElsewhere(String elsewhere) {
        String page = new String(Reports.HTML.write(verdict(), SampleVerdict.CONTEXT), StandardCharsets.UTF_8);
        assertThat(page).contains("default-src 'none'").doesNotContain(elsewhere);
    }

    @Test
    void sizesAreToldInTheUnitThatLeavesASmallNumber() {
        assertThat(List.of(0L, 1_023L, 1_024L, 48_234_496L, Long.MAX_VALUE).stream()
                        .map(VerdictSummary::size))
                .containsExactly("0 B", "1023 B", "1.0 KiB", "46.0 MiB", "8.0 EiB");
    }

    @Test
    void saysWhenNoDigestWasJudged() {
        var none = new Verdict(
                new Verdict.OfIndex("registry.example/app:1.2", Optional.empty(), List.of()), List.of(), List.of());
        assertThat(Reports.text(none, false)).contains("judged   registry.example/app:1.2, whose digest is unknown");
        assertThat(Json.read(Reports.json(none), "verdict").object("subject").has("digest"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aHostIsJudgedToo(Reports form) {
        var host = new Verdict(
                new Verdict.OfHost("builder-1"), verdict().policies(), verdict().findings());
        assertThat(new String(form.write(host, SampleVerdict.CONTEXT), StandardCharsets.UTF_8))
                .contains("builder-1")
                .doesNotContain("index\"");
    }
}
