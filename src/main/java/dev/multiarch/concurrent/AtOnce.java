package dev.multiarch.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does one thing with each of many, several of them at once: a server elsewhere answers late, but many at a time. */
public final class AtOnce {
    private AtOnce() {}

    /** What is done with one of them. */
    public interface Work<T, R, E extends Exception> {
        R with(T one) throws E;
    }

    /**
     * @return the results in the order of {@code all}
     * @throws E the first failure in that order; what was not begun then is left out
     * @throws CancellationException if this thread is interrupted
     */
    public static <T, R, E extends Exception> List<R> map(List<T> all, int atOnce, Work<T, R, E> work) throws E {
        List<R> results = new ArrayList<>();
        if (atOnce == 1 || all.size() < 2) {
            for (T one : all) {
                results.add(work.with(one));
            }
            return results;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(atOnce, all.size()), AtOnce::daemon);
        try {
            List<Future<R>> running = new ArrayList<>();
            all.forEach(one -> running.add(threads.submit(() -> work.with(one))));
            for (Future<R> result : running) {
                results.add(AtOnce.<R, E>result(result));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
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
