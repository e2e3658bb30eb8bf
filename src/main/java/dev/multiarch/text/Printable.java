package dev.multiarch.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text from outside, made safe to print on a terminal and in a GitHub Actions log: escape sequences are taken out, other
 * control and direction characters become visible, and workflow commands ({@code ##[…]} anywhere in a line, {@code ::…} at
 * its start, white space before it or not) are broken up with a space.
 */
public final class Printable {
    /** ECMA-48 control sequences, and operating system commands such as window titles and links. */
    private static final Pattern ESCAPES = Pattern.compile(
            "\u001b\\[[0-?]{0,64}[ -/]{0,8}[@-~]|\u001b\\][^\u0007\u001b\r\n]{0,4096}(?:\u0007|\u001b\\\\)|\u001b[()][0-9A-B]");

    /** Joiners that scripts and emoji need; every other format character can reorder or hide text. */
    private static final String JOINERS = "\u200c\u200d";

    /** More than a reference with a digest has, and most addresses. */
    private static final int WORD = 200;

    private static final Pattern LONG_WORD = Pattern.compile("\\S{" + (WORD + 1) + ",}+");

    /** No text gets longer by being cut, or is cut twice. */
    private static final int CUT_MARK = 100;

    private Printable() {}

    /** One line of it: a line break becomes visible as well. */
    public static String line(String text) {
        String bare = text.indexOf('\u001b') < 0 ? text : ESCAPES.matcher(text).replaceAll("");
        var safe = new StringBuilder(bare.length());
        bare.codePoints().forEach(c -> append(safe, c));
        return withoutCommands(safe.toString());
    }

    /**
     * The beginning and the end of a text that is much longer than this many characters, with the count of what is left out;
     * other texts as they are. Documents and registries can say megabytes where people read a line.
     */
    public static String cut(String text, int most) {
        if (text.length() <= most + CUT_MARK) {
            return text;
        }
        int head = most / 4 * 3;
        int tail = most / 4;
        return text.substring(0, head) + "… (" + (text.length() - head - tail) + " more characters) …"
                + text.substring(text.length() - tail);
    }

    /** A message that quotes what somebody made: each word cut as {@link #cut} does, and the whole as well. */
    public static String message(String text, int most) {
        String words = LONG_WORD.matcher(text).replaceAll(word -> Matcher.quoteReplacement(cut(word.group(), WORD)));
        return cut(words, most);
    }

    /** All its lines; line breaks of whichever kind become {@code \n}. */
    public static String text(String text) {
        return text.lines().map(Printable::line).collect(Collectors.joining("\n", "", text.endsWith("\n") ? "\n" : ""));
    }

    private static void append(StringBuilder safe, int c) {
        int type = Character.getType(c);
        if (c == '\t') {
            safe.append(' ');
        } else if (type == Character.CONTROL) {
            safe.append(String.format("\\x%02x", c));
        } else if (type == Character.SURROGATE) {
            safe.append('\ufffd');
        } else if (type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.FORMAT && JOINERS.indexOf(c) < 0) {
            safe.append(String.format("\\u{%x}", c));
        } else {
            safe.appendCodePoint(c);
        }
    }

    private static String withoutCommands(String line) {
        String broken = line.replace("##[", "## [");
        int start = 0;
        while (start < broken.length() && isSpace(broken.charAt(start))) {
            start++;
        }
        return broken.startsWith("::", start)
                ? broken.substring(0, start) + ": " + broken.substring(start + 1)
                : broken;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
