package dev.multiarch.build;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of BuildKit's plain progress. BuildKit prints a time in front of what a program says, so that it can't look like BuildKit's own
 * words.
 *
 * @param step its number
 * @param what it says of the step
 * @param text the step's name, or what its program printed
 */
record PlainLine(int step, What what, String text) {
    enum What {
        /** The step runs; said again where another step was shown in between. */
        NAMED,
        PRINTED,
        ENDED,
        /** Of the transfer of files, or that another step is shown next. */
        OTHER
    }

    private static final Pattern LINE = Pattern.compile("#([0-9]{1,6}) (.{0,9000})");
    private static final Pattern PRINTED = Pattern.compile("[0-9]{1,9}\\.[0-9]{1,9}(?: (.*))?");
    private static final Pattern ENDED = Pattern.compile("(?:DONE(?: [0-9.]{1,20}s)?|CACHED|CANCELED|ERROR: .*)");

    /** What ran to its end: neither failed nor was canceled, and did not come from the cache. */
    boolean isDone() {
        return what == What.ENDED && text.startsWith("DONE");
    }

    static Optional<PlainLine> of(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int step = Integer.parseInt(parts.group(1));
        String rest = parts.group(2);
        Matcher printed = PRINTED.matcher(rest);
        if (printed.matches()) {
            String text = printed.group(1);
            return Optional.of(new PlainLine(step, What.PRINTED, text == null ? "" : text));
        }
        if (rest.startsWith("[")) {
            return Optional.of(new PlainLine(step, What.NAMED, rest));
        }
        return Optional.of(new PlainLine(step, ENDED.matcher(rest).matches() ? What.ENDED : What.OTHER, rest));
    }
}
