package dev.multiarch.smoke;

import dev.multiarch.process.Programs;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.record.SmokeResult.End;
import dev.multiarch.record.SmokeRun;
import dev.multiarch.text.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What buildah or podman prints, on both its streams, of a build that has one {@code RUN} and behind it a {@code COPY} that
 * fails. As with BuildKit, the time limit counts from the program's start.
 */
final class LocalLog implements Programs.Watch {
    /** An emulator that says so ends soon; as the first process of a container it may never. */
    private static final Duration AFTER_CRASH = Duration.ofSeconds(2);

    /** Of the beginning and of the end; the lines of buildah itself are shorter than that together. */
    private static final int KEPT = SmokeResult.MOST_BYTES + (64 << 10);

    private static final Pattern BEGIN = Pattern.compile("(?m)^STEP [0-9]{1,4}/[0-9]{1,4}: RUN [^\n]*\n");
    private static final Pattern CRASH = Pattern.compile("(?m)^qemu: uncaught target signal ([0-9]{1,3}) ");
    /** What buildah says of the program comes over several pipes, so its parts come in no fixed order. */
    private static final Pattern FAILED = Pattern.compile(
            "(?s)(?:process failed to start with error: ([^\\n]{1,1000}?)\\n?)?"
                    + "(?:(?:process exited with error: [^\\n]{1,300}?"
                    + "|subprocess exited (?:with status [0-9]{1,3}|on ([a-z/ ]{1,40})))\\n?){0,6}"
                    + "Error: building at STEP \".{0,50000}\": (?:while running runtime: )?exit status ([0-9]{1,3})\\n*$");

    /** The words of Go's library. */
    private static final Map<String, Integer> SIGNALS = Map.of(
            "illegal instruction", 4,
            "trace/breakpoint trap", 5,
            "aborted", 6,
            "bus error", 7,
            "floating point exception", 8,
            "killed", 9,
            "segmentation fault", 11,
            "bad system call", 31,
            "terminated", 15);

    private final SmokeCommand command;
    private final Pattern next;
    private final Pattern done;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private byte[] tail = new byte[0];
    private long length;
    private long started;
    private long end = Long.MAX_VALUE;
    private Optional<Integer> signal = Optional.empty();
    private boolean over;

    /** @param missing the name of the file that is not there: it begins the step behind the program's */
    LocalLog(SmokeCommand command, String missing) {
        this.command = command;
        this.next = Pattern.compile("STEP [0-9]{1,4}/[0-9]{1,4}: COPY " + missing + " /\n");
        this.done = Pattern.compile("Error: building at STEP \"COPY " + missing + "[^\n]{0,50000}\n?");
    }

    @Override
    public void line(String raw) {
        // its standard error is the same stream as its standard output
    }

    @Override
    public synchronized void printed(byte[] bytes, int count) {
        length += count;
        head.write(bytes, 0, Math.min(count, KEPT - head.size()));
        byte[] all = Arrays.copyOf(tail, tail.length + count);
        System.arraycopy(bytes, 0, all, tail.length, count);
        tail = all.length > KEPT ? Arrays.copyOfRange(all, all.length - KEPT, all.length) : all;
        look();
    }

    private void look() {
        if (started == 0 && begin(text(head.toByteArray())).isPresent()) {
            started = System.nanoTime();
            end = started + command.limit().toNanos();
        }
        if (started != 0 && signal.isEmpty() && length <= KEPT) {
            Matcher crash = CRASH.matcher(text(head.toByteArray()));
            if (crash.find()) {
                signal = Optional.of(Integer.valueOf(crash.group(1)));
                end = Math.min(end, System.nanoTime() + AFTER_CRASH.toNanos());
            }
        }
    }

    /** A character a byte, so that places in it are places in the bytes. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Optional<Integer> begin(String text) {
        Matcher step = BEGIN.matcher(text);
        return step.find() ? Optional.of(step.end()) : Optional.empty();
    }

    @Override
    public synchronized boolean isOver() {
        over |= System.nanoTime() >= end;
        return over;
    }

    /** Once buildah has ended. */
    synchronized SmokeResult result() {
        Optional<Integer> begin = begin(text(head.toByteArray()));
        if (begin.isEmpty()) {
            return SmokeResult.notRun(command, reason());
        }
        String last = text(tail);
        Optional<Matcher> failed = Optional.of(FAILED.matcher(last)).filter(Matcher::find);
        if (over) {
            long ended = failed.map(end -> length - tail.length + end.start()).orElse(length);
            return signal.map(number -> result(
                            End.CRASHED,
                            SmokeRun.SIGNALLED + number,
                            "crashed by signal " + number,
                            begin.get(),
                            ended))
                    .orElseGet(() -> result(
                            End.TIMED_OUT,
                            0,
                            "ran longer than " + command.limit().toSeconds() + " s",
                            begin.get(),
                            ended));
        }
        Matcher whole = done.matcher(last);
        if (whole.find()) {
            return result(End.EXITED, 0, "", begin.get(), length);
        }
        return failed.map(end -> failed(end, begin.get(), length - tail.length + end.start()))
                .orElseGet(() -> SmokeResult.notRun(command, reason()));
    }

    private SmokeResult failed(Matcher failed, int begin, long ended) {
        if (failed.group(1) != null) {
            return result(End.NOT_STARTED, 0, failed.group(1), begin, ended);
        }
        Optional<Integer> bySignal =
                Optional.ofNullable(failed.group(2)).map(SIGNALS::get).map(number -> SmokeRun.SIGNALLED + number);
        return result(End.EXITED, bySignal.orElseGet(() -> Integer.valueOf(failed.group(3))), "", begin, ended);
    }

    /** @param ended where the program's output ends, in all that was printed */
    private SmokeResult result(End how, int exit, String why, int begin, long ended) {
        int read = (int) Math.max(begin, Math.min(ended, head.size()));
        byte[] output = withoutNext(Arrays.copyOfRange(head.toByteArray(), begin, read));
        int kept = Math.min(output.length, SmokeResult.MOST_BYTES);
        return SmokeResult.of(
                command,
                how,
                exit,
                Printable.line(why),
                Arrays.copyOf(output, kept),
                ended > read || output.length > kept,
                Duration.ofMillis(Duration.ofNanos(System.nanoTime() - started).toMillis()));
    }

    /**
     * buildah copies what the program prints while it goes on: the line of the next step, and its failure, may come in between
     * or before. They are taken out before the output is cut, so that they take no place of it.
     */
    private byte[] withoutNext(byte[] output) {
        String own = next.matcher(text(output)).replaceFirst("");
        return done.matcher(own).replaceFirst("").getBytes(StandardCharsets.ISO_8859_1);
    }

    private String reason() {
        return new String(tail, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce((first, line) -> line)
                .map(line -> Printable.cut(Printable.line(line), 600))
                .orElse("it said nothing");
    }
}
