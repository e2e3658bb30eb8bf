package dev.multiarch.report;

import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import java.util.List;

/** What made a verdict what it is, a sentence each, for annotations; nothing of a pass. */
public final class VerdictReasons {
    private VerdictReasons() {}

    public static List<String> of(Verdict verdict) {
        Outcome outcome = verdict.outcome(); // counts all findings
        return verdict.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR && finding.outcome() == outcome)
                .filter(finding -> finding.outcome() != Outcome.PASS)
                .map(finding -> finding.rule()
                        + finding.platform()
                                .map(platform -> " [" + platform + "]")
                                .orElse("") + " " + finding.message()
                        + (finding.fix().isEmpty() ? "" : ". Fix: " + finding.fix()))
                .toList();
    }
}
