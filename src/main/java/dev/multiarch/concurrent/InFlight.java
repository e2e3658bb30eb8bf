package dev.multiarch.concurrent;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is being found out at the moment: who asks for the same thing meanwhile gets the same answer or failure, and who
 * asks for another thing waits for nobody. {@code ConcurrentHashMap.computeIfAbsent} would hold a lock that other keys
 * share, for as long as a server likes.
 */
public final class InFlight<K, V> {
    private final Map<K, CompletableFuture<V>> running = new ConcurrentHashMap<>();

    /** Finds it out. */
    public interface Finding<V, E extends Exception> {
        V find() throws E;
    }

    /**
     * Nothing is kept once it is found: that is up to who asks. Where the caller that was finding it is cancelled, one that
     * waits finds it.
     */
    public <E extends Exception> V get(K key, Finding<V, E> finding) throws E {
        var mine = new CompletableFuture<V>();
        CompletableFuture<V> other = running.putIfAbsent(key, mine);
        while (other != null) {
            try {
                return InFlight.<V, E>result(other);
            } catch (CancellationException givenUp) {
                running.remove(key, other);
                other = running.putIfAbsent(key, mine);
            }
        }
        try {
            V found = finding.find();
            mine.complete(found);
            return found;
        } catch (Throwable failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            running.remove(key, mine);
        }
    }

    @SuppressWarnings("unchecked") // all findings of one key throw the same
    private static <V, E extends Exception> V result(CompletableFuture<V> other) throws E {
        try {
            return other.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException || e.getCause() instanceof Error) {
                throw e;
            }
            throw (E) e.getCause();
        }
    }
}
