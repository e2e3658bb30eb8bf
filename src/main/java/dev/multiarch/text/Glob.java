package dev.multiarch.text;

/**
 * Which tags are meant: {@code *} matches any characters, {@code ?} one. Matched in steps of at most pattern times
 * text, whatever the pattern.
 */
public record Glob(String text) {
    /** What a pattern may be. */
    public static final String PATTERN = "[A-Za-z0-9_.*?-]{1,128}";

    public Glob {
        if (!text.matches(PATTERN)) {
            throw new FormatException(
                    "the pattern of tags \"" + text + "\" is malformed: expected letters, digits, \".\","
                            + " \"_\", \"-\", with * for any characters and ? for one, such as 'v*'");
        }
    }

    public boolean matches(String tag) {
        return matches(text, tag);
    }

    /** Whether a pattern of any characters matches; {@code *} matches a slash too. */
    public static boolean matches(String text, String tag) {
        int at = 0;
        int in = 0;
        int star = -1;
        int retry = 0;
        while (in < tag.length()) {
            boolean more = at < text.length();
            if (more && text.charAt(at) == '*') {
                star = at++;
                retry = in;
            } else if (more && (text.charAt(at) == '?' || text.charAt(at) == tag.charAt(in))) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++retry;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == '*') {
            at++;
        }
        return at == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
