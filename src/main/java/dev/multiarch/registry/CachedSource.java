package dev.multiarch.registry;

import dev.multiarch.concurrent.InFlight;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.registry.request.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One of many images of a repository that share documents: what was read by its digest is kept for the others, up to a
 * size.
 */
public final class CachedSource implements Source {
    /** What images of one repository have read so far. */
    public static final class Cache {
        private static final long LARGEST = 24 << 20;
        private static final int MOST_BLOBS = 100_000;

        private final Map<Digest, Document> documents = new LinkedHashMap<>(16, 0.75f, true);
        private final Map<Digest, Presence> blobs = new LinkedHashMap<>();
        private final InFlight<String, Object> asked = new InFlight<>();
        private final long largest;
        private long bytes;

        public Cache() {
            this(LARGEST);
        }

        private Cache(long largest) {
            this.largest = largest;
        }

        /** One of so many repositories at once, which share what one alone may keep. */
        public static Cache oneOf(int count) {
            return new Cache(LARGEST / Math.max(1, count));
        }

        public synchronized Optional<Document> get(Digest digest) {
            return Optional.ofNullable(documents.get(digest));
        }

        /** What is there for certain, as it was pushed there. */
        public synchronized void put(Document document) {
            if (documents.put(document.digest(), document) == null) {
                bytes += document.bytes().length;
            }
            var oldest = documents.entrySet().iterator();
            while (bytes > largest && oldest.hasNext()) {
                bytes -= oldest.next().getValue().bytes().length;
                oldest.remove();
            }
        }

        private synchronized Optional<Presence> presence(Digest digest) {
            return Optional.ofNullable(blobs.get(digest));
        }

        private synchronized void presence(Digest digest, Presence found) {
            blobs.put(digest, found);
            if (blobs.size() > MOST_BLOBS) {
                blobs.remove(blobs.keySet().iterator().next());
            }
        }

        /**
         * Asks once for all who want to know at the same time; the others wait for the answer.
         *
         * @param kept what an earlier call was answered, if it is still there
         */
        private <T> T once(
                String what, Class<T> type, Supplier<Optional<T>> kept, InFlight.Finding<T, RegistryException> asking)
                throws RegistryException {
            InFlight.Finding<Object, RegistryException> finding = () -> {
                Optional<T> known = kept.get();
                return known.isPresent() ? known.get() : asking.find();
            };
            return type.cast(asked.get(what, finding));
        }
    }

    private final Source source;
    private final Cache cache;

    public CachedSource(Source source, Cache cache) {
        this.source = source;
        this.cache = cache;
    }

    @Override
    public Optional<Path> folder() {
        return source.folder();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public String place() {
        return source.place();
    }

    @Override
    public boolean isLocal() {
        return source.isLocal();
    }

    /** Asked again: a tag may move. */
    @Override
    public Document root() throws RegistryException {
        Document root = source.root();
        cache.put(root);
        return root;
    }

    @Override
    public Optional<Digest> current(Digest likely) throws RegistryException {
        return source.current(likely);
    }

    @Override
    public Document manifest(Digest digest) throws RegistryException {
        return cache.once("manifest " + digest, Document.class, () -> cache.get(digest), () -> {
            Document read = source.manifest(digest);
            cache.put(read);
            return read;
        });
    }

    @Override
    public Document blob(Descriptor blob, int max) throws RegistryException {
        String what = "blob " + blob.digest() + " " + blob.size() + " " + max;
        return cache.once(what, Document.class, () -> kept(blob), () -> {
            Document read = source.blob(blob, max);
            cache.put(read);
            return read;
        });
    }

    private Optional<Document> kept(Descriptor blob) {
        return cache.get(blob.digest()).filter(document -> document.bytes().length == blob.size());
    }

    @Override
    public InputStream layer(Descriptor blob) throws RegistryException {
        Optional<Document> kept = kept(blob);
        return kept.isPresent() ? new ByteArrayInputStream(kept.get().bytes()) : source.layer(blob);
    }

    @Override
    public Presence presence(Descriptor blob) throws RegistryException {
        Digest digest = blob.digest();
        return cache.once("whether " + digest, Presence.class, () -> cache.presence(digest), () -> {
            Presence found = source.presence(blob);
            cache.presence(digest, found);
            return found;
        });
    }

    @Override
    public void close() {
        source.close();
    }
}
