package dev.multiarch.report;

import dev.multiarch.image.Artifact;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What failed or could not be judged, by platform, that with the worst first, each with its fix, and once where several
 * platforms have the same; then what was skipped and what
 * passed, a line for each rule and message; then the sum.
 */
final class TextReport {
    /** Of each outcome: a log of more is read by nobody. */
    private static final int MOST = 1_000;

    private static final int RED = 31;
    private static final int GREEN = 32;
    private static final int YELLOW = 33;

    private final Verdict verdict;
    private final VerdictSummary overview;
    private final boolean colour;
    private final RuleTitles titles = new RuleTitles();
    private final StringBuilder out = new StringBuilder();

    TextReport(Verdict verdict, boolean colour) {
        this.verdict = verdict;
        this.overview = new VerdictSummary(verdict);
        this.colour = colour;
    }

    String print() {
        List<List<Finding>> open = VerdictSummary.alike(overview.byPlatform().values().stream()
                .flatMap(List::stream)
                .filter(VerdictSummary::isOpen)
                .toList());
        open.stream().limit(MOST).forEach(this::open);
        rest(open.size());
        for (Outcome settled : List.of(Outcome.WAIVED, Outcome.SKIPPED, Outcome.PASS)) {
            List<List<Finding>> groups = groups(settled);
            groups.stream().limit(MOST).forEach(this::group);
            rest(groups.size());
        }
        sum();
        return out.toString();
    }

    private void rest(long all) {
        if (all > MOST) {
            out.append("… and ").append(all - MOST).append(" more: --format json has all of them\n");
        }
    }

    private void open(List<Finding> same) {
        Finding finding = same.get(0);
        boolean error = finding.severity() == Severity.ERROR;
        int shade = error && finding.outcome() == Outcome.FAIL ? RED : YELLOW;
        String weight = finding.outcome() == Outcome.UNKNOWN && !error ? " (" + finding.severity() + ")" : "";
        line(
                VerdictSummary.word(finding) + weight,
                shade,
                place(finding) + finding.rule() + platforms(same),
                finding.message());
        fix(finding);
        String title = titles.of(finding.rule());
        out.append(title.isEmpty() ? "         required by " : "         Rule: " + title + "; required by ")
                .append(Printable.line(finding.askedFor()))
                .append('\n');
    }

    /** Editors and terminals jump to it. */
    private String place(Finding finding) {
        return verdict.subject() instanceof Verdict.OfDockerfiles
                ? finding.origin().map(origin -> origin + " ").orElse("")
                : "";
    }

    private void fix(Finding finding) {
        if (!finding.fix().isEmpty()) {
            out.append("         Fix: ")
                    .append(VerdictSummary.sentence(finding.fix()))
                    .append('\n');
        }
    }

    /** Findings that say the same of several platforms. */
    private List<List<Finding>> groups(Outcome outcome) {
        Map<List<String>, List<Finding>> groups = new LinkedHashMap<>();
        verdict.findings().stream()
                .filter(f -> f.outcome() == outcome)
                .forEach(f -> groups.computeIfAbsent(List.of(f.rule(), f.message()), key -> new ArrayList<>())
                        .add(f));
        return List.copyOf(groups.values());
    }

    private void group(List<Finding> same) {
        Finding first = same.get(0);
        int shade = first.outcome() == Outcome.PASS ? GREEN : YELLOW;
        line(first.outcome().toString(), shade, place(first) + first.rule() + platforms(same), first.message());
    }

    private static String platforms(List<Finding> same) {
        List<String> platforms = VerdictSummary.platforms(same);
        return platforms.isEmpty() ? "" : " [" + String.join(", ", platforms) + "]";
    }

    private void line(String word, int shade, String what, String text) {
        out.append(shaded(word, shade))
                .append(" ".repeat(Math.max(1, 9 - word.length())))
                .append(Printable.line(what))
                .append(' ')
                .append(VerdictSummary.sentence(text))
                .append('\n');
    }

    private void sum() {
        String policies = verdict.policies().stream()
                .map(p -> p.name() + " (" + p.digest() + ")")
                .collect(Collectors.joining(", "));
        Outcome outcome = verdict.outcome();
        int shade = outcome == Outcome.PASS ? GREEN : outcome == Outcome.FAIL ? RED : YELLOW;
        out.append(shaded(outcome.toString(), shade))
                .append(": ")
                .append(overview.counts())
                .append('\n');
        out.append("judged   ").append(overview.subject()).append(judged()).append('\n');
        aside();
        out.append("policies ").append(Printable.line(policies)).append('\n');
    }

    private void aside() {
        if (verdict.subject() instanceof Verdict.OfIndex index
                && !index.legs().isEmpty()
                && !index.aside().isEmpty()) {
            String kinds = Artifact.count(index.aside());
            out.append("artifact ").append(Printable.line(kinds)).append(" (not judged, because no client runs it)\n");
        }
    }

    private String judged() {
        if (verdict.subject() instanceof Verdict.OfDockerfiles files) {
            return " for "
                    + String.join(
                            ", ", files.planned().stream().map(Object::toString).toList());
        }
        return verdict.subject() instanceof Verdict.OfHost
                ? ""
                : verdict.digest().isEmpty()
                        ? ", whose digest is unknown"
                        : overview.digestBeyondSubject().map(d -> " at " + d).orElse("");
    }

    private String shaded(String word, int shade) {
        return colour ? "\u001b[1;" + shade + "m" + word + "\u001b[0m" : word;
    }
}
