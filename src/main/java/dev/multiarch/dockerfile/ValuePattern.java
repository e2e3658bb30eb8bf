package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import java.util.Arrays;

/**
 * A pattern of {@code ${name#pattern}} and the like: {@code *} any characters, {@code ?} one, neither of them a line break.
 * Matched in steps of at most pattern times text, whatever the pattern; a regular expression could take years.
 */
public final class ValuePattern {
    private static final int STAR = -1;
    private static final int ANY = -2;

    private final int[] tokens;

    private ValuePattern(int... tokens) {
        this.tokens = tokens;
    }

    public static ValuePattern of(String text) {
        int[] found = new int[text.length()];
        int count = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '*' || c == '?') {
                found[count++] = c == '*' ? STAR : ANY;
                continue;
            }
            if (c == '\\') {
                at++;
                char escaped = at < text.length() ? text.charAt(at) : 0;
                if ("*?\\}/".indexOf(escaped) < 0 || escaped == 0) {
                    throw new FormatException("invalid pattern (" + text + ") in substitution");
                }
                c = escaped;
            }
            found[count++] = c;
        }
        return new ValuePattern(Arrays.copyOf(found, count));
    }

    /** The text without the shortest or the longest beginning that matches. */
    public String withoutPrefix(String text, boolean longest) {
        int end = end(text, 0, longest);
        return end < 0 ? text : text.substring(end);
    }

    /** The text without the shortest or the longest end that matches. */
    public String withoutSuffix(String text, boolean longest) {
        int[] backwards = new int[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            backwards[i] = tokens[tokens.length - 1 - i];
        }
        String reversed = new StringBuilder(text).reverse().toString();
        String rest = new ValuePattern(backwards).withoutPrefix(reversed, longest);
        return new StringBuilder(rest).reverse().toString();
    }

    /** With the first match, or with all of them replaced. */
    public String replace(String text, String by, boolean all) {
        var replaced = new StringBuilder();
        int at = 0;
        boolean afterMatch = false;
        while (at <= text.length()) {
            int end = end(text, at, true);
            if (end >= 0 && !(end == at && afterMatch)) {
                replaced.append(by);
                if (!all) {
                    return replaced + text.substring(end);
                }
            }
            afterMatch = end > at;
            if (!afterMatch) {
                replaced.append(text, at, Math.min(at + 1, text.length()));
            }
            at = afterMatch ? end : at + 1;
            Expansion.requireShort(replaced);
        }
        return replaced.toString();
    }

    /** Where a match that begins here ends; -1 if none does. */
    private int end(String text, int from, boolean longest) {
        boolean[] in = new boolean[tokens.length + 1];
        enter(in, 0);
        int best = -1;
        for (int at = from; ; at++) {
            if (in[tokens.length]) {
                best = at;
                if (!longest) {
                    return best;
                }
            }
            if (at == text.length()) {
                return best;
            }
            in = step(in, text.charAt(at));
            if (in == null) {
                return best;
            }
        }
    }

    private boolean[] step(boolean[] in, char c) {
        boolean[] then = new boolean[in.length];
        boolean any = false;
        for (int i = 0; i < tokens.length; i++) {
            if (in[i] && (tokens[i] < 0 ? c != '\n' : tokens[i] == c)) {
                enter(then, tokens[i] == STAR ? i : i + 1);
                any = true;
            }
        }
        return any ? then : null;
    }

    /** Into a state, and past the stars that need nothing. */
    private void enter(boolean[] states, int state) {
        int at = state;
        while (true) {
            states[at] = true;
            if (at == tokens.length || tokens[at] != STAR) {
                return;
            }
            at++;
        }
    }
}
