package dev.multiarch.record.google;

import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.stores.GoogleStores;
import dev.multiarch.record.stores.StorePlace;
import java.util.Map;

/** Loaded by its name alone, so that nobody else needs Google's library. */
public final class LibraryStores implements GoogleStores {
    @Override
    public ObjectStore open(StorePlace.Bucket place, Map<String, String> environment) {
        return new GoogleStore(place, new Client(place, environment), new Attempts());
    }
}
