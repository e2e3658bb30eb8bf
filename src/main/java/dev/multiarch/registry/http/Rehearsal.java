package dev.multiarch.registry.http;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;

/**
 * Makes TLS ready while the name of the first server is looked up and it answers: at the first handshake Java loads a thousand
 * classes, which takes longer than the way to a server far away.
 */
final class Rehearsal {
    private final Tls.Contexts contexts;
    private final AtomicBoolean begun = new AtomicBoolean();

    Rehearsal(Tls.Contexts contexts) {
        this.contexts = contexts;
    }

    /** Made by another thread for the first connection, which rehearses a handshake then; for the others it is there already. */
    Future<SSLContext> context(String authority) {
        var made = new FutureTask<>(() -> contexts.of(authority));
        if (begun.compareAndSet(false, true)) {
            var thread = new Thread(() -> rehearse(made), "tls");
            thread.setDaemon(true);
            thread.start();
        } else {
            made.run();
        }
        return made;
    }

    private void rehearse(FutureTask<SSLContext> made) {
        made.run();
        try {
            Tls.rehearse(result(made));
            contexts.rehearse();
        } catch (IOException | RuntimeException failure) {
            // the connection says so
        }
    }

    /** @throws IOException as it was thrown when the context was made */
    static SSLContext result(Future<SSLContext> context) throws IOException {
        try {
            return context.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while TLS was made ready", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
