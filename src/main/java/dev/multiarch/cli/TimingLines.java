package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.step.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Where the time of a command went, for anyone who wants it faster. */
final class TimingLines {
    private TimingLines() {}

    /** The first line is what came before: the Java runtime, and the reading of the command line. */
    static void print(Console console, Timings timings) {
        long told = timings.parts().stream().mapToLong(Timings.Part::nanos).sum();
        ProcessHandle.current().info().startInstant().ifPresent(start -> {
            long all = Duration.between(start, Instant.now()).toNanos();
            line(console, Math.max(0, all - told), "start Java, and read the command line (to 10 ms)");
        });
        timings.parts().forEach(part -> line(console, part.nanos(), part.what()));
    }

    private static void line(Console console, long nanos, String what) {
        console.say(String.format(Locale.ROOT, "timing %9.1f ms  %s", nanos / 1e6, what));
    }
}
