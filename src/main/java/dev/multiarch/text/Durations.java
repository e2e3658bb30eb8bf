package dev.multiarch.text;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them, and as they are printed: {@code 90s}, {@code 1m 30s}, {@code 2h}, {@code 7d}. */
public final class Durations {
    /** The largest unit first, each at most once, and at least one. */
    private static final Pattern WRITTEN =
            Pattern.compile("(?=[0-9])(?:[0-9]{1,9}w ?)?(?:[0-9]{1,9}d ?)?(?:[0-9]{1,9}h ?)?"
                    + "(?:[0-9]{1,9}m ?)?(?:[0-9]{1,9}(?:\\.[0-9]{1,3})?s)?(?<! )");

    private static final Pattern PART = Pattern.compile("([0-9]+)(?:\\.([0-9]{1,3}))?([smhdw])");
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;
    private static final int WEEK = 7 * DAY;
    private static final long TENTH = 100_000_000;

    private Durations() {}

    /** What {@link #print} prints, with or without spaces, and weeks; seconds to the millisecond, as annotations write them. */
    public static Duration parse(String text) {
        if (!WRITTEN.matcher(text).matches()) {
            throw new FormatException(
                    "duration \"" + text
                            + "\" is malformed: expected numbers with their units, the largest first, such as 90s, 20m, 1h 30m, 7d or 2w");
        }
        Duration all = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long whole = Long.parseLong(part.group(1)) * seconds(part.group(3));
            String fraction = part.group(2) == null ? "" : part.group(2);
            all = all.plusSeconds(whole).plusMillis(Long.parseLong((fraction + "000").substring(0, 3)));
        }
        return all;
    }

    private static int seconds(String unit) {
        return switch (unit) {
            case "s" -> 1;
            case "m" -> MINUTE;
            case "h" -> HOUR;
            case "d" -> DAY;
            default -> WEEK;
        };
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
