package dev.multiarch.verify;

import dev.multiarch.image.Descriptor;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.LayerCache;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fetches small layers before their turn comes, many at once: read one after another, each would cost a turn to the
 * registry and next to no work. They are held as they came; nothing of them is decompressed here.
 */
final class LayersAhead implements AutoCloseable {
    private static final long LARGEST = 256 << 10;
    private static final long MOST = 8 << 20;
    private static final int MOST_AT_ONCE = 8;

    /** What a layer counts at least: one that is said to be empty takes room, too. */
    private static final long SMALLEST = 1024;

    private final Source source;
    private final Optional<LayerCache> cache;
    private final Map<String, Future<Held>> asked = new HashMap<>();
    private final ExecutorService pool;
    private long left = MOST;

    /** What came, and how it ended: with the last byte, or with what the next read is to fail with. */
    private static final class Held extends InputStream {
        private final ByteArrayInputStream bytes;
        private final Optional<IOException> end;

        Held(byte[] bytes, Optional<IOException> end) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = bytes.read(into, offset, length);
            if (count < 0 && end.isPresent()) {
                throw end.get();
            }
            return count;
        }
    }

    LayersAhead(Source source, Optional<LayerCache> cache) {
        this.source = source;
        this.cache = cache;
        this.pool = Executors.newFixedThreadPool(MOST_AT_ONCE, LayersAhead::daemon);
    }

    /** @return whether none of them is left to be asked for; one that is in the cache need not be */
    synchronized boolean ask(List<Descriptor> layers) {
        boolean all = true;
        for (Descriptor layer : layers) {
            boolean small =
                    layer.size() <= Math.min(LARGEST, left) && layer.elsewhere().isEmpty();
            boolean known = asked.containsKey(name(layer))
                    || cache.filter(c -> c.has(layer)).isPresent();
            if (small && !known && !source.isLocal()) {
                left -= Math.max(layer.size(), SMALLEST);
                asked.put(name(layer), pool.submit(() -> fetch(layer)));
            }
            all &= small || known;
        }
        return all;
    }

    /** As a document first, which may go out behind others; what is wrong with it is said in the words for layers. */
    private Held fetch(Descriptor layer) throws RegistryException, IOException {
        try {
            return new Held(source.blob(layer, (int) LARGEST).bytes(), Optional.empty());
        } catch (RegistryException e) {
            return stream(layer);
        }
    }

    private Held stream(Descriptor layer) throws RegistryException, IOException {
        var bytes = new ByteArrayOutputStream((int) layer.size());
        try (InputStream in = source.layer(layer)) {
            in.transferTo(bytes); // which fails where there is more than the descriptor says
            return new Held(bytes.toByteArray(), Optional.empty());
        } catch (IOException e) {
            return new Held(bytes.toByteArray(), Optional.of(e));
        }
    }

    /** As {@link Source#layer}. */
    InputStream open(Descriptor layer) throws RegistryException {
        Optional<Future<Held>> held = take(layer);
        if (held.isEmpty()) {
            return source.layer(layer);
        }
        try {
            return held.get().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while reading " + layer.digest());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RegistryException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** What was read is not held any longer. */
    private synchronized Optional<Future<Held>> take(Descriptor layer) {
        return Optional.ofNullable(asked.remove(name(layer)));
    }

    /** One blob may be named with two sizes, one of which is wrong. */
    private static String name(Descriptor layer) {
        return layer.digest() + " " + layer.size();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "layers ahead");
        thread.setDaemon(true);
        return thread;
    }
}
