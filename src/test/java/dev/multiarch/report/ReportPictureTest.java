package dev.multiarch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.yaml.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The verdict that the README shows, as text and as the picture that {@code scripts/report-picture} draws. */
class ReportPictureTest {
    private static final Path PAGE = Path.of("target/report/picture.html");
    private static final ReportContext CONTEXT = new ReportContext(
            Instant.parse("2026-11-29T09:30:00Z"),
            "1.0.0",
            Optional.of("https://github.com/org/app/actions/runs/17"),
            Optional.of("3f2a9c81d4e5b60718293a4b5c6d7e8f90123456"),
            new TagMoves(true, false, "no tag moved"));

    @Test
    void theReadmeShowsWhatIsPrinted() throws IOException {
        Files.createDirectories(PAGE.getParent());
        Files.write(PAGE, Reports.HTML.write(verdict(), CONTEXT));
        String readme = Files.readString(Path.of("README.md"));
        assertThat(readme).contains("![" + Headline.of(verdict(), CONTEXT.tags()) + "](docs/images/report.png)");
        String text = Reports.text(verdict(), false);
        assertThat(readme).contains("```text\n" + text.substring(0, text.indexOf("pass ")));
        assertThat(readme)
                .contains(text.lines()
                        .filter(line -> line.startsWith("fail:"))
                        .findFirst()
                        .orElseThrow());
    }

    private static Verdict verdict() {
        List<Finding> findings = new ArrayList<>();
        findings.add(failed(
                "image.platforms.required",
                "linux/riscv64",
                "the index has linux/amd64, linux/arm64, expected linux/riscv64",
                "build linux/riscv64 too and merge its image into this index, or remove it from the required platforms",
                9));
        findings.add(failed(
                "image.elf-machine",
                "linux/arm64",
                "/app/server is x86-64, expected AArch64",
                "build it for TARGETARCH, or cross-compile in a FROM --platform=$BUILDPLATFORM stage",
                12));
        for (String rule :
                List.of("image.blobs-exist", "image.config-match", "image.media-types", "image.elf-machine")) {
            findings.add(passed(rule, "linux/amd64"));
        }
        for (String rule : List.of("image.blobs-exist", "image.config-match", "image.media-types")) {
            findings.add(passed(rule, "linux/arm64"));
        }
        var index = new Verdict.OfIndex(
                "ghcr.io/org/app",
                Optional.of(digest("index")),
                List.of(leg("linux/amd64", 46), leg("linux/arm64", 43)));
        return new Verdict(index, List.of(new Verdict.Judged("release", digest("release"))), findings);
    }

    private static Finding failed(String rule, String platform, String message, String fix, int line) {
        return finding(rule, Outcome.FAIL, platform, message, fix, line);
    }

    private static Finding passed(String rule, String platform) {
        return finding(rule, Outcome.PASS, platform, "as it should be", "", 1);
    }

    private static Finding finding(
            String rule, Outcome outcome, String platform, String message, String fix, int line) {
        return new Finding(
                rule,
                Severity.ERROR,
                outcome,
                Optional.of(Platform.parse(platform)),
                "-",
                "-",
                message,
                fix,
                new Place("release.yaml", line, 3),
                Optional.empty(),
                Optional.of(digest(platform)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static Verdict.Leg leg(String platform, long size) {
        return new Verdict.Leg(
                Optional.of(Platform.parse(platform)),
                digest(platform),
                Fact.known(size << 20, FactSource.REGISTRY),
                Fact.known(7, FactSource.REGISTRY),
                Fact.known(false, FactSource.RECORD),
                Fact.known(Duration.ofSeconds(size), FactSource.RECORD));
    }

    private static Digest digest(String of) {
        return Digest.of(of.getBytes(StandardCharsets.UTF_8));
    }
}
