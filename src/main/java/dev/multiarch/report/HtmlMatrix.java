package dev.multiarch.report;

import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Rules down, platforms across; each cell links to its worst finding. */
final class HtmlMatrix {
    /** Columns: no screen has room for more. */
    private static final int MOST_PLACES = 100;

    private final VerdictSummary overview;
    private final List<Finding> findings;
    private final Markup html;

    /** @param findings in the page's order, worst first */
    HtmlMatrix(VerdictSummary overview, List<Finding> findings, Markup html) {
        this.overview = overview;
        this.findings = findings;
        this.html = html;
    }

    void print() {
        if (findings.isEmpty()) {
            return;
        }
        Map<List<String>, Integer> worst = new HashMap<>();
        var rules = new TreeSet<String>();
        for (int i = 0; i < findings.size(); i++) {
            rules.add(findings.get(i).rule());
            worst.putIfAbsent(List.of(findings.get(i).rule(), overview.place(findings.get(i))), i);
        }
        List<String> all = overview.places();
        List<String> places = all.subList(0, Math.min(all.size(), MOST_PLACES));
        html.open("section", "aria-labelledby", "matrix-title").line();
        html.element("h2", "Platforms and rules", "id", "matrix-title").line();
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-labelledby", "matrix-title");
        html.open("table", "class", "matrix").line();
        html.open("thead")
                .open("tr")
                .open("th", "scope", "col")
                .element("span", "Rule", "class", "sr")
                .close();
        places.forEach(place -> breakable(place, "/(", "th", "scope", "col"));
        html.close().end().open("tbody").line();
        for (String rule : rules) {
            html.open("tr").open("th", "scope", "row");
            breakable(rule, ".", "code");
            html.close();
            places.forEach(place -> cell(worst.get(List.of(rule, place))));
            html.end();
        }
        html.close().close().end();
        legend();
        if (all.size() > places.size()) {
            html.element("p", all.size() - places.size() + " more platforms are left out of this table.")
                    .line();
        }
        html.end();
    }

    private void cell(Integer number) {
        html.open("td");
        if (number == null) {
            html.open("span", "class", "none")
                    .element("span", "not asked", "class", "sr")
                    .close();
        } else {
            String word = VerdictSummary.word(findings.get(number));
            html.open("a", "href", "#f" + number, "class", word, "title", word);
            html.element("span", sign(word), "aria-hidden", "true")
                    .element("span", word, "class", "sr")
                    .close();
        }
        html.close();
    }

    /** May break after each of these characters, where a phone has no room for the whole. */
    private void breakable(String text, String marks, String element, String... attributes) {
        html.open(element, attributes);
        for (String part : text.split("(?<=[" + Pattern.quote(marks) + "])")) {
            html.text(part).empty("wbr");
        }
        html.close();
    }

    private void legend() {
        html.open("div", "class", "legend", "aria-hidden", "true");
        findings.stream().map(VerdictSummary::word).distinct().forEach(word -> {
            String meaning = word.equals("warning") || word.equals("info") ? "failed, severity " + word : word;
            html.open("span")
                    .element("b", sign(word), "class", word)
                    .text(meaning)
                    .close();
        });
        html.end();
    }

    private static String sign(String word) {
        if (word.equals(Outcome.PASS.toString())) {
            return "✓";
        }
        if (word.equals(Outcome.FAIL.toString())) {
            return "✕";
        }
        if (word.equals(Outcome.UNKNOWN.toString())) {
            return "?";
        }
        return word.equals(Outcome.SKIPPED.toString()) ? "–" : word.equals(Outcome.WAIVED.toString()) ? "w" : "!";
    }
}
