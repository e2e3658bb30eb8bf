package dev.multiarch.registry.auth;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets one of many requests be the first at a host. The others share its connection then, rather than shake hands each, and
 * carry what it was challenged for.
 */
final class FirstContact {
    private static final long PATIENCE = 1_000;

    private final Map<String, CountDownLatch> met = new ConcurrentHashMap<>();

    /**
     * Whether this one is the first, and has to say when it is {@link #over}. The others wait for that; when one has waited for
     * a second, none does any more.
     */
    boolean isFirst(String host) {
        CountDownLatch other = met.putIfAbsent(host, new CountDownLatch(1));
        if (other == null) {
            return true;
        }
        try {
            if (!other.await(PATIENCE, TimeUnit.MILLISECONDS)) {
                over(host);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    void over(String host) {
        met.get(host).countDown();
    }
}
