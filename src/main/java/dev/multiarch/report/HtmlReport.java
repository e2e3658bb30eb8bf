package dev.multiarch.report;

import dev.multiarch.policy.Counts;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Verdict;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A verdict as one page.
 */
final class HtmlReport {
    /** Beyond it a browser takes seconds for the page, and nobody reads on. */
    static final int MOST_FINDINGS = 5_000;

    /** Hexadecimal digits of a digest that two builds do not share by chance. */
    private static final int SHORT = 12;

    private final VerdictSummary overview;
    private final ReportContext context;
    private final List<Finding> shown;
    private final HtmlPage page = new HtmlPage("page.js");
    private final Markup html = page.html();

    HtmlReport(Verdict verdict, ReportContext context) {
        this.context = context;
        this.overview = new VerdictSummary(verdict);
        List<Finding> all = overview.findings();
        this.shown = all.subList(0, Math.min(all.size(), MOST_FINDINGS));
    }

    String print() {
        page.begin(overview.verdict().outcome() + ": " + overview.subject());
        html.open("body").line().element("a", "Skip to the findings", "class", "skip", "href", "#findings");
        head();
        html.open("main").line();
        new HtmlFindings(overview, shown, html).print();
        new HtmlMatrix(overview, shown, html).print();
        new HtmlBars(overview, html).print();
        new HtmlRules(shown, html).print();
        html.end();
        foot();
        return page.end();
    }

    private void head() {
        Verdict verdict = overview.verdict();
        String outcome = verdict.outcome().toString();
        html.open("header").line();
        html.open("p", "class", "what")
                .element("span", "Verdict: " + outcome, "id", "verdict", "class", "badge big " + outcome)
                .end();
        html.element("h1", Headline.of(verdict, context.tags()) + ".").line();
        html.open("dl", "class", "facts").line();
        page.fact("Judged", named());
        digest(verdict);
        overview.aside().ifPresent(aside -> {
            html.element("dt", "Not images").element("dd", aside).line();
        });
        page.fact("Policies", overview.policies());
        page.fact("Date", context.time().truncatedTo(ChronoUnit.SECONDS).toString());
        context.commit().ifPresent(commit -> page.fact("Commit", commit));
        context.run().ifPresent(run -> page.fact("Run", run));
        if (!context.tags().text().isEmpty()) {
            html.element("dt", "Tags").element("dd", context.tags().text()).line();
        }
        page.fact("Written by", "multiarch " + context.version());
        html.end().open("ul", "class", "tiles").line();
        Counts counts = verdict.counts();
        tile("fail", counts.failed(), "failed", true);
        tile("warning", counts.below(), "failed below error", false);
        tile("unknown", counts.of(Outcome.UNKNOWN), "unknown", true);
        tile("pass", counts.passed(), "passed", true);
        tile("waived", counts.waived(), "waived", false);
        tile("skipped", counts.skipped(), "skipped", true);
        html.end().end();
    }

    /** The digest follows on a separate line. */
    private String named() {
        String subject = overview.subject();
        return overview.digestBeyondSubject().isPresent()
                ? subject
                : subject.replaceFirst("@sha(256|512):[0-9a-f]+$", "");
    }

    /** Short, as people compare it; the button copies the whole, which is at the end of the page too. */
    private void digest(Verdict verdict) {
        if (verdict.digest().isEmpty()) {
            page.fact("Digest", "none is known");
            return;
        }
        String whole = verdict.digest().get().toString();
        String brief = whole.substring(0, whole.indexOf(':') + 1 + SHORT) + "…";
        html.element("dt", "Digest").open("dd").element("code", brief, "title", whole);
        html.element("button", "Copy", "type", "button", "id", "copy", "data-text", whole, "hidden", "hidden")
                .close()
                .line();
    }

    private void tile(String shade, long count, String what, boolean always) {
        if (always || count > 0) {
            html.open("li", "class", count == 0 ? "skipped" : shade)
                    .element("b", String.valueOf(count))
                    .text(what)
                    .end();
        }
    }

    private void foot() {
        html.open("footer").line();
        html.element("p", "The verdict is about this digest. A tag may point to another one by now.");
        html.open("dl", "class", "facts").line();
        overview.verdict().digest().ifPresent(digest -> page.fact("Digest judged", digest.toString()));
        for (Verdict.Judged policy : overview.verdict().policies()) {
            page.fact("Policy " + policy.name(), policy.digest().toString());
        }
        html.end().end();
    }
}
