package dev.multiarch.policy;

import java.util.List;
import java.util.function.Predicate;

/**
 * How many findings there are of each kind. Every report, the outcome and the exit code take their numbers from here, so
 * that they agree.
 *
 * @param failed of severity error
 * @param below failed below severity error
 * @param unknown of severity error: each of them keeps the verdict from being a pass
 * @param unsure unknown below severity error
 */
public record Counts(long failed, long below, long unknown, long unsure, long passed, long waived, long skipped) {
    public static Counts of(List<Finding> findings) {
        return new Counts(
                count(findings, finding -> is(finding, Outcome.FAIL) && isError(finding)),
                count(findings, finding -> is(finding, Outcome.FAIL) && !isError(finding)),
                count(findings, finding -> is(finding, Outcome.UNKNOWN) && isError(finding)),
                count(findings, finding -> is(finding, Outcome.UNKNOWN) && !isError(finding)),
                count(findings, finding -> is(finding, Outcome.PASS)),
                count(findings, finding -> is(finding, Outcome.WAIVED)),
                count(findings, finding -> is(finding, Outcome.SKIPPED)));
    }

    public long of(Outcome outcome) {
        return switch (outcome) {
            case FAIL -> failed + below;
            case UNKNOWN -> unknown + unsure;
            case PASS -> passed;
            case WAIVED -> waived;
            case SKIPPED -> skipped;
        };
    }

    /** Fail if a rule of severity error failed; else unknown if one could not be evaluated; else pass. */
    Outcome outcome() {
        if (failed > 0) {
            return Outcome.FAIL;
        }
        return unknown > 0 ? Outcome.UNKNOWN : Outcome.PASS;
    }

    private static boolean is(Finding finding, Outcome outcome) {
        return finding.outcome() == outcome;
    }

    private static boolean isError(Finding finding) {
        return finding.severity() == Severity.ERROR;
    }

    private static long count(List<Finding> findings, Predicate<Finding> which) {
        return findings.stream().filter(which).count();
    }
}
