package dev.multiarch.github;

import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.report.Reports;
import dev.multiarch.report.TagMoves;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A check run with the lines that findings point at.
 *
 * @param passed a run that is not judged has not passed: GitHub lets a neutral one through
 * @param notes for lines of files in the repository
 */
public record CheckRun(String name, boolean passed, String title, String summary, List<Note> notes) {
    /** More than that nobody reads, and each fifty cost a request. */
    static final int MOST_NOTES = 250;

    /** Of 65,535 that GitHub takes, with room for signs of several bytes. */
    private static final int LONGEST = 40_000;

    private static final int LONGEST_MESSAGE = 4_000;

    /** @param level {@code failure}, {@code warning} or {@code notice} */
    public record Note(String path, int line, String level, String title, String message) {}

    public CheckRun {
        notes = List.copyOf(notes);
    }

    /** @param missing what is said where there is no verdict, or where one is missing */
    public static CheckRun of(String name, List<Verdict> verdicts, Optional<String> missing) {
        Set<Note> notes = new LinkedHashSet<>();
        for (Verdict verdict : verdicts) {
            for (Finding finding : verdict.worst(MOST_NOTES).findings()) {
                if (finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.UNKNOWN) {
                    note(finding, finding.source()).ifPresent(notes::add);
                    finding.origin().flatMap(place -> note(finding, place)).ifPresent(notes::add);
                }
            }
        }
        boolean passed = missing.isEmpty() && verdicts.stream().allMatch(v -> v.outcome() == Outcome.PASS);
        return new CheckRun(
                Printable.line(name),
                passed,
                passed ? "pass" : missing.orElseGet(() -> title(verdicts)),
                missing.map(why -> why + "\n\n").orElse("") + text(verdicts, LONGEST),
                new ArrayList<>(notes).subList(0, Math.min(MOST_NOTES, notes.size())));
    }

    private static String title(List<Verdict> verdicts) {
        boolean failed = verdicts.stream().anyMatch(v -> v.outcome() == Outcome.FAIL);
        return failed ? "fail" : "unknown: not everything could be judged";
    }

    /** All verdicts as Markdown, within so many characters. */
    static String text(List<Verdict> verdicts, int most) {
        int each = verdicts.isEmpty() ? most : Math.max(2_000, most / verdicts.size());
        var text = new StringBuilder();
        int left = 0;
        for (Verdict verdict : verdicts) {
            String one = Reports.markdown(verdict, TagMoves.UNCHECKED, each);
            if (text.length() + one.length() <= most) {
                text.append(one).append('\n');
            } else {
                left++;
            }
        }
        return left == 0 ? text.toString() : text + "*" + left + " more verdicts do not fit here.*\n";
    }

    /** Presets and options have no line in the repository. */
    private static Optional<Note> note(Finding finding, Place place) {
        String path = place.file();
        boolean here = place.line() > 0
                && path.matches("[\\w.@+-][\\w.@+/ -]{0,250}")
                && !path.matches("preset .*|.*\\.\\..*");
        if (!here) {
            return Optional.empty();
        }
        String where = finding.platform().map(platform -> " [" + platform + "]").orElse("");
        String fix = finding.fix().isEmpty() ? "" : "\nFix: " + finding.fix();
        return Optional.of(new Note(
                path.replaceFirst("^(\\./)+", ""),
                place.line(),
                level(finding),
                Printable.line(finding.rule() + where),
                Printable.cut(Printable.text(finding.message() + fix), LONGEST_MESSAGE)));
    }

    private static String level(Finding finding) {
        return finding.severity() == Severity.ERROR
                ? "failure"
                : finding.severity() == Severity.WARNING ? "warning" : "notice";
    }
}
