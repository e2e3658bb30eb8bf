package dev.multiarch.report;

import dev.multiarch.policy.Finding;
import java.util.List;
import java.util.TreeSet;

/** The pages of the rules that the findings are of, folded, so that a card's link leads to one without a network. */
final class HtmlRules {
    private static final String FENCE = "```";

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
        String[] pieces = RulePage.of(rule).orElseThrow().markdown().split("(?m)^" + FENCE + "[a-z]*\n?");
        for (int i = 0; i < pieces.length; i++) {
            if (i % 2 == 1) {
                code(pieces[i]);
            } else {
                prose(pieces[i]);
            }
        }
        html.end();
    }

    private void code(String lines) {
        html.open("pre");
        lines.lines().forEach(line -> html.text(line).line());
        html.end();
    }

    /** Our own Markdown: headings, lists, tables and paragraphs. Its first heading is the rule's id, which is shown above. */
    private void prose(String text) {
        for (String block : text.strip().split("\n\n+")) {
            if (block.startsWith("## ")) {
                html.element("h3", block.substring(3)).line();
            } else if (block.startsWith("- ") || block.startsWith("| ") || block.startsWith("1. ")) {
                code(block);
            } else if (!block.isBlank() && !block.startsWith("# ")) {
                html.element("p", block.replace('\n', ' ').replace("`", "").replace("**", ""))
                        .line();
            }
        }
    }
}
