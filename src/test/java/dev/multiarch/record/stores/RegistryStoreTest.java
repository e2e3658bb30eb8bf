package dev.multiarch.record.stores;

import dev.multiarch.image.Reference;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.StoreContract;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.settings.RegistrySettings;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class RegistryStoreTest extends StoreContract {
    private EmbeddedRegistry embedded;
    private Registry registry;
    private RegistryStore store;

    @BeforeEach
    void start() throws Exception {
        embedded = EmbeddedRegistry.start();
        registry = new Registry(RegistrySettings.of(Map.of(), Set.of()));
        store = new RegistryStore(registry, Reference.parse(embedded.host() + "/org/records"), warning -> {});
    }

    @AfterEach
    void stop() {
        registry.close();
        embedded.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }
}
