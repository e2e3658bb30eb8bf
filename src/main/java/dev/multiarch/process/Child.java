package dev.multiarch.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A running program, which ends at the latest with this JVM: a shutdown hook, there for as long as the program runs, ends
 * it with all that it started.
 */
final class Child implements AutoCloseable {
    private static final int KILLED = 137;

    private final Thread hook = new Thread(this::shutDown, "ends a program");
    private Process process;
    private Descendants descendants;
    private boolean over;

    private Child() {}

    static Child start(Program program) throws IOException {
        Child child = start(program, false);
        child.feed(program.input());
        return child;
    }

    /** With this process's own standard streams for its own. */
    static Child attached(Program program) throws IOException {
        return start(program, true);
    }

    private static Child start(Program program, boolean attached) throws IOException {
        var child = new Child();
        try {
            Runtime.getRuntime().addShutdownHook(child.hook); // first, or a signal could come between
        } catch (IllegalStateException shuttingDown) {
            waitForTheEnd();
        }
        try {
            child.begin(program, attached);
        } catch (IOException | RuntimeException e) {
            child.close();
            throw e;
        }
        return child;
    }

    private synchronized void begin(Program program, boolean attached) throws IOException {
        if (over) {
            throw new IOException("this process is ending");
        }
        String mark = UUID.randomUUID().toString();
        var builder = new ProcessBuilder(program.words());
        builder.environment()
                .keySet()
                .removeIf(name -> program.hidden().stream().anyMatch(name::startsWith));
        builder.environment().putAll(program.environment());
        builder.environment().put(Descendants.MARK, mark);
        program.directory().ifPresent(folder -> builder.directory(folder.toFile()));
        builder.redirectErrorStream(program.errorsToo());
        if (attached) {
            builder.inheritIO();
        }
        process = builder.start();
        descendants = new Descendants(process.toHandle(), mark);
    }

    Process process() {
        return process;
    }

    /** Ends the program and everything it started; returns when they are gone. */
    void end() {
        descendants.end();
        try {
            process.waitFor(1, TimeUnit.SECONDS); // the system knows that it ended before Java does
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it ended with; as for a killed program where it can't be ended, as a program that waits for a disk that is gone. */
    int exit() {
        return process.isAlive() ? KILLED : process.exitValue();
    }

    /**
     * Lets go of it: it has ended. Does not return while this JVM is ending: the program was ended by ourselves then, and
     * anyone who took that for its failure could end this JVM before the hooks are through, with an exit code that no longer
     * says the signal.
     */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            waitForTheEnd();
        }
    }

    private static void waitForTheEnd() {
        while (true) {
            LockSupport.park();
            Thread.interrupted(); // an interrupted thread would not park again
        }
    }

    private synchronized void shutDown() {
        over = true;
        if (descendants != null) {
            descendants.end();
        }
    }

    private void feed(byte[] input) {
        if (input.length == 0) {
            write(input);
        } else {
            var feeder = new Thread(() -> write(input), "feeds " + process.pid());
            feeder.setDaemon(true);
            feeder.start();
        }
    }

    private void write(byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException unread) {
            // a program need not read its input
        }
    }
}
