package dev.multiarch.report;

import dev.multiarch.policy.Counts;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

/**
 * One page that needs nothing from elsewhere: its policy (CSP level 3) lets the browser run the one script and use the one
 * style sheet that are in it, by their hashes, and load nothing at all.
 */
final class HtmlReport {
    /** Beyond it a browser takes seconds for the page, and nobody reads on. */
    static final int MOST_FINDINGS = 5_000;

    /** Hexadecimal digits of a digest that two builds do not share by chance. */
    private static final int SHORT = 12;

    private final VerdictSummary overview;
    private final ReportContext context;
    private final List<Finding> shown;
    private final Markup html = new Markup("<!DOCTYPE html>\n");

    HtmlReport(Verdict verdict, ReportContext context) {
        this.context = context;
        this.overview = new VerdictSummary(verdict);
        List<Finding> all = overview.findings();
        this.shown = all.subList(0, Math.min(all.size(), MOST_FINDINGS));
    }

    String print() {
        String style = resource("page.css");
        String script = resource("page.js");
        html.open("html", "lang", "en").line().open("head").line();
        html.empty("meta", "charset", "utf-8").line();
        String policy = "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script)
                + "; base-uri 'none'; form-action 'none'";
        html.trusted("<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\"/>\n");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        html.empty("meta", "name", "referrer", "content", "no-referrer").line();
        html.element("title", overview.verdict().outcome() + ": " + overview.subject())
                .line();
        html.open("style").trusted(style).end().end();
        html.open("body").line().element("a", "Skip to the findings", "class", "skip", "href", "#findings");
        head();
        html.open("main").line();
        new HtmlFindings(overview, shown, html).print();
        new HtmlMatrix(overview, shown, html).print();
        new HtmlBars(overview, html).print();
        new HtmlRules(shown, html).print();
        html.end();
        foot();
        html.open("script").trusted(script).end();
        return html.end().end().toString();
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
        fact("Judged", overview.subject());
        digest(verdict);
        overview.aside().ifPresent(aside -> {
            html.element("dt", "Not images").element("dd", aside).line();
        });
        fact("Policies", overview.policies());
        fact("Date", context.time().truncatedTo(ChronoUnit.SECONDS).toString());
        context.commit().ifPresent(commit -> fact("Commit", commit));
        context.run().ifPresent(run -> fact("Run", run));
        if (!context.tags().text().isEmpty()) {
            html.element("dt", "Tags").element("dd", context.tags().text()).line();
        }
        fact("Written by", "multiarch " + context.version());
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

    /** Short, as people compare it; the button copies the whole, which is at the end of the page too. */
    private void digest(Verdict verdict) {
        if (verdict.digest().isEmpty()) {
            fact("Digest", "none is known");
            return;
        }
        String whole = verdict.digest().get().toString();
        String brief = whole.substring(0, whole.indexOf(':') + 1 + SHORT) + "…";
        html.element("dt", "Digest").open("dd").element("code", brief, "title", whole);
        html.element("button", "Copy", "type", "button", "id", "copy", "data-text", whole, "hidden", "hidden")
                .close()
                .line();
    }

    private void fact(String name, String value) {
        html.element("dt", name).open("dd").element("code", value).close().line();
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
        overview.verdict().digest().ifPresent(digest -> fact("Digest judged", digest.toString()));
        for (Verdict.Judged policy : overview.verdict().policies()) {
            fact("Policy " + policy.name(), policy.digest().toString());
        }
        html.end().end();
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream("/dev/multiarch/report/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
