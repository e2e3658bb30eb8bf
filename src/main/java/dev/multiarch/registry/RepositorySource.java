package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import java.io.InputStream;
import java.util.Optional;

/** What a reference names; the registry outlives it. */
record RepositorySource(Registry registry, Reference reference) implements Source {
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
    public Document root() throws RegistryException {
        return registry.manifest(reference);
    }

    @Override
    public Optional<Digest> current() throws RegistryException {
        return reference.digest().isPresent() ? reference.digest() : registry.resolve(reference.orLatest());
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
