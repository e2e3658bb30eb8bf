package dev.multiarch;

import dev.multiarch.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call of this project's program in the JVM of the test: a tenth of the time that a separate JVM takes. Its environment
 * and its directory are handed in. What Java itself or another program reads is the test's own: standard input, the streams
 * below {@code /proc/self}, the environment and the directory of a program that is started.
 */
record InThisJvm(Map<String, String> environment, Path directory, Duration limit) {
    Transcript run(List<String> typed, List<String> arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var exit = new CompletableFuture<Integer>();
        var thread = new Thread(
                () -> {
                    try {
                        exit.complete(Main.run(stream(out), stream(err), environment, directory, arguments));
                    } catch (Throwable thrown) {
                        exit.completeExceptionally(thrown);
                    }
                },
                String.join(" ", typed));
        thread.setDaemon(true);
        thread.start();
        int code = -1;
        try {
            code = exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError("a stack trace would be all that the user gets", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return new Transcript(typed, code, text(out), text(err), new AtomicBoolean());
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
