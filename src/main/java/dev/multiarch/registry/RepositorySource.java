package dev.multiarch.registry;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** What a reference names; the registry outlives it. */
final class RepositorySource implements Source {
    private final Registry registry;
    private final Reference reference;
    private final AtomicReference<Future<Document>> begun = new AtomicReference<>();

    RepositorySource(Registry registry, Reference reference) {
        this.registry = registry;
        this.reference = reference;
    }

    @Override
    public String name() {
        return reference.toString();
    }

    @Override
    public String place() {
        return "the registry";
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    @Override
    public void begin() {
        begun.set(AtOnce.begin("root", () -> registry.manifest(reference)));
    }

    @Override
    public Document root() throws RegistryException {
        Future<Document> reading = begun.getAndSet(null);
        return reading == null ? registry.manifest(reference) : AtOnce.<Document, RegistryException>result(reading);
    }

    @Override
    public Optional<Digest> current(Digest likely) throws RegistryException {
        return reference.digest().isPresent()
                ? reference.digest()
                : registry.resolve(reference.orLatest(), Optional.of(likely));
    }

    @Override
    public Document manifest(Digest digest) throws RegistryException {
        return registry.manifest(reference.with(digest));
    }

    @Override
    public Document blob(Descriptor blob, int max) throws RegistryException {
        return registry.blob(reference, blob, max);
    }

    @Override
    public InputStream layer(Descriptor blob) throws RegistryException {
        return registry.layer(reference, blob);
    }

    @Override
    public Presence presence(Descriptor blob) throws RegistryException {
        return registry.presence(reference, blob);
    }

    @Override
    public void close() {
        // the registry's connections are for the whole command
    }
}
