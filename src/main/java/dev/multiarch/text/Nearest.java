package dev.multiarch.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which of the known words somebody meant: the only one of which it is the first or last part, as {@code verify} is of
 * {@code verify-index}; else the one with the fewest letters wrong, missing, extra or swapped.
 */
public final class Nearest {
    private static final int LONGEST = 80;
    private static final String JOINTS = "-.";

    private Nearest() {}

    /**
     * Empty if no word is near: more than a third of its letters differ, and it is not part of a single one. A whole part
     * is nearer than a few letters: {@code image.elf} is {@code image.elf-machine} rather than {@code image.size}.
     */
    public static Optional<String> to(String word, Collection<String> known) {
        if (word.isEmpty() || word.length() > LONGEST) {
            return Optional.empty();
        }
        String spelt = word.toLowerCase(Locale.ROOT).replace('_', '-');
        Function<String, Integer> distance = other -> distance(spelt, other.toLowerCase(Locale.ROOT));
        return same(spelt, known)
                .or(() -> whole(spelt, known))
                .or(() -> known.stream()
                        .filter(other -> distance.apply(other) <= Math.max(1, other.length() / 3))
                        .min(Comparator.comparing(distance)));
    }

    /** In other letters: {@code INDEX} is {@code index} rather than {@code index-descriptor}. */
    private static Optional<String> same(String spelt, Collection<String> known) {
        return known.stream()
                .filter(other -> other.toLowerCase(Locale.ROOT).equals(spelt))
                .findFirst();
    }

    private static Optional<String> whole(String part, Collection<String> known) {
        List<String> wholes = known.stream()
                .filter(other -> JOINTS.chars().anyMatch(c -> isEnd(part, (char) c, other)))
                .toList();
        return wholes.size() == 1 ? Optional.of(wholes.get(0)) : Optional.empty();
    }

    private static boolean isEnd(String part, char joint, String whole) {
        return whole.startsWith(part + joint) || whole.endsWith(joint + part);
    }

    /** What a message says of it: {@code Did you mean "x"?}, or what is there to choose from. */
    public static String hint(String word, Collection<String> known) {
        return to(word, known)
                .map(near -> "Did you mean \"" + near + "\"?")
                .orElseGet(() -> "Expected one of: " + String.join(", ", known));
    }

    /** Optimal string alignment: two neighbours swapped count as one. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + wrong);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
