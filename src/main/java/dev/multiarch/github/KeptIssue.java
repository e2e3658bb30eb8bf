package dev.multiarch.github;

import dev.multiarch.github.Issues.Issue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps one issue open while verdicts are bad. GitHub has no lock: two runs may both see none and both open one. Each looks
 * again after it has opened its own; the one that came first stays, and the others are closed.
 */
public final class KeptIssue {
    /** What became of the issue. */
    public enum State {
        OPENED,
        UPDATED,
        CLOSED
    }

    /** @param number of the issue */
    public record Kept(int number, State state) {}

    /** @param kept empty where there is nothing to say */
    record Put(boolean late, Optional<Kept> kept) {}

    private final Issues issues;
    private final long author;

    /** @param author whose issues may be edited, and nobody else's, whatever marker they have */
    KeptIssue(Issues issues, long author) {
        this.issues = issues;
        this.author = author;
    }

    /** {@code late} where a later run has written it. */
    Put put(IssueReport report) throws ApiException {
        List<Issue> open = open(report);
        boolean late = open.stream().anyMatch(issue -> report.said().isOlderThan(issue.body()));
        if (report.good()) {
            return late ? new Put(true, first(open, State.UPDATED)) : closed(report, open);
        }
        State state = State.UPDATED;
        if (open.isEmpty()) {
            Issue made = made(report);
            open = andOthers(made, open(report));
            late = open.stream().anyMatch(issue -> report.said().isOlderThan(issue.body()));
            state = open.get(0).equals(made) ? State.OPENED : State.UPDATED;
        }
        for (Issue another : open.subList(1, open.size())) {
            if (!report.said().isOlderThan(another.body())) {
                issues.edit(
                        another, another.title(), "The same as #" + open.get(0).number() + ", which came first.\n");
                issues.close(another, false);
            }
        }
        if (!late) {
            issues.edit(open.get(0), report.title(), report.said().body());
        }
        return new Put(late, first(open, state));
    }

    private static Optional<Kept> first(List<Issue> open, State state) {
        return open.stream().findFirst().map(issue -> new Kept(issue.number(), state));
    }

    private Put closed(IssueReport report, List<Issue> open) throws ApiException {
        for (Issue issue : open) {
            issues.edit(issue, issue.title(), report.said().body());
            issues.close(issue, true);
        }
        return new Put(false, first(open, State.CLOSED));
    }

    /** What the next run would not find must not be there, or each night adds one. */
    private Issue made(IssueReport report) throws ApiException {
        Issue made = issues.make(report.title(), report.said().body());
        if (made.author() == author) {
            return made;
        }
        issues.close(made, false);
        throw new ApiException(
                ApiException.Kind.REFUSED,
                "the issue " + made.number()
                        + " was opened as another user than expected, so the next run would not find"
                        + " it, and it was closed again. Fix: name the user of the token with --comment-author");
    }

    /** GitHub's list may lack an issue that was made a moment ago. */
    private static List<Issue> andOthers(Issue made, List<Issue> listed) {
        Stream<Issue> others = listed.stream().filter(issue -> issue.number() != made.number());
        List<Issue> all = new ArrayList<>(Stream.concat(Stream.of(made), others).toList());
        all.sort(Comparator.comparingInt(Issue::number));
        return all;
    }

    private List<Issue> open(IssueReport report) throws ApiException {
        return issues.open(report.said()::isKept).stream()
                .filter(issue -> issue.author() == author)
                .sorted(Comparator.comparingInt(Issue::number))
                .toList();
    }
}
