package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One of many images of a repository that share documents: what was read by its digest is kept for the others, up to a
 * size.
 */
public final class SharedSource implements Source {
    /** What images of one repository have read so far. */
    public static final class Shelf {
        private static final long LARGEST = 24 << 20;

        private final Map<Digest, Document> documents = new LinkedHashMap<>(16, 0.75f, true);
        private final Map<Digest, Presence> blobs = new LinkedHashMap<>();
        private long bytes;

        private synchronized Optional<Document> get(Digest digest) {
            return Optional.ofNullable(documents.get(digest));
        }

        private synchronized void put(Document document) {
            if (documents.put(document.digest(), document) == null) {
                bytes += document.bytes().length;
            }
            var oldest = documents.entrySet().iterator();
            while (bytes > LARGEST && oldest.hasNext()) {
                bytes -= oldest.next().getValue().bytes().length;
                oldest.remove();
            }
        }

        private synchronized Optional<Presence> presence(Digest digest) {
            return Optional.ofNullable(blobs.get(digest));
        }

        private synchronized void presence(Digest digest, Presence found) {
            blobs.put(digest, found);
        }
    }

    private final Source source;
    private final Shelf shelf;

    public SharedSource(Source source, Shelf shelf) {
        this.source = source;
        this.shelf = shelf;
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

    /** Asked anew: a tag may move. */
    @Override
    public Document root() throws RegistryException {
        Document root = source.root();
        shelf.put(root);
        return root;
    }

    @Override
    public Optional<Digest> current() throws RegistryException {
        return source.current();
    }

    @Override
    public Document manifest(Digest digest) throws RegistryException {
        Optional<Document> kept = shelf.get(digest);
        if (kept.isPresent()) {
            return kept.get();
        }
        Document read = source.manifest(digest);
        shelf.put(read);
        return read;
    }

    @Override
    public Document blob(Descriptor blob, int max) throws RegistryException {
        Optional<Document> kept = shelf.get(blob.digest()).filter(document -> document.bytes().length == blob.size());
        if (kept.isPresent()) {
            return kept.get();
        }
        Document read = source.blob(blob, max);
        shelf.put(read);
        return read;
    }

    @Override
    public InputStream layer(Descriptor blob) throws RegistryException {
        return source.layer(blob);
    }

    @Override
    public boolean blobExists(Digest digest) throws RegistryException {
        return presence(digest).there();
    }

    @Override
    public Presence presence(Digest digest) throws RegistryException {
        Optional<Presence> kept = shelf.presence(digest);
        if (kept.isPresent()) {
            return kept.get();
        }
        Presence found = source.presence(digest);
        shelf.presence(digest, found);
        return found;
    }

    @Override
    public void close() {
        source.close();
    }
}
