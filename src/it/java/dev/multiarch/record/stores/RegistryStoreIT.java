package dev.multiarch.record.stores;

import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.StoreContract;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.settings.RegistrySettings;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** Records in real registries: distribution's, which has no referrers API, and olareg, which has it. */
class RegistryStoreIT {
    abstract static class InRegistry extends StoreContract {
        private final Registry registry = new Registry(RegistrySettings.of(Map.of(), Set.of()));
        private RegistryStore store;

        abstract String host();

        @BeforeEach
        void start() {
            Stack.require();
            store = new RegistryStore(
                    registry, Reference.parse(host() + "/records-" + UUID.randomUUID()), warning -> {});
        }

        @AfterEach
        void stop() {
            registry.close();
        }

        @Override
        protected ObjectStore store() {
            return store;
        }
    }

    @Nested
    class WithoutReferrers extends InRegistry {
        @Override
        String host() {
            return Stack.variable("MULTIARCH_IT_REGISTRY");
        }
    }

    @Nested
    class WithReferrers extends InRegistry {
        @Override
        String host() {
            return Stack.variable("MULTIARCH_IT_OLAREG");
        }
    }
}
