package dev.multiarch.record.stores;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.ObjectName;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Referrers;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Objects in a repository of a registry, each an artifact under a separate tag. A record refers to its image manifest, if the
 * image is there, as its {@code subject}.
 *
 * <p>No registry puts a tag only where there is none: one that was there a moment before is seen and stays, and of two writers
 * that put the same name in the same moment the one that finds the other's bytes there is refused. Names that several would
 * write at once need something of their writer in them.
 */
public final class RegistryStore implements ObjectStore {
    private final Registry registry;
    private final Reference repository;
    private final TagName names;
    private final ObjectTags listing;
    private final AtomicBoolean hasConfig = new AtomicBoolean();

    /**
     * @param repository without tag and digest
     * @param warnings gets which tags a listing skipped
     */
    public RegistryStore(Registry registry, Reference repository, Consumer<String> warnings) {
        this(registry, repository, TagName.RECORDS, warnings);
    }

    private RegistryStore(Registry registry, Reference repository, TagName names, Consumer<String> warnings) {
        this.registry = registry;
        this.repository = repository;
        this.names = names;
        this.listing = new ObjectTags(registry, repository, names, new ForeignTags(place(), warnings));
    }

    /** Under tags that begin with {@code multiarch-intent-}, among those of the images. */
    public static RegistryStore ofIntents(Registry registry, Reference repository, Consumer<String> warnings) {
        return new RegistryStore(registry, repository, TagName.INTENTS, warnings);
    }

    /** Whether this tag is spelt like that of an object. Anybody may give such a tag to an image: only what is there shows it. */
    public static boolean isSpeltLikeObject(String tag) {
        return TagName.RECORDS.isObject(tag) || TagName.INTENTS.isObject(tag);
    }

    /** What is asked of the registry. */
    private interface Question<T> {
        T ask() throws RegistryException, IOException;
    }

    @Override
    public String place() {
        return StorePlace.REGISTRY + repository.name();
    }

    @Override
    public boolean put(String name, byte[] bytes) throws IOException {
        Reference tag = tag(name);
        if (isThere(tag, name, bytes)) {
            return false;
        }
        return asking(() -> {
            if (!hasConfig.get()) {
                registry.pusher().blob(repository, RecordArtifact.CONFIG);
                hasConfig.set(true);
            }
            registry.pusher().blob(repository, bytes);
            byte[] manifest = RecordArtifact.write(name, bytes, subject(name, bytes));
            registry.pusher().manifest(tag, MediaTypes.OCI_MANIFEST, manifest);
            if (!isThere(tag, name, bytes)) {
                throw new StoreFailed(place() + ": " + name + " was written and is not there. Fix: try again, and check"
                        + " that nothing removes tags of this repository");
            }
            return true;
        });
    }

    /** @throws FileAlreadyExistsException if other bytes are */
    private boolean isThere(Reference tag, String name, byte[] bytes) throws IOException {
        Optional<RecordArtifact> there = artifact(tag, name);
        if (there.isEmpty()) {
            return false;
        }
        if (there.get()
                .content()
                .digest()
                .sameOf(bytes)
                .equals(there.get().content().digest())) {
            return true;
        }
        throw new FileAlreadyExistsException(place() + "/" + name);
    }

    /** The manifest of the leg's image as it is in the registry now. */
    private Optional<Document> subject(String name, byte[] bytes) {
        if (!RecordStore.isKey(name)) {
            return Optional.empty();
        }
        try {
            BuildRecord record = BuildRecord.read(bytes, name);
            return record.digest().isEmpty() || record.layout().isPresent()
                    ? Optional.empty()
                    : Optional.of(registry.manifest(
                            Reference.parse(record.image()).with(record.digest().get())));
        } catch (FormatException | RegistryException gone) {
            return Optional.empty(); // an image that nobody can read needs no list of what refers to it
        }
    }

    @Override
    public Optional<byte[]> get(String name) throws IOException {
        Reference tag = tag(name);
        Optional<RecordArtifact> there = artifact(tag, name);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        if (there.get().content().size() > LARGEST) {
            throw new FormatException(place() + "/" + name + " is larger than 4 MiB: it is not a record");
        }
        return Optional.of(asking(
                () -> registry.blob(repository, there.get().content(), LARGEST).bytes()));
    }

    private Optional<RecordArtifact> artifact(Reference tag, String name) throws IOException {
        Optional<RecordArtifact> found = manifest(tag).map(document -> RecordArtifact.read(document, tag.toString()));
        found.ifPresent(artifact -> requireNamed(tag, name, artifact));
        return found;
    }

    private static void requireNamed(Reference tag, String name, RecordArtifact found) {
        if (!found.name().equals(name)) {
            throw new FormatException(
                    tag + " says that it is \"" + found.name() + "\", not " + name + ". Fix: remove this tag");
        }
    }

    private Optional<Document> manifest(Reference tag) throws IOException {
        return asking(() -> ObjectTags.manifest(registry, tag));
    }

    @Override
    public List<String> list(String folder, int most) throws IOException {
        try {
            return listing.of(ObjectName.checkedFolder(folder), most);
        } catch (RegistryException e) {
            throw failed(e);
        }
    }

    @Override
    public boolean delete(String name) throws IOException {
        Reference tag = tag(name);
        Optional<Document> there = manifest(tag);
        if (there.isEmpty()) {
            return false;
        }
        requireNamed(tag, name, RecordArtifact.read(there.get(), tag.toString()));
        Digest digest = there.get().digest();
        try {
            return registry.pusher().delete(repository.with(digest));
        } catch (RegistryException e) {
            throw e.kind() != Kind.REFUSED
                    ? failed(e)
                    : new StoreFailed(
                            place() + ": " + name + " stays, as " + repository.registry()
                                    + " does not remove manifests: " + e.getMessage(),
                            e);
        }
    }

    /** By the referrers API; a registry without it has a list that others write, and may lose what several write at once. */
    @Override
    public List<String> about(Digest image) throws IOException {
        try {
            Referrers.Listed listed = new Referrers(registry).of(repository.with(image));
            return !listed.byApi()
                    ? List.of()
                    : listed.entries().stream()
                            .flatMap(entry -> RecordArtifact.name(entry).stream())
                            .filter(RecordStore::isKey)
                            .toList();
        } catch (RegistryException e) {
            throw failed(e);
        }
    }

    private Reference tag(String name) {
        return repository.withTag(names.of(ObjectName.checked(name)));
    }

    private <T> T asking(Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (RegistryException e) {
            throw failed(e);
        }
    }

    private StoreFailed failed(RegistryException e) {
        return new StoreFailed("the store of records " + place() + ": " + e.getMessage(), e);
    }
}
