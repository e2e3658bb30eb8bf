package dev.multiarch.step;

import dev.multiarch.concurrent.Once;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.text.FormatException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks which images the names of base images lead to: each once, by one request, however many legs are built on it. */
public final class BaseLookup {
    /** Names come from records and Dockerfiles, and a registry's operator looks at who asks for thousands. */
    private static final int MOST = 1_000;

    private final Registry registry;
    private final Once<Reference, Fact<BaseNow>> asked = new Once<>();
    private final AtomicInteger count = new AtomicInteger();

    public BaseLookup(Registry registry) {
        this.registry = registry;
    }

    public Fact<BaseNow> now(Reference name) {
        return asked.get(name.orLatest(), () -> ask(name.orLatest()));
    }

    private Fact<BaseNow> ask(Reference name) {
        if (count.incrementAndGet() > MOST) {
            return Fact.unknown("more than " + MOST + " base images are named, and the others are not asked for");
        }
        try {
            Document document = registry.manifest(name);
            JsonObject json = Json.read(document.bytes(), "base image " + name);
            return Fact.known(
                    BaseNow.of(
                            document.digest(), Index.isIndex(json) ? Optional.of(Index.read(json)) : Optional.empty()),
                    FactSource.REGISTRY);
        } catch (RegistryException | FormatException e) {
            return Fact.unknown(e.getMessage());
        }
    }
}
