package dev.multiarch.verify;

import dev.multiarch.policy.Verdict;
import java.util.concurrent.atomic.AtomicLong;

/** Thousands of verdicts with thousands of findings each fit into no heap: of the last ones only the worst are kept. */
final class KeptFindings {
    /** Of a verdict of which the rest is left out. */
    static final int NAMED = 5;

    /** Findings, of all verdicts together: a finding may hold some kilobytes of text. */
    private static final int MOST = 20_000;

    private final AtomicLong kept = new AtomicLong();

    /** @param left what says how many findings were left out; else empty */
    record Kept(Verdict verdict, String left) {}

    /** @param subject as a message calls it, {@code image} */
    Kept keep(Verdict verdict, String subject) {
        if (kept.addAndGet(verdict.findings().size()) <= MOST) {
            return new Kept(verdict, "");
        }
        Verdict worst = verdict.worst(NAMED);
        int left = verdict.findings().size() - worst.findings().size();
        String more = "… and " + left + " more findings, left out because this call has more than " + MOST
                + ". Fix: multiarch verify-index for this " + subject + " alone";
        return new Kept(worst, left == 0 ? "" : more);
    }
}
