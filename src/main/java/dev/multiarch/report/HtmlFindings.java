package dev.multiarch.report;

import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A card for each rule, with what it found on each platform: the worst first, and what passed folded below. */
final class HtmlFindings {
    private final VerdictSummary overview;
    private final List<Finding> shown;
    private final Markup html;
    private final RuleTitles titles = new RuleTitles();

    /** @param shown in the page's order, worst first */
    HtmlFindings(VerdictSummary overview, List<Finding> shown, Markup html) {
        this.overview = overview;
        this.shown = shown;
        this.html = html;
    }

    void print() {
        html.open("section", "id", "findings", "aria-labelledby", "findings-title")
                .line();
        html.element("h2", "Findings", "id", "findings-title").line();
        tools();
        cards(VerdictSummary::isOpen);
        long settled = shown.stream().filter(f -> !VerdictSummary.isOpen(f)).count();
        if (settled > 0) {
            html.open("details", "id", "settled");
            html.element("summary", settled + " that passed, were waived or do not apply")
                    .line();
            cards(finding -> !VerdictSummary.isOpen(finding));
            html.end();
        }
        Verdict verdict = overview.verdict();
        int left = verdict.findings().size() - shown.size();
        if (left > 0) {
            html.element("p", left + " more findings are left out of this page: see the JSON report.")
                    .line();
        }
        html.end();
    }

    private void tools() {
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
    }

    private void option(String value, String text) {
        html.trusted("<option value=\"" + value + "\">").text(text).trusted("</option>\n");
    }

    private void cards(Predicate<Finding> wanted) {
        Map<String, List<Integer>> rules = new LinkedHashMap<>();
        for (int i = 0; i < shown.size(); i++) {
            if (wanted.test(shown.get(i))) {
                rules.computeIfAbsent(shown.get(i).rule(), rule -> new ArrayList<>())
                        .add(i);
            }
        }
        rules.forEach(this::card);
    }

    private void card(String rule, List<Integer> numbers) {
        html.open("div", "class", "card").open("div", "class", "head");
        String title = titles.of(rule);
        html.element("h3", "Rule: " + (title.isEmpty() ? rule : title));
        html.element("code", rule, "class", "rule");
        if (!title.isEmpty()) {
            html.element("a", "about this rule", "href", "#rule-" + rule);
        }
        html.end();
        numbers.stream()
                .collect(Collectors.groupingBy(
                        number -> same(shown.get(number)), LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(this::finding);
        html.end();
    }

    /** Platforms whose findings agree in this are shown once, together. */
    private static List<Object> same(Finding finding) {
        return List.of(
                finding.outcome(),
                finding.severity(),
                finding.message(),
                finding.fix(),
                finding.expected(),
                finding.actual(),
                finding.learnt(),
                finding.claim(),
                finding.askedFor());
    }

    /** @param numbers of findings that differ only in platform and digest */
    private void finding(List<Integer> numbers) {
        Finding finding = shown.get(numbers.get(0));
        html.open(
                "article",
                "class",
                "finding",
                "id",
                "f" + numbers.get(0),
                "data-outcome",
                finding.outcome().toString());
        html.open("div", "class", "head");
        html.element("span", VerdictSummary.word(finding), "class", "badge " + VerdictSummary.word(finding));
        places(numbers);
        html.close();
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
        detail("Source of this fact", finding.learnt().map(Object::toString).orElse(""));
        detail("Claimed by", finding.claim().map(Object::toString).orElse(""));
        detail("Required by", finding.askedFor());
        digests(numbers);
        html.close().close().end();
    }

    /** Each can be linked to: the first is at the article itself. */
    private void places(List<Integer> numbers) {
        html.open("span");
        for (int number : numbers) {
            String place = overview.place(shown.get(number));
            if (number == numbers.get(0)) {
                html.element("span", place, "class", "at");
            } else {
                html.text(", ").element("span", place, "class", "at", "id", "f" + number);
            }
        }
        html.close();
    }

    private void digests(List<Integer> numbers) {
        for (int number : numbers) {
            Finding finding = shown.get(number);
            String of = numbers.size() == 1 ? "" : " of " + overview.place(finding);
            detail("Digest" + of, finding.digest().map(Object::toString).orElse(""));
        }
    }

    private void detail(String name, String value) {
        if (!value.isEmpty()) {
            html.element("dt", name).open("dd").element("code", value).close().line();
        }
    }
}
