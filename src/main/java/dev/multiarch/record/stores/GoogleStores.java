package dev.multiarch.record.stores;

import dev.multiarch.record.ObjectStore;
import java.util.Map;

/** Makes stores in Google Cloud Storage. What does so needs Google's library, which is in its own jar. */
public interface GoogleStores {
    /**
     * Asks nobody yet.
     *
     * @param environment names the credentials, and {@code STORAGE_EMULATOR_HOST}
     */
    ObjectStore open(StorePlace.Bucket place, Map<String, String> environment);

    /** @throws StoreFailed if the jar is not there */
    static GoogleStores load() throws StoreFailed {
        try {
            Class<?> maker = Class.forName("dev.multiarch.record.google.LibraryStores");
            return (GoogleStores) maker.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new StoreFailed(
                    "gs:// needs Google's library (com.google.cloud:google-cloud-storage), which this program does not"
                            + " have. Fix: run scripts/multiarch, which adds it; with JBang:"
                            + " jbang multiarch-gs@org/multiarch-action COMMAND",
                    e);
        }
    }
}
