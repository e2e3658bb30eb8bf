package dev.multiarch.github;

import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Verdict;
import dev.multiarch.text.Printable;
import java.util.List;
import java.util.Optional;

/**
 * What the issue says that is open while a verdict is bad.
 *
 * @param good whether every verdict passed, and none is missing
 * @param said with the marker by which it is found again
 */
public record IssueReport(String title, boolean good, Comment said) {
    /** Of 256 that GitHub takes, with room for the mark of what is cut. */
    private static final int LONGEST_TITLE = 150;

    private static final String NOTE = "\n*`multiarch status --issue` keeps this issue: each run whose verdict is bad"
            + " rewrites this text, and the first one whose verdict passes closes the issue. Comments stay.*\n";

    /** @param run the workflow run's id, and its attempt */
    public static IssueReport of(
            String context, List<Verdict> verdicts, Optional<String> missing, String url, long[] run) {
        List<Verdict> bad =
                verdicts.stream().filter(v -> v.outcome() != Outcome.PASS).toList();
        String title =
                Printable.line(context) + ": " + (bad.isEmpty() ? missing.orElse("the verdict passes") : title(bad));
        return new IssueReport(
                Printable.cut(title, LONGEST_TITLE),
                bad.isEmpty() && missing.isEmpty(),
                Comment.of(context, verdicts, missing, NOTE, url, run));
    }

    private static String title(List<Verdict> bad) {
        Verdict first = bad.get(0);
        String more = bad.size() == 1 ? "" : ", and " + (bad.size() - 1) + " more";
        String name = first.subject().name().replaceFirst("@sha\\d{3}:[0-9a-f]+$", ""); // another one each night
        return "the verdict on " + Printable.line(name) + " is " + first.outcome() + more;
    }
}
