package dev.multiarch.report;

import dev.multiarch.text.Printable;

/**
 * Text as GitHub's Markdown shows it, whatever it contains. Mentions, issue numbers and bare addresses are made links
 * after rendering, when escapes are gone already: they are broken up by a space of no width.
 */
final class MarkdownText {
    private static final String SPECIAL = "\\`*_{}[]<>|~$&!";
    private static final char GAP = '\u200b';

    private MarkdownText() {}

    static String of(String text) {
        var safe = new StringBuilder();
        String printable = Printable.line(text).replace("://", ":" + GAP + "//");
        printable.codePoints().forEach(c -> {
            if (c == '<') {
                safe.append("&lt;");
            } else if (c == '&') {
                safe.append("&amp;");
            } else if (SPECIAL.indexOf(c) >= 0) {
                safe.append('\\').appendCodePoint(c);
            } else {
                safe.appendCodePoint(c);
            }
            if (c == '@' || c == '#') {
                safe.append(GAP);
            }
        });
        return safe.toString().replace("www.", "www" + GAP + ".");
    }

    /** As code, where nothing is obeyed but the backquote, and in a table the pipe. */
    static String code(String text) {
        return "`" + Printable.line(text).replace('`', '\'').replace("|", "\\|") + "`";
    }
}
