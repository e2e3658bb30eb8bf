package dev.multiarch.text;

import java.util.regex.Pattern;

/** Sizes as policies write them: {@code 512KiB}, {@code 200MiB}, {@code 2GiB}. */
public final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB)");

    private Sizes() {}

    /** To people: {@code 412.3 MiB}; rounded up to tenths, so that what is too large also looks so. */
    public static String print(long bytes) {
        int shift = bytes < 1 << 20 ? 10 : bytes < 1 << 30 ? 20 : 30;
        String unit = shift == 10 ? " KiB" : shift == 20 ? " MiB" : " GiB";
        long unitBytes = 1L << shift;
        long tenths = bytes / unitBytes * 10 + (bytes % unitBytes * 10 + unitBytes - 1) / unitBytes;
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + unit;
    }

    /** In bytes. */
    public static long parse(String text) {
        var size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new FormatException(
                    "size \"" + text + "\" is malformed: expected a number and KiB, MiB or GiB, such as 200MiB");
        }
        int shift =
                switch (size.group(2)) {
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    default -> 30;
                };
        return Long.parseLong(size.group(1)) << shift;
    }
}
