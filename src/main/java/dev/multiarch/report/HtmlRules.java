package dev.multiarch.report;

import dev.multiarch.policy.Finding;
import java.util.List;
import java.util.TreeSet;

/** The pages of the rules that the findings are of, folded, so that a card's link leads to one without a network. */
final class HtmlRules {
    private final List<Finding> shown;
    private final Markup html;

    HtmlRules(List<Finding> shown, Markup html) {
        this.shown = shown;
        this.html = html;
    }

    void print() {
        var rules = new TreeSet<String>();
        shown.forEach(finding -> rules.add(finding.rule()));
        rules.removeIf(rule -> RulePage.of(rule).isEmpty());
        if (rules.isEmpty()) {
            return;
        }
        html.open("section", "aria-labelledby", "rules-title").line();
        html.element("h2", "About these rules", "id", "rules-title").line();
        rules.forEach(this::page);
        html.end();
    }

    private void page(String rule) {
        html.open("details", "class", "page", "id", "rule-" + rule);
        html.open("summary").element("code", rule).close().line();
        new PageMarkup(html).print(RulePage.of(rule).orElseThrow().markdown());
        html.end();
    }
}
