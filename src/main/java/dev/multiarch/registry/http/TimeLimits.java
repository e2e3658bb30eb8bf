package dev.multiarch.registry.http;

import java.time.Duration;

/**
 * How long an exchange may take.
 *
 * @param connect to look up a name, and to connect to one address
 * @param read from one packet to the next
 * @param whole from the first look-up to the last byte of the body
 */
public record TimeLimits(Duration connect, Duration read, Duration whole) {
    static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }
}
