package dev.multiarch.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs programs. Safe to use from several threads. A program is ended, with all that it started, when its limit is over,
 * when the calling thread is interrupted, and when this JVM ends on SIGINT or SIGTERM.
 */
public final class Programs {
    private static final int LONGEST_OUTPUT = 16 << 20;
    private static final int LONGEST_RAW = 4 << 20;
    private static final long GLANCE_MILLIS = 50;

    private final Consumer<String> trace;

    /** @param trace gets each program, quoted for pasting, before it runs */
    public Programs(Consumer<String> trace) {
        this.trace = trace;
    }

    /**
     * Runs it and keeps its standard output.
     *
     * @throws ProgramException if it can't be started, takes too long or prints more than 16 MiB; not for an exit code
     */
    public Result run(Program program) throws ProgramException {
        trace.accept(program.toString());
        try (Child child = start(program)) {
            var last = new LastLines();
            var out = new ByteArrayOutputStream();
            var tooMuch = new AtomicBoolean();
            Reader stdout = Reader.start(child.process().getInputStream(), (bytes, length) -> {
                if (out.size() + length <= LONGEST_OUTPUT) {
                    out.write(bytes, 0, length);
                } else if (tooMuch.compareAndSet(false, true)) {
                    child.end();
                }
            });
            var errors = new Lines(last::add);
            Reader stderr = Reader.start(child.process().getErrorStream(), errors::add);
            boolean timedOut = await(child, program, last);
            stdout.join();
            stderr.join();
            errors.finish();
            var result = new Result(program, child.exit(), out.toByteArray(), last.get(), timedOut);
            if (tooMuch.get()) {
                throw new ProgramException("printed more than 16 MiB and was stopped", result);
            }
            return inTime(result);
        }
    }

    /**
     * Runs it and hands over each line of both its streams as it comes: neutralised, and cut where it is longer than 8 KiB.
     * The lines come from other threads, one at a time.
     *
     * @throws ProgramException if it can't be started or takes too long; not for an exit code
     */
    public Result stream(Program program, Consumer<String> lines) throws ProgramException {
        return stream(program, lines, () -> false);
    }

    /**
     * The same, and asks over and over whether the program is to be ended now.
     *
     * @throws ProgramException as above; not where it was ended for that
     */
    public Result stream(Program program, Consumer<String> lines, BooleanSupplier over) throws ProgramException {
        trace.accept(program.toString());
        try (Child child = start(program)) {
            var last = new LastLines();
            var lock = new Object();
            Consumer<String> one = line -> {
                synchronized (lock) {
                    last.add(line);
                    lines.accept(line);
                }
            };
            var out = new Lines(one);
            var err = new Lines(one);
            Reader stdout = Reader.start(child.process().getInputStream(), out::add);
            Reader stderr = Reader.start(child.process().getErrorStream(), err::add);
            boolean timedOut = await(child, program, last, over);
            stdout.join();
            stderr.join();
            out.finish();
            err.finish();
            return inTime(new Result(program, child.exit(), new byte[0], last.get(), timedOut));
        }
    }

    /** Looks at what a program says while it runs. */
    public interface Watch {
        /** Looks away. */
        Watch NONE = new Watch() {
            @Override
            public void line(String raw) {
                // nobody asks for it
            }

            @Override
            public boolean isOver() {
                return false;
            }
        };

        /** A line of its standard error, as it came: nobody has neutralised it. Cut where it is longer than 4 MiB. */
        void line(String raw);

        /** What it prints on standard output, as it comes. */
        default void printed(byte[] bytes, int length) {}

        /** Whether it is to be ended now. */
        boolean isOver();
    }

    /**
     * Runs it under somebody's eyes.
     *
     * @throws ProgramException if it can't be started or takes too long; not for an exit code, nor where the watch ended it
     */
    public Result watch(Program program, Watch watch) throws ProgramException {
        trace.accept(program.toString());
        try (Child child = start(program)) {
            var last = new LastLines();
            Reader stdout = Reader.start(child.process().getInputStream(), watch::printed);
            var lines = new Lines(watch::line, LONGEST_RAW, line -> line);
            var said = new Lines(last::add);
            Reader stderr = Reader.start(child.process().getErrorStream(), (bytes, length) -> {
                said.add(bytes, length);
                lines.add(bytes, length);
            });
            boolean timedOut = await(child, program, last, watch::isOver);
            stdout.join();
            stderr.join();
            lines.finish();
            said.finish();
            return inTime(new Result(program, child.exit(), new byte[0], last.get(), timedOut));
        }
    }

    private static boolean await(Child child, Program program, LastLines last, BooleanSupplier over)
            throws ProgramException {
        long end = System.nanoTime() + program.limit().toNanos();
        try {
            while (System.nanoTime() < end) {
                if (child.process().waitFor(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
                if (over.getAsBoolean()) {
                    child.end();
                    return false;
                }
            }
            child.end();
            return true;
        } catch (InterruptedException e) {
            throw unneeded(child, program, last);
        }
    }

    /** What a program that runs by now still waits for. */
    public interface Started {
        void at(long pid) throws IOException;
    }

    /**
     * Runs it with this process's own standard streams, for as long as it takes.
     *
     * @return its exit code; 128 and the signal's number where a signal ended it
     * @throws ProgramException if it can't be started
     * @throws IOException from {@code started}; the program is ended then
     */
    public int attach(Program program, Started started) throws ProgramException, IOException {
        trace.accept(program.toString());
        try (Child child = begin(program, Child::attached)) {
            try {
                started.at(child.process().pid());
                return child.process().waitFor();
            } catch (IOException e) {
                child.end();
                throw e;
            } catch (InterruptedException e) {
                throw unneeded(child, program, new LastLines());
            }
        }
    }

    private interface Start {
        Child of(Program program) throws IOException;
    }

    private static Child start(Program program) throws ProgramException {
        return begin(program, Child::start);
    }

    private static Child begin(Program program, Start start) throws ProgramException {
        try {
            return start.of(program);
        } catch (IOException | IllegalArgumentException e) {
            throw ProgramException.unstarted(program, String.valueOf(e.getMessage()));
        }
    }

    private static boolean await(Child child, Program program, LastLines last) throws ProgramException {
        try {
            if (child.process().waitFor(program.limit().toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            child.end();
            return true;
        } catch (InterruptedException e) {
            throw unneeded(child, program, last);
        }
    }

    private static ProgramException unneeded(Child child, Program program, LastLines last) {
        child.end();
        Thread.currentThread().interrupt();
        return new ProgramException(
                "was stopped because it is no longer needed", new Result(program, 143, new byte[0], last.get(), false));
    }

    private static Result inTime(Result result) throws ProgramException {
        if (result.timedOut()) {
            long seconds = result.program().limit().toSeconds();
            throw new ProgramException("took longer than " + seconds + " s and was stopped", result);
        }
        return result;
    }
}
