package dev.multiarch.step;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * How much memory one call may spend on documents: indexes, manifests, configs and statements, as they are kept after
 * parsing. A small document can name a large one a thousand times, and a few bytes of JSON can take a hundred bytes of
 * memory. What does not fit is not read, and the rules that need it say {@code unknown}.
 *
 * <p>Each subject has a {@link Share}. Many subjects of one call (tags) are judged at the same time: each may use a little,
 * and one of them at a time may use all. So what a subject may use does not depend on what is judged next to it.
 */
public final class MemoryBudget {
    private static final long MOST = 64L << 20;

    /** Of a small heap, what is left for everything else. */
    private static final int PART_OF_HEAP = 4;

    private static final long LITTLE = 2L << 20;

    /** What a value in JSON takes as a Java object: an entry of a map, its key, its value. */
    private static final int BYTES_A_VALUE = 64;

    private final long most;
    private final Semaphore rest = new Semaphore(1);

    public MemoryBudget() {
        this(Math.min(MOST, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    MemoryBudget(long most) {
        this.most = most;
    }

    public Share share() {
        return new Share();
    }

    /** An upper bound for what this JSON takes after parsing, in bytes. */
    static long weight(byte[] json) {
        long marks = 0;
        for (byte b : json) {
            marks += b == ',' || b == ':' || b == '{' || b == '[' ? 1 : 0;
        }
        return json.length + BYTES_A_VALUE * marks;
    }

    /** What one subject uses; closed once it is judged. */
    public final class Share implements AutoCloseable {
        private long taken;
        private boolean large;

        private Share() {}

        /** Why a document of this size can't be read any more, before anybody fetches it. */
        public synchronized Optional<String> refusal(long size) {
            return size > most - taken ? Optional.of(refused()) : Optional.empty();
        }

        /** Why this document can't be parsed; where it can, its weight is taken. May wait for other subjects. */
        public synchronized Optional<String> take(byte[] json) {
            long weight = weight(json);
            if (weight > most - taken) {
                return Optional.of(refused());
            }
            if (!large && taken + weight > LITTLE) {
                rest.acquireUninterruptibly();
                large = true;
            }
            taken += weight;
            return Optional.empty();
        }

        private String refused() {
            return "its documents need more than " + (most >> 20) + " MiB of memory, the limit of one call,"
                    + " and this one was not read";
        }

        @Override
        public synchronized void close() {
            if (large) {
                rest.release();
            }
            large = false;
            taken = 0;
        }
    }
}
