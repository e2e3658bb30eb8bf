package dev.multiarch.archive;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the images under the tags of a repository name: digests of build records, and of images that records are of. */
final class NamedByIndexes {
    private static final int AT_ONCE = 16;
    private static final int DEEPEST = 3;

    private final Registry registry;
    private final Set<String> records = ConcurrentHashMap.newKeySet();
    private final Set<Digest> images = ConcurrentHashMap.newKeySet();
    private final Set<Digest> read = ConcurrentHashMap.newKeySet();

    private NamedByIndexes(Registry registry) {
        this.registry = registry;
    }

    /**
     * Reads what is under tags that are spelt like those of records too: anybody may give such a tag to an image.
     *
     * @throws RegistryException if any of them can't be read: then nobody knows what it names
     */
    static NamedByIndexes of(Registry registry, Reference repository) throws RegistryException {
        var named = new NamedByIndexes(registry);
        AtOnce.map(registry.tags(repository), AT_ONCE, tag -> named.under(repository.withTag(tag)));
        return named;
    }

    /** A tag that went since the list was read names nothing. */
    private boolean under(Reference tag) throws RegistryException {
        Document document;
        try {
            document = registry.manifest(tag);
        } catch (RegistryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
        look(tag, document, 0);
        return true;
    }

    /** Whether this record, or the image that its leg became, is in any of them. */
    boolean has(BuildRecord record) {
        return records.contains(record.claim().record().toString())
                || record.digest().filter(images::contains).isPresent()
                || record.leg().filter(images::contains).isPresent();
    }

    private void look(Reference reference, Document document, int depth) throws RegistryException {
        images.add(document.digest());
        if (!read.add(document.digest()) || !MediaTypes.isIndex(document.mediaType())) {
            return;
        }
        Index index = Index.parse(document.bytes(), reference.toString());
        for (Descriptor entry : index.manifests()) {
            images.add(entry.digest());
            BuildFacts.recordIn(entry.annotations()).ifPresent(records::add);
            if (MediaTypes.isIndex(entry.mediaType()) && depth < DEEPEST && !read.contains(entry.digest())) {
                Reference nested = reference.with(entry.digest());
                look(nested, registry.manifest(nested), depth + 1);
            }
        }
    }
}
