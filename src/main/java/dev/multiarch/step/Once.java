package dev.multiarch.step;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Does each piece of work once: who comes first does it, the others wait for the result. The work runs outside of the
 * map's locks, so that a slow registry holds up nobody who asks for something else.
 */
public final class Once<K, V> {
    private final Map<K, CompletableFuture<V>> results = new ConcurrentHashMap<>();

    /** @param work never asks for the same key again */
    public V get(K key, Supplier<V> work) {
        var mine = new CompletableFuture<V>();
        CompletableFuture<V> first = results.putIfAbsent(key, mine);
        if (first != null) {
            return first.join();
        }
        try {
            mine.complete(work.get());
        } catch (RuntimeException | Error fault) {
            mine.completeExceptionally(fault);
            throw fault;
        }
        return mine.join();
    }
}
