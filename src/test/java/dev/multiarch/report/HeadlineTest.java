package dev.multiarch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings, what is known of tags, and the one sentence on both. */
class HeadlineTest {
    private static final String REQUIRED = "image.platforms.required";
    private static final String ELF = "image.elf-machine";

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', textBlock = """
            fail required riscv64, fail elf arm64 | none moved | Not released: linux/riscv64 is missing; linux/arm64: of elf; no tag moved
            fail required riscv64, fail required s390x | unchecked | Failed: linux/riscv64, linux/s390x are missing
            fail elf 386, fail elf amd64, fail elf arm64, fail elf s390x | unchecked | Failed: linux/386, linux/amd64, linux/arm64 and 1 more: of elf
            fail elf -, fail b -, fail c -, fail d -, fail e - | unchecked | Failed: of b; of c; of d and 2 more
            fail elf -, unknown b - | unchecked | Failed: of elf
            unknown b arm64, pass elf arm64 | unchecked | Not fully judged: linux/arm64: of b
            unknown b arm64 | none moved | Not released: linux/arm64: of b; no tag moved
            pass b -, pass elf arm64 | moved | Released: 2 checks passed, none failed; 1.2 points to it now
            pass b - | unchecked | Passed: 1 check passed, none failed
            pass b - | none moved | Passed: 1 check passed, none failed; no tag moved
            skipped b - | unchecked | Passed: no rule failed, and none applied
            """)
    void saysWhatDecidesAndOnlyWhatIsKnownOfTags(String findings, String tags, String sentence) {
        List<Finding> all = new ArrayList<>();
        for (String each : findings.split(", ")) {
            String[] words = each.split(" ");
            String rule = words[1].equals("required") ? REQUIRED : words[1].equals("elf") ? ELF : words[1];
            all.add(SampleVerdict.finding(
                    rule,
                    Severity.ERROR,
                    Outcome.valueOf(words[0].toUpperCase(Locale.ROOT)),
                    words[2].equals("-") ? "" : "linux/" + words[2],
                    "of " + words[1]));
        }
        var verdict = new Verdict(new Verdict.OfIndex("r/app:1", Optional.empty(), List.of()), List.of(), all);
        TagMoves known =
                switch (tags) {
                    case "moved" -> new TagMoves(true, true, "1.2 points to it now");
                    case "none moved" -> new TagMoves(true, false, "no tag moved");
                    default -> TagMoves.UNCHECKED;
                };
        assertThat(Headline.of(verdict, known)).isEqualTo(sentence);
    }

    @Test
    void leavesDetailsToTheFindings() {
        String digest = "sha256:" + "0123456789ab".repeat(6).substring(0, 64);
        Finding finding = SampleVerdict.finding(
                "b",
                Severity.ERROR,
                Outcome.FAIL,
                "",
                "the layer " + digest + " is missing; 3 others are there (all of them)");
        var verdict =
                new Verdict(new Verdict.OfIndex("r/app:1", Optional.empty(), List.of()), List.of(), List.of(finding));
        assertThat(Headline.of(verdict, TagMoves.UNCHECKED))
                .isEqualTo("Failed: the layer sha256:0123456789ab… is missing");
    }
}
