package dev.multiarch.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a pipe to its end within limits of time: to open one that nobody writes to would wait without end. */
record PipeInput(Path pipe, Limits limits) {
    static final Limits LIMITS = new Limits(Duration.ofSeconds(10), Duration.ofMinutes(2));

    private static final int PART = 1 << 16;

    /**
     * @param writer how long to wait for a program that opens the pipe to write
     * @param end how long its output may take from then on
     */
    record Limits(Duration writer, Duration end) {}

    byte[] read(int most) throws IOException {
        var opened = new CompletableFuture<Boolean>();
        var content = new CompletableFuture<byte[]>();
        var reader = new Thread(() -> read(most, opened, content), "pipe");
        reader.setDaemon(true);
        reader.start();
        try {
            opened.get(limits.writer().toMillis(), TimeUnit.MILLISECONDS);
            return content.get(limits.end().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw late(opened.isDone());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        } finally {
            if (!content.isDone()) {
                reader.interrupt(); // which closes what it reads
                release(opened.isDone());
            }
        }
    }

    private void read(int most, CompletableFuture<Boolean> opened, CompletableFuture<byte[]> content) {
        // A channel, because a stream of a file may ask for its position, which a pipe does not have.
        try (FileChannel in = FileChannel.open(pipe, StandardOpenOption.READ)) {
            opened.complete(true);
            ByteBuffer part = ByteBuffer.allocate(PART);
            var all = new ByteArrayOutputStream();
            while (all.size() < most && in.read(part.clear().limit(Math.min(PART, most - all.size()))) >= 0) {
                all.write(part.array(), 0, part.position());
            }
            content.complete(all.toByteArray());
        } catch (IOException | RuntimeException e) {
            opened.completeExceptionally(e);
            content.completeExceptionally(e);
        }
    }

    /** Waiting for a writer can't be interrupted, but it ends when there is one: this opens the pipe for both at once. */
    private void release(boolean opened) {
        if (opened) {
            return;
        }
        try {
            Files.newByteChannel(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    .close();
        } catch (IOException mayOnlyBeRead) {
            return; // its thread is a daemon and does nothing more
        }
    }

    private UnreadableFile late(boolean opened) {
        return new UnreadableFile(
                pipe.toString(),
                opened
                        ? "this is a pipe, and what writes into it did not end within "
                                + limits.end().toSeconds() + " seconds. Fix: write into a file first, and name that"
                        : "this is a pipe, and no program opened it to write within "
                                + limits.writer().toSeconds()
                                + " seconds. Fix: start the program that writes into it first, or name a file");
    }
}
