package dev.multiarch.copy;

import dev.multiarch.registry.request.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** Does several things at once; the first failure ends the others as soon as they look. */
public final class Workers implements AutoCloseable {
    /** Connections to one registry at once; more gain nothing on two cores and annoy registries. */
    private static final int AT_ONCE = 4;

    private final ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE, Workers::daemon);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** One of them. */
    public interface Task<T> {
        T run() throws RegistryException;
    }

    /** Whether something failed, so that whatever else is under way is for nothing. */
    boolean isStopped() {
        return failure.get() != null;
    }

    /**
     * What they give, in their order.
     *
     * @throws RegistryException the failure that came first: those that it led to say nothing new
     */
    public <T> List<T> all(List<Task<T>> tasks) throws RegistryException {
        List<Future<T>> futures = new ArrayList<>();
        for (Task<T> task : tasks) {
            futures.add(pool.submit(() -> {
                try {
                    return isStopped() ? null : task.run();
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                    throw e;
                }
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException told) {
                results.add(null); // by its first failure, below
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while copying", e);
            }
        }
        if (failure.get() instanceof RegistryException registry) {
            throw registry;
        }
        if (isStopped()) {
            throw new IllegalStateException(failure.get());
        }
        return results;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "copy");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
