package dev.multiarch.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Does one thing with each of many, several of them at once: a server elsewhere answers late, but many at a time. */
public final class AtOnce {
    /** Documents of one registry: one that is 40 ms away makes an image of eight platforms wait for fewer turns. */
    public static final int REQUESTS = 16;

    private AtOnce() {}

    /** What is done with one of them. */
    public interface Work<T, R, E extends Exception> {
        R with(T one) throws E;
    }

    /** What is done with a result, in the thread that wants them. */
    public interface Taking<T, R, E extends Exception> {
        void take(T one, R result) throws E;
    }

    /**
     * @return the results in the order of {@code all}
     * @throws E the first failure in that order; what was not begun then is left out
     * @throws CancellationException if this thread is interrupted
     */
    public static <T, R, E extends Exception> List<R> map(List<T> all, int atOnce, Work<T, R, E> work) throws E {
        List<R> results = new ArrayList<>();
        each(all, atOnce, work, (one, result) -> results.add(result));
        return results;
    }

    /**
     * As {@link #map}, but each result is taken as soon as it and those before it are there: what is said of one, and how it
     * fails, comes before the next one's.
     *
     * @throws E the first failure of work or of taking in the order of {@code all}
     */
    public static <T, R, E extends Exception> void each(
            List<T> all, int atOnce, Work<T, R, E> work, Taking<T, R, E> taking) throws E {
        if (atOnce == 1 || all.size() < 2) {
            for (T one : all) {
                taking.take(one, work.with(one));
            }
            return;
        }
        ExecutorService threads = threads(Math.min(atOnce, all.size()));
        try {
            each(all, threads, work, taking);
        } finally {
            threads.shutdownNow();
        }
    }

    /** As {@link #map}, in threads that others use too. What is under way at a failure goes on: others may wait for it. */
    public static <T, R, E extends Exception> List<R> map(List<T> all, ExecutorService threads, Work<T, R, E> work)
            throws E {
        List<R> results = new ArrayList<>();
        each(all, threads, work, (one, result) -> results.add(result));
        return results;
    }

    private static <T, R, E extends Exception> void each(
            List<T> all, ExecutorService threads, Work<T, R, E> work, Taking<T, R, E> taking) throws E {
        List<Future<R>> running = new ArrayList<>();
        all.forEach(one -> running.add(threads.submit(() -> work.with(one))));
        try {
            for (int i = 0; i < all.size(); i++) {
                taking.take(all.get(i), AtOnce.<R, E>result(running.get(i)));
            }
        } finally {
            running.forEach(future -> future.cancel(false));
        }
    }

    /** For {@link #map}; they keep no process alive. */
    public static ExecutorService threads(int count) {
        return Executors.newFixedThreadPool(count, AtOnce::daemon);
    }

    /**
     * Begins it in a separate thread, for {@link #result} to wait for.
     *
     * @param name of the thread
     */
    public static <R> Future<R> begin(String name, Callable<R> work) {
        var task = new FutureTask<>(work);
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /**
     * Waits for it.
     *
     * @param <E> what the work may throw that is checked
     * @throws E as the work threw it
     * @throws CancellationException if this thread is interrupted
     */
    @SuppressWarnings("unchecked") // work throws nothing else that is checked
    public static <R, E extends Exception> R result(Future<R> running) throws E {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            throw (E) e.getCause();
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "at once");
        thread.setDaemon(true);
        return thread;
    }
}
