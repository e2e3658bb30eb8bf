package dev.multiarch.registry.http;

/**
 * What one server's answers and connections take, as far as this client has seen: whether a request had better wait behind
 * others, or for a separate connection. In nanoseconds; negative where it is not known.
 */
final class Pace {
    private static final int WEIGHT = 4;

    private long trip = -1;
    private long opening = -1;
    private long service = -1;
    private boolean seen;

    /**
     * @param connecting what the first address took, which is one turn
     * @param whole with tunnel and TLS
     */
    void opened(long connecting, long whole) {
        trip = trip < 0 ? connecting : Math.min(trip, connecting);
        opening = opening < 0 ? whole : Math.min(opening, whole);
    }

    /** One request was answered while nothing else was under way on its connection. */
    void answered(long nanos) {
        if (!seen && trip >= 0) {
            long most = Math.max(0, nanos - trip);
            service = service < 0 ? most : Math.min(service, most);
        }
    }

    /** An answer ended so long after the one before it, to a request that had been sent long ago. */
    void followed(long nanos) {
        service = seen ? service + (nanos - service) / WEIGHT : nanos;
        seen = true;
    }

    /** Of a further connection; 0 where none was opened yet. */
    long opening() {
        return Math.max(0, opening);
    }

    /**
     * Whether to send something where others may follow; where a connection costs nothing nobody waits.
     *
     * @param ahead how many answers come before
     */
    boolean paysToWait(int ahead) {
        return opening > 0 && service >= 0 && ahead * service <= opening;
    }
}
