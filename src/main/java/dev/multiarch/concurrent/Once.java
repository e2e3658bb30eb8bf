package dev.multiarch.concurrent;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Does each piece of work once: the first caller does it, the others wait for the result, and later ones find it. */
public final class Once<K, V> {
    private final Map<K, V> results = new ConcurrentHashMap<>();
    private final InFlight<K, V> running = new InFlight<>();

    /** @param work never asks for the same key again; its result is not null */
    public V get(K key, Supplier<V> work) {
        V known = results.get(key);
        return known != null ? known : running.get(key, () -> done(key, work));
    }

    /** What was done already. */
    public Optional<V> known(K key) {
        return Optional.ofNullable(results.get(key));
    }

    /** Another call may have ended between the look and this one. */
    private V done(K key, Supplier<V> work) {
        V known = results.get(key);
        if (known != null) {
            return known;
        }
        V made = work.get();
        results.put(key, made);
        return made;
    }
}
