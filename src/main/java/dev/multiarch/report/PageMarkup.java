package dev.multiarch.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Our own pages as HTML: headings, paragraphs, lists, tables and code blocks, with {@code `code`} and {@code **strong**} in a
 * line. Whatever else Markdown knows is in none of these pages.
 */
final class PageMarkup {
    private static final String FENCE = "```";
    private static final String ITEM = "(?m)^(?:- |[0-9]+\\. )";

    private final Markup html;

    PageMarkup(Markup html) {
        this.html = html;
    }

    void print(String markdown) {
        String[] pieces = markdown.split("(?m)^" + FENCE + "[a-z]*\n?");
        for (int i = 0; i < pieces.length; i++) {
            if (i % 2 == 1) {
                code(pieces[i]);
            } else {
                Arrays.stream(pieces[i].strip().split("\n\n+")).forEach(this::block);
            }
        }
    }

    private void code(String lines) {
        html.open("pre");
        lines.lines().forEach(line -> html.text(line).line());
        html.end();
    }

    /** The first heading is the page's name, which is shown above it. */
    private void block(String text) {
        if (text.startsWith("## ")) {
            html.element("h3", text.substring(3)).line();
        } else if (text.startsWith("- ")) {
            list("ul", text);
        } else if (text.startsWith("1. ")) {
            list("ol", text);
        } else if (text.startsWith("| ")) {
            table(text.lines().toList());
        } else if (!text.isBlank() && !text.startsWith("# ")) {
            inline("p", text);
            html.line();
        }
    }

    private void list(String kind, String text) {
        html.open(kind).line();
        for (String item : text.split(ITEM)) {
            if (!item.isBlank()) {
                inline("li", item.strip());
                html.line();
            }
        }
        html.end();
    }

    private void table(List<String> lines) {
        html.open("div", "class", "scroll").open("table", "class", "times").line();
        for (int i = 0; i < lines.size(); i++) {
            if (i != 1) { // the line below the headings is only a rule
                html.open("tr");
                for (String cell : cells(lines.get(i))) {
                    inline(i == 0 ? "th" : "td", cell);
                }
                html.end();
            }
        }
        html.end().end();
    }

    /** A bar in code is not the end of a cell where it is escaped. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.strip().split("(?<!\\\\)\\|")) {
            cells.add(cell.strip().replace("\\|", "|"));
        }
        return cells.subList(1, cells.size());
    }

    private void inline(String element, String text) {
        html.open(element);
        String[] pieces = text.replaceAll("\\s*\n\\s*", " ")
                .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1") // a file has no pages to lead to
                .split("`", -1);
        for (int i = 0; i < pieces.length; i++) {
            if (i % 2 == 1) {
                html.element("code", pieces[i]);
            } else {
                strong(pieces[i]);
            }
        }
        html.close();
    }

    private void strong(String text) {
        String[] pieces = text.split("\\*\\*", -1);
        for (int i = 0; i < pieces.length; i++) {
            if (i % 2 == 1) {
                html.element("strong", pieces[i]);
            } else {
                html.text(pieces[i]);
            }
        }
    }
}
