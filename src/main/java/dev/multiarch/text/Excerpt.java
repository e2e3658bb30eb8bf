package dev.multiarch.text;

/** Text that may be megabytes of somebody's making, short enough for a message: of a long one the middle is left out. */
public final class Excerpt {
    private static final int KEPT_END = 300;

    private Excerpt() {}

    /** @param most characters, more than 300 */
    public static String of(String text, int most) {
        return text.length() <= most
                ? text
                : text.substring(0, most - KEPT_END) + " … " + text.substring(text.length() - KEPT_END);
    }
}
