package dev.multiarch.host.diagnosis;

import java.util.List;
import java.util.Locale;

/**
 * How a line shows something: it holds these words one after the other, as whole words and in any case, and none of some
 * others. No regular expression: the time is linear in the line, whatever it contains.
 *
 * @param parts in lower case
 * @param unless in lower case; a line with any of these is about something else
 * @param earlier in lower case; empty, or what one of the lines before must hold
 * @param reach how many lines before may hold it
 */
record LogPattern(List<String> parts, List<String> unless, String earlier, int reach) {
    /** A log of two programs at once can part what belongs together, but not by much. */
    static final int REACH = 10;

    static LogPattern of(String... parts) {
        return new LogPattern(List.of(parts), List.of(), "", 0);
    }

    LogPattern unless(String... others) {
        return new LogPattern(parts, List.of(others), earlier, reach);
    }

    /** @param within at most so many lines before */
    LogPattern after(String before, int within) {
        return new LogPattern(parts, unless, before, within);
    }

    /** @param line in lower case */
    boolean isIn(String line) {
        int from = 0;
        for (String part : parts) {
            int found = find(line, part, from);
            if (found < 0) {
                return false;
            }
            from = found + part.length();
        }
        return unless.stream().noneMatch(line::contains);
    }

    /**
     * Whether somebody who types this means it: a phrase out of it, or a single word that is all of it but its colon. Any
     * other single word may mean anything.
     */
    boolean isMeantBy(String phrase) {
        if (!phrase.contains(" ")) {
            return parts.size() == 1 && parts.get(0).equals(phrase + ":");
        }
        return parts.stream().anyMatch(part -> find(part, phrase, 0) >= 0);
    }

    private static int find(String line, String part, int from) {
        int found = line.indexOf(part, from);
        while (found >= 0 && !isWhole(line, found, found + part.length())) {
            found = line.indexOf(part, found + 1);
        }
        return found;
    }

    private static boolean isWhole(String line, int start, int end) {
        boolean cutBefore = start > 0 && inWord(line.charAt(start - 1)) && inWord(line.charAt(start));
        boolean cutAfter = end < line.length() && inWord(line.charAt(end - 1)) && inWord(line.charAt(end));
        return !cutBefore && !cutAfter;
    }

    private static boolean inWord(char c) {
        return Character.isLetterOrDigit(c);
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
