package dev.multiarch.process;

import dev.multiarch.text.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into neutralised lines, at {@code \n}, {@code \r} and {@code \r\n}: a runner takes a lone {@code
 * \r} for the end of a line too. What a line has beyond 8 KiB is counted and dropped.
 */
final class Lines {
    private static final int LONGEST = 8 << 10;

    private final Consumer<String> sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long dropped;
    private boolean afterReturn;

    Lines(Consumer<String> sink) {
        this.sink = sink;
    }

    synchronized void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == '\n' || b == '\r') {
                if (b == '\r' || !afterReturn) {
                    end();
                }
            } else if (line.size() < LONGEST) {
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
        String text = Printable.line(line.toString(StandardCharsets.UTF_8));
        String cut = dropped == 0 ? "" : "… (" + dropped + " bytes more)";
        line.reset();
        dropped = 0;
        sink.accept(text + cut);
    }
}
