package dev.multiarch.build;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Leaves the record of a leg where this JVM ends by a signal while the leg is built: the build itself is ended then with its
 * client. A second signal changes nothing.
 */
final class LegInterruption implements AutoCloseable {
    /** A store that does not answer must not keep this JVM. */
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final LegAttempt leg;
    private final Consumer<String> progress;
    private final Thread hook = new Thread(this::shutDown, "leaves a record");

    LegInterruption(LegAttempt leg, Consumer<String> progress) {
        this.leg = leg;
        this.progress = progress;
    }

    /** From now on, until it is closed. */
    void expect() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            awaitTheEnd();
        }
    }

    private void shutDown() {
        var writer = new Thread(
                () -> leg.interrupted().ifPresent(noted -> progress.accept(leg.platform() + ": interrupted. " + noted)),
                "writes a record");
        writer.setDaemon(true);
        writer.start();
        try {
            writer.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For a thread that has nothing more to do because this JVM is ending. */
    static void awaitTheEnd() {
        while (true) {
            LockSupport.park();
            Thread.interrupted(); // an interrupted thread would not park again
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            awaitTheEnd();
        }
    }
}
