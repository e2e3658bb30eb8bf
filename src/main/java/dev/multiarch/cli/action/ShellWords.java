package dev.multiarch.cli.action;

import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into words as a POSIX shell does (Shell Command Language, 2.2 Quoting): white space separates, quotes and
 * backslashes keep together. Nothing is evaluated: {@code $}, {@code *} and backquotes have no special meaning.
 */
public final class ShellWords {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean within;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    /** @throws FormatException if a quote is not closed */
    public static List<String> split(String text) {
        var words = new ShellWords(text);
        while (words.at < text.length()) {
            words.step(text.charAt(words.at++));
        }
        words.end();
        return List.copyOf(words.words);
    }

    private void step(char c) {
        if (c == '\'') {
            within = true;
            int close = closing('\'', at);
            word.append(text, at, close);
            at = close + 1;
        } else if (c == '"') {
            within = true;
            doubleQuoted();
        } else if (c == '\\') {
            escaped();
        } else if (Character.isWhitespace(c)) {
            end();
        } else {
            within = true;
            word.append(c);
        }
    }

    /** Within double quotes a backslash keeps its meaning before {@code $ ` " \} and a line's end alone. */
    private void doubleQuoted() {
        int begun = at;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            boolean escapes = c == '\\' && at < text.length() && "$`\"\\\n".indexOf(text.charAt(at)) >= 0;
            if (!escapes) {
                word.append(c);
            } else if (text.charAt(at++) != '\n') {
                word.append(text.charAt(at - 1));
            }
        }
        if (at >= text.length()) {
            throw unclosed('"', begun);
        }
        at++;
    }

    /** A backslash before a line's end joins the lines, as people write long commands. */
    private void escaped() {
        if (text.startsWith("\r\n", at)) {
            at += 2;
        } else if (text.startsWith("\n", at)) {
            at++;
        } else {
            within = true;
            word.append(at < text.length() ? text.charAt(at++) : '\\');
        }
    }

    private int closing(char quote, int from) {
        int close = text.indexOf(quote, from);
        if (close < 0) {
            throw unclosed(quote, from);
        }
        return close;
    }

    private FormatException unclosed(char quote, int from) {
        String begun = text.substring(from, Math.min(text.length(), from + 32)).replaceAll("\\s+", " ");
        return new FormatException("the quote " + quote + " before \"" + begun
                + "\" is not closed. Close it, or escape it by a backslash");
    }

    private void end() {
        if (within) {
            words.add(word.toString());
        }
        word.setLength(0);
        within = false;
    }
}
