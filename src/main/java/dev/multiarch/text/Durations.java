package dev.multiarch.text;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as policies write them: {@code 90s}, {@code 20m}, {@code 2h}, {@code 7d}. */
public final class Durations {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;
    private static final long TENTH = 100_000_000;

    private Durations() {}

    public static Duration parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new FormatException("duration \"" + text
                    + "\" is malformed: expected a whole number and its unit, such as 90s, 20m, 2h or 7d");
        }
        int unit =
                switch (written.group(2)) {
                    case "s" -> 1;
                    case "m" -> MINUTE;
                    case "h" -> HOUR;
                    default -> DAY;
                };
        return Duration.ofSeconds(Long.parseLong(written.group(1)) * unit);
    }

    /** To people: {@code 20m}, {@code 12m 34.2s}; rounded up to tenths, so that what is too long also looks so. */
    public static String print(Duration duration) {
        long tenths = duration.getSeconds() * 10 + (duration.getNano() + TENTH - 1) / TENTH;
        var text = new StringBuilder();
        long left = append(text, tenths, DAY * 10L, "d");
        left = append(text, left, HOUR * 10L, "h");
        left = append(text, left, MINUTE * 10L, "m");
        if (left > 0 || text.isEmpty()) {
            text.append(left / 10).append(left % 10 == 0 ? "" : "." + left % 10).append("s");
        }
        return text.toString().strip();
    }

    private static long append(StringBuilder text, long left, long unit, String name) {
        if (left >= unit) {
            text.append(left / unit).append(name).append(' ');
        }
        return left % unit;
    }
}
