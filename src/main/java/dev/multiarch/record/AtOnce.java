package dev.multiarch.record;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does one thing with each of many, several of them at once: a store elsewhere answers late, but many at a time. */
public final class AtOnce {
    private AtOnce() {}

    /** What is done with one of them. */
    public interface Work<T, R> {
        R with(T one) throws IOException;
    }

    /**
     * @return the results in the order of what they are of
     * @throws IOException the first failure in that order; what was not begun then is left out
     */
    public static <T, R> List<R> map(List<T> all, int atOnce, Work<T, R> work) throws IOException {
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
                results.add(result(result));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <R> R result(Future<R> running) throws IOException {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while records were read");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "records");
        thread.setDaemon(true);
        return thread;
    }
}
