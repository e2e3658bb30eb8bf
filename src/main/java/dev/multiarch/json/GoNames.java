package dev.multiarch.json;

/** Names of members as programs in Go take them. */
final class GoNames {
    private static final char LONG_S = 0x17F;
    private static final char KELVIN = 0x212A;

    private GoNames() {}

    /** As Go compares names (Unicode's simple folding): to ASCII's letters it adds the long s and the Kelvin sign. */
    static boolean areSame(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < one.length(); i++) {
            if (folded(one.charAt(i)) != folded(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char folded(char c) {
        if (c >= 'A' && c <= 'Z') {
            return (char) (c + 'a' - 'A');
        }
        return c == LONG_S ? 's' : c == KELVIN ? 'k' : c;
    }
}
