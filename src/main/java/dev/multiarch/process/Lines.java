package dev.multiarch.process;

import dev.multiarch.text.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Cuts a stream of bytes into lines, at {@code \n}, {@code \r} and {@code \r\n}: a runner takes a lone {@code \r} for the
 * end of a line too. What a line has beyond some length is counted and dropped.
 */
final class Lines {
    private static final int LONGEST = 8 << 10;

    private final Consumer<String> sink;
    private final UnaryOperator<String> made;
    private final int longest;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long dropped;
    private boolean afterReturn;

    /** Neutralised, and cut at 8 KiB. */
    Lines(Consumer<String> sink) {
        this(sink, LONGEST, Printable::line);
    }

    /** @param made of each line before it is handed over */
    Lines(Consumer<String> sink, int longest, UnaryOperator<String> made) {
        this.sink = sink;
        this.longest = longest;
        this.made = made;
    }

    synchronized void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == '\n' || b == '\r') {
                if (b == '\r' || !afterReturn) {
                    end();
                }
            } else if (line.size() < longest) {
                line.write(b);
            } else {
                dropped++;
            }
            afterReturn = b == '\r';
        }
    }

    /** The last line, where no line break ended it. */
    synchronized void finish() {
        if (line.size() > 0) {
            end();
        }
    }

    private void end() {
        String text = made.apply(line.toString(StandardCharsets.UTF_8));
        String cut = dropped == 0 ? "" : "… (" + dropped + " bytes more)";
        line.reset();
        dropped = 0;
        sink.accept(text + cut);
    }
}
