package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Terminal;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.text.Printable;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How far a command has come, in one line of a terminal that replaces itself; nothing within the first two seconds. */
final class StatusLine implements Consumer<String>, AutoCloseable {
    private static final long FIRST = TimeUnit.SECONDS.toNanos(2);
    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int WIDEST = 78;
    private static final String ERASE = "\r\u001b[K";

    private final Console console;
    private final boolean shown;
    private long next = System.nanoTime() + FIRST;
    private boolean there;

    /** @param output says nothing where it is to be quiet */
    StatusLine(Console console, OutputOptions output) {
        this.console = console;
        this.shown = !output.quiet() && isWatched(console.environment());
    }

    private static boolean isWatched(Map<String, String> environment) {
        boolean machine = environment.containsKey("CI") || "dumb".equals(environment.get("TERM"));
        return !machine && Terminal.isOne(2);
    }

    @Override
    public synchronized void accept(String text) {
        if (!shown || System.nanoTime() - next < 0) {
            return;
        }
        String line = Printable.line(text);
        console.err().print(ERASE + line.substring(0, Math.min(line.length(), WIDEST)));
        console.err().flush();
        there = true;
        next = System.nanoTime() + BETWEEN;
    }

    @Override
    public synchronized void close() {
        if (there) {
            console.err().print(ERASE);
            console.err().flush();
            there = false;
        }
    }
}
