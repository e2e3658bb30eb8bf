package dev.multiarch.record.stores;

import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.registry.Registry;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Opens stores.
 *
 * @param registry that of the command, asked for where a store is in one
 * @param warnings gets what a store holds and is not ours
 */
public record Stores(Supplier<Registry> registry, Map<String, String> environment, Consumer<String> warnings) {
    /**
     * @param folder where a folder of records is
     * @throws StoreFailed if the library of this kind is not there
     */
    public ObjectStore open(StorePlace place, Path folder) throws StoreFailed {
        if (place instanceof StorePlace.Repository repository) {
            return new RegistryStore(registry.get(), repository.reference(), warnings);
        }
        return place instanceof StorePlace.Bucket bucket
                ? GoogleStores.load().open(bucket, environment)
                : new DirectoryStore(folder, place.text());
    }
}
