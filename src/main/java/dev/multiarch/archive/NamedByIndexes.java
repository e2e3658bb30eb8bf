package dev.multiarch.archive;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.stores.RegistryStore;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import java.util.List;
import java.util.Optional;
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

    /** @throws RegistryException if any of them can't be read: then nobody knows what it names */
    static NamedByIndexes of(Registry registry, Reference repository) throws RegistryException {
        var named = new NamedByIndexes(registry);
        List<String> tags = registry.tags(repository).stream()
                .filter(tag -> !RegistryStore.isObject(tag))
                .toList();
        AtOnce.map(tags, AT_ONCE, tag -> named.read(repository.withTag(tag), 0));
        return named;
    }

    /** Whether this record, or the image that its leg became, is in any of them. */
    boolean has(BuildRecord record) {
        return records.contains(record.claim().record().toString())
                || record.digest().filter(images::contains).isPresent()
                || record.leg().filter(images::contains).isPresent();
    }

    private Optional<Digest> read(Reference reference, int depth) throws RegistryException {
        Optional<Digest> known = reference.digest().filter(read::contains);
        if (known.isPresent()) {
            return known;
        }
        Document document = registry.manifest(reference);
        images.add(document.digest());
        if (read.add(document.digest()) && MediaTypes.isIndex(document.mediaType())) {
            Index index = Index.parse(document.bytes(), reference.toString());
            for (Descriptor entry : index.manifests()) {
                images.add(entry.digest());
                BuildFacts.recordIn(entry.annotations()).ifPresent(records::add);
                if (MediaTypes.isIndex(entry.mediaType()) && depth < DEEPEST) {
                    read(reference.with(entry.digest()), depth + 1);
                }
            }
        }
        return Optional.of(document.digest());
    }
}
