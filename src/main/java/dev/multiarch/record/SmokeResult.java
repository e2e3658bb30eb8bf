package dev.multiarch.record;

import dev.multiarch.image.Digest;
import dev.multiarch.text.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What became of one command in one image.
 *
 * @param exit its exit code, if it {@code EXITED} or is {@code FOREIGN}; 128 and the signal's number, if it {@code CRASHED}
 * @param why what there is to say of any other end; neutralised
 * @param text the first 4 KiB of what it printed on both streams, without line breaks at the end; neutralised
 * @param digest of the first 64 KiB of what it printed, as they were
 * @param bytes how many those are
 * @param more whether it printed more than that
 */
public record SmokeResult(
        SmokeCommand command,
        End end,
        int exit,
        String why,
        String text,
        Digest digest,
        int bytes,
        boolean more,
        Duration took) {
    /** Of what a program prints. BuildKit itself passes on 200 KiB a second and 2 MiB in all. */
    public static final int MOST_BYTES = 64 << 10;

    /** What is shown, and what a pattern sees. */
    public static final int LONGEST_TEXT = 4 << 10;

    /** How it ended. */
    public enum End {
        EXITED,
        /** By a signal of which its emulator told; it hangs afterwards, as the first process of a container. */
        CRASHED,
        TIMED_OUT,
        /** The image has no such program, or one that no kernel can start. */
        NOT_STARTED,
        /** It ended, and is a program for another CPU, which the builder or an emulator runs as well. */
        FOREIGN,
        /** The builder could not try, so nothing is known. */
        NOT_RUN,
        /** In a way that only a later version has a word for; nothing of ours writes it. */
        OTHER;

        /** Whether it says what the program did. */
        public boolean isKnown() {
            return this != NOT_RUN && this != OTHER;
        }

        /** As records spell it; none has one for {@link #OTHER}. */
        public static Optional<End> of(String word) {
            return Arrays.stream(values())
                    .filter(end -> end != OTHER && end.word().equals(word))
                    .findFirst();
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param output at most {@link #MOST_BYTES} */
    public static SmokeResult of(
            SmokeCommand command, End end, int exit, String why, byte[] output, boolean more, Duration took) {
        return new SmokeResult(command, end, exit, why, shown(output), Digest.of(output), output.length, more, took);
    }

    public static SmokeResult notRun(SmokeCommand command, String why) {
        return of(command, End.NOT_RUN, 0, why, new byte[0], false, Duration.ZERO);
    }

    /** The same, of a program that is for another CPU than the image's platform has. */
    public SmokeResult foreign(String why) {
        return new SmokeResult(command, End.FOREIGN, exit, Printable.line(why), text, digest, bytes, more, took);
    }

    /** The same, with what it printed changed. */
    SmokeResult printing(UnaryOperator<String> change) {
        return new SmokeResult(command, end, exit, change.apply(why), change.apply(text), digest, bytes, more, took);
    }

    /** Whether {@link #text} is all that it printed. */
    public boolean isWhole() {
        return !more && bytes <= LONGEST_TEXT;
    }

    /** To people, without what it printed: {@code exited with 0}. */
    public String ended() {
        return switch (end) {
            case EXITED -> "exited with " + exit;
            case CRASHED -> "crashed by signal " + (exit - SmokeRun.SIGNALLED);
            case TIMED_OUT -> why + " and was ended";
            case NOT_STARTED -> "did not start: " + why;
            case FOREIGN -> "is a program for another CPU: " + why;
            case NOT_RUN -> "could not be run: " + why;
            case OTHER -> "ended as this version of multiarch does not understand: " + why;
        };
    }

    private static String shown(byte[] output) {
        byte[] first = Arrays.copyOf(output, Math.min(output.length, LONGEST_TEXT));
        String text = Printable.text(new String(first, StandardCharsets.UTF_8));
        String cut = text.substring(0, Math.min(text.length(), LONGEST_TEXT));
        return cut.stripTrailing();
    }
}
