package dev.multiarch.report;

import dev.multiarch.image.Platform;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** For job summaries and comments: one sentence, what is wrong with its fix, then the platforms and the rest, folded. */
final class MarkdownReport {
    /** Kept free for what says how much was left out, and for what closes a fold. */
    static final int RESERVE = 600;

    /** In characters. */
    private static final int WIDEST = 12;

    private final VerdictSummary overview;
    private final TagMoves tags;
    private final int most;
    private final RuleTitles titles = new RuleTitles();
    private final StringBuilder out = new StringBuilder();
    private int left;

    /** @param most characters of the whole */
    MarkdownReport(Verdict verdict, TagMoves tags, int most) {
        this.overview = new VerdictSummary(verdict);
        this.tags = tags;
        this.most = most - RESERVE;
    }

    String print() {
        head();
        List<Finding> open =
                overview.findings().stream().filter(VerdictSummary::isOpen).toList();
        if (!open.isEmpty()) {
            List<String> rows = VerdictSummary.alike(open).stream()
                    .map(same -> row(same, true))
                    .toList();
            table("| | platform | rule | what is wrong, and the fix |\n|---|---|---|---|\n", rows);
        }
        legs();
        List<Finding> settled = overview.findings().stream()
                .filter(f -> !VerdictSummary.isOpen(f))
                .toList();
        if (!settled.isEmpty()) {
            fold(settled.size() + " that passed, were waived or do not apply");
            table("| | platform | rule | |\n|---|---|---|---|\n", grouped(settled));
            out.append("</details>\n");
        }
        if (left > 0) {
            out.append("\n*").append(left).append(" more lines do not fit here: see the other reports.*\n");
        }
        return out.toString();
    }

    private void head() {
        Verdict verdict = overview.verdict();
        out.append("### ").append(sign(verdict.outcome(), Severity.ERROR)).append(' ');
        out.append(MarkdownText.of(Headline.of(verdict, tags))).append(".\n\n");
        out.append(MarkdownText.code(shortened(overview.subject())));
        overview.digestBeyondSubject().ifPresent(d -> out.append("<br>").append(MarkdownText.code(d)));
        String policies = verdict.policies().stream()
                .limit(20)
                .map(p -> MarkdownText.code(shortened(p.name())))
                .collect(Collectors.joining(", "));
        out.append("<br>Verdict: ")
                .append(verdict.outcome())
                .append(" · ")
                .append(overview.counts())
                .append(" · judged by ")
                .append(policies);
        overview.aside().ifPresent(aside -> out.append("<br>Not images: ").append(MarkdownText.of(shortened(aside))));
        out.append("\n\n");
    }

    /** Findings that say the same of several platforms are one row. */
    private List<String> grouped(List<Finding> findings) {
        return VerdictSummary.alike(findings).stream()
                .map(group -> row(group, false))
                .toList();
    }

    private String row(List<Finding> group, boolean fix) {
        Finding first = group.get(0);
        String platforms =
                VerdictSummary.platforms(group).stream().map(MarkdownText::code).collect(Collectors.joining("<br>"));
        String text = MarkdownText.of(VerdictSummary.sentence(first.message()))
                + (fix && !first.fix().isEmpty()
                        ? "<br>**Fix:** " + MarkdownText.of(VerdictSummary.sentence(first.fix()))
                        : "")
                + (fix && first.askedBy().size() > 1 ? "<br>Required by " + MarkdownText.of(first.askedFor()) : "");
        return "| " + sign(first.outcome(), first.severity()) + " " + VerdictSummary.word(first) + " | " + platforms
                + " | " + rule(first) + " | " + text + " |\n";
    }

    /** The id is what people write in a policy; the title says what it means. */
    private String rule(Finding finding) {
        String title = titles.of(finding.rule());
        return MarkdownText.code(finding.rule()) + (title.isEmpty() ? "" : "<br>" + MarkdownText.of(title));
    }

    private void legs() {
        if (overview.legs().isEmpty()) {
            return;
        }
        long longest = overview.legs().stream()
                .flatMap(leg -> leg.duration().value().stream())
                .mapToLong(Duration::toMillis)
                .max()
                .orElse(0);
        fold("Size and build time of " + overview.legs().size() + " platforms");
        table(
                "| platform | compressed | layers | built in | | emulated | as claimed by |\n|---|--:|--:|--:|---|---|---|\n",
                overview.legs().stream().map(leg -> leg(leg, longest)).toList());
        out.append("</details>\n");
    }

    private static String leg(Verdict.Leg leg, long longest) {
        return "| " + MarkdownText.code(leg.platform().map(Platform::toString).orElse("no platform")) + " | "
                + leg.size().value().map(VerdictSummary::size).orElse("unknown") + " | "
                + leg.layers().value().map(String::valueOf).orElse("unknown") + " | "
                + leg.duration().value().map(Durations::print).orElse("unknown") + " | "
                + leg.duration()
                        .value()
                        .map(time -> bar(time.toMillis(), longest))
                        .orElse("") + " | "
                + leg.emulated().value().map(yes -> yes ? "yes" : "no").orElse("unknown") + " | "
                + MarkdownText.of(VerdictSummary.claimedBy(leg)) + " |\n";
    }

    /** The longest time is as wide as the chart, and none is invisible. */
    private static String bar(long time, long longest) {
        long share = longest == 0 ? 0 : Math.round((double) WIDEST * time / longest);
        return "█".repeat((int) Math.max(1, share));
    }

    private void fold(String summary) {
        out.append("\n<details><summary>").append(summary).append("</summary>\n\n");
    }

    private void table(String head, List<String> rows) {
        out.append(head);
        for (String row : rows) {
            if (left == 0 && out.length() + row.length() <= most) {
                out.append(row);
            } else {
                left++;
            }
        }
        out.append('\n');
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }

    static String sign(Outcome outcome, Severity severity) {
        return switch (outcome) {
            case FAIL -> severity == Severity.ERROR ? "❌" : "⚠️";
            case UNKNOWN -> "❔";
            case WAIVED -> "🟡";
            case SKIPPED -> "➖";
            case PASS -> "✅";
        };
    }
}
