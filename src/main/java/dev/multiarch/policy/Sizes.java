package dev.multiarch.policy;

import dev.multiarch.image.FormatException;
import java.util.regex.Pattern;

/** Sizes as policies write them: {@code 512KiB}, {@code 200MiB}, {@code 2GiB}. */
public final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB)");

    private Sizes() {}

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
