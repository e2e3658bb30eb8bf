package dev.multiarch.report;

import dev.multiarch.image.Platform;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The one sentence above all: what came of it and why, and what is known of tags. */
final class Headline {
    private static final int MOST = 3;
    private static final int LONGEST = 110;

    private static final Pattern DIGEST = Pattern.compile("(sha(?:256|512):[0-9a-f]{12})[0-9a-f]{52,116}");

    /** What follows is a detail, which the finding itself has. */
    private static final Pattern DETAIL = Pattern.compile("; | \\(");

    private Headline() {}

    static String of(Verdict verdict, TagMoves tags) {
        Outcome outcome = verdict.outcome();
        String why = outcome == Outcome.PASS ? passed(verdict) : reasons(verdict, outcome);
        String known = tags.text().isEmpty() ? "" : "; " + tags.text();
        return Printable.line(word(outcome, tags) + ": " + why + known);
    }

    private static String word(Outcome outcome, TagMoves tags) {
        if (outcome == Outcome.PASS) {
            return tags.moved() ? "Released" : "Passed";
        }
        if (tags.release()) {
            return "Not released";
        }
        return outcome == Outcome.FAIL ? "Failed" : "Not fully judged";
    }

    private static String passed(Verdict verdict) {
        long passed = verdict.counts().passed();
        if (passed == 0) {
            return "no rule failed, and none applied";
        }
        return passed == 1 ? "1 check passed, none failed" : passed + " checks passed, none failed";
    }

    /** What decides the verdict; a sentence that several platforms share is said once. */
    private static String reasons(Verdict verdict, Outcome outcome) {
        Map<List<String>, List<Finding>> same = new LinkedHashMap<>();
        verdict.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR && finding.outcome() == outcome)
                .sorted(VerdictSummary.WORST_FIRST)
                .forEach(finding -> same.computeIfAbsent(
                                List.of(finding.rule(), VerdictSummary.isMissing(finding) ? "" : finding.message()),
                                key -> new ArrayList<>())
                        .add(finding));
        String first = same.values().stream().limit(MOST).map(Headline::reason).collect(Collectors.joining("; "));
        int more = same.size() - MOST;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static String reason(List<Finding> same) {
        String platforms = same.stream()
                .flatMap(finding -> finding.platform().stream())
                .map(Platform::toString)
                .distinct()
                .limit(MOST)
                .collect(Collectors.joining(", "));
        int more = same.size() - MOST;
        platforms += more > 0 ? " and " + more + " more" : "";
        if (VerdictSummary.isMissing(same.get(0))) {
            return platforms + (same.size() == 1 ? " is missing" : " are missing");
        }
        String brief = DIGEST.matcher(DETAIL.split(same.get(0).message(), 2)[0]).replaceAll("$1…");
        String cut = Printable.cut(brief, LONGEST).replaceFirst("[.]$", "");
        return platforms.isEmpty() ? cut : platforms + ": " + cut;
    }
}
