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
import java.util.Base64;
import java.util.List;

/**
 * One page that needs nothing from elsewhere: its policy (CSP level 3) lets the browser run the one script and use the one
 * style sheet that are in it, by their hashes, and load nothing at all.
 */
final class HtmlReport {
    /** Beyond it a browser takes seconds for the page, and nobody reads on. */
    static final int MOST_FINDINGS = 5_000;

    private final VerdictSummary overview;
    private final List<Finding> shown;
    private final Markup html = new Markup("<!DOCTYPE html>\n");

    HtmlReport(Verdict verdict) {
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
        new HtmlMatrix(overview, shown, html).print();
        new HtmlBars(overview, html).print();
        findings();
        html.end();
        html.element(
                        "footer",
                        "Written by multiarch. The verdict is on the digest above, not on whatever a tag points to now.")
                .line();
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
        html.element("h1", overview.subject())
                .line()
                .open("dl", "class", "facts")
                .line();
        fact("Digest judged", verdict.digest().map(Object::toString).orElse("none is known"));
        for (Verdict.Judged policy : verdict.policies()) {
            fact("Policy " + policy.name(), policy.digest().toString());
        }
        overview.aside().ifPresent(aside -> {
            html.element("dt", "Set aside").element("dd", aside).line();
        });
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

    private void findings() {
        html.open("section", "id", "findings", "aria-labelledby", "findings-title")
                .line();
        html.element("h2", "Findings", "id", "findings-title").line();
        html.open("div", "class", "tools", "hidden", "hidden").line();
        html.element("label", "Search the findings", "for", "search", "class", "sr");
        html.empty(
                "input",
                "type",
                "search",
                "id",
                "search",
                "placeholder",
                "Rule, platform or text",
                "autocomplete",
                "off");
        html.element("label", "Show", "for", "only", "class", "sr").open("select", "id", "only");
        option("", "all outcomes");
        option("fail unknown", "failed or unknown");
        for (Outcome outcome : Outcome.values()) {
            option(outcome.toString(), outcome.toString());
        }
        html.end().element("span", "", "id", "shown", "role", "status").end();
        for (int i = 0; i < shown.size(); i++) {
            finding(i, shown.get(i));
        }
        int left = overview.verdict().findings().size() - shown.size();
        if (left > 0) {
            html.element("p", left + " more findings are left out of this page: see the JSON report.")
                    .line();
        }
        html.end();
    }

    private void option(String value, String text) {
        html.trusted("<option value=\"" + value + "\">").text(text).trusted("</option>\n");
    }

    private void finding(int number, Finding finding) {
        html.open(
                "article",
                "class",
                "finding",
                "id",
                "f" + number,
                "data-outcome",
                finding.outcome().toString());
        html.open("div", "class", "head");
        html.element("span", VerdictSummary.word(finding), "class", "badge " + VerdictSummary.word(finding));
        html.element("code", finding.rule(), "class", "rule").text(" ");
        html.element("span", overview.place(finding), "class", "at").close();
        html.element("p", VerdictSummary.sentence(finding.message()));
        if (!finding.fix().isEmpty()) {
            html.open("p", "class", "fix")
                    .element("b", "Fix: ")
                    .text(VerdictSummary.sentence(finding.fix()))
                    .close();
        }
        html.open("details").element("summary", "Details").open("dl", "class", "facts");
        detail("Expected", finding.expected());
        detail("Actual", finding.actual());
        detail("Severity", finding.severity().toString());
        detail("Learnt from", finding.learnt().map(Object::toString).orElse(""));
        detail("Claimed by", finding.claim().map(Object::toString).orElse(""));
        detail("Required by", finding.askedFor());
        detail("Digest", finding.digest().map(Object::toString).orElse(""));
        html.close().close().end();
    }

    private void detail(String name, String value) {
        if (!value.isEmpty()) {
            fact(name, value);
        }
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
