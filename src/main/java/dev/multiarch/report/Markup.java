package dev.multiarch.report;

import dev.multiarch.text.Printable;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes XML 1.0, and HTML in the same form. Whatever is handed in as text or as an attribute's value is neutralised and
 * escaped here, so no caller can forget it.
 */
final class Markup {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** @param prologue as it is */
    Markup(String prologue) {
        out.append(prologue);
    }

    /** Opens an element; names and values in turn, an attribute without a value is left out. */
    Markup open(String name, String... attributes) {
        tag(name, attributes).append('>');
        open.push(name);
        return this;
    }

    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Closes it, with a line's end behind. */
    Markup end() {
        close();
        return line();
    }

    Markup line() {
        out.append('\n');
        return this;
    }

    /** An element that holds text alone. */
    Markup element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close();
    }

    /** An element that holds nothing, and has no end tag in HTML. */
    Markup empty(String name, String... attributes) {
        tag(name, attributes).append("/>");
        return this;
    }

    Markup text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** Our own text, such as a style sheet: it is not escaped. */
    Markup trusted(String own) {
        out.append(own);
        return this;
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.toString();
    }

    private StringBuilder tag(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                out.append(' ').append(attributes[i]).append("=\"");
                out.append(escaped(attributes[i + 1])).append('"');
            }
        }
        return out;
    }

    /** XML 1.0, 2.2: what is left after neutralising and not allowed in XML are the non-characters of each plane. */
    private static String escaped(String text) {
        String printable = Printable.line(text);
        var safe = new StringBuilder(printable.length());
        printable.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint((c & 0xfffe) == 0xfffe ? '\ufffd' : c);
            }
        });
        return safe.toString();
    }
}
