package dev.multiarch.record.stores;

import dev.multiarch.it.Stack;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.StoreContract;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** Records in fake-gcs-server, through Google's own library. */
class GoogleStoreIT extends StoreContract {
    private ObjectStore store;

    @BeforeEach
    void bucket() throws Exception {
        Stack.require();
        String host = Stack.variable("MULTIARCH_IT_GCS");
        String bucket = "records-" + UUID.randomUUID();
        HttpRequest make = HttpRequest.newBuilder(URI.create(host + "/storage/v1/b?project=p"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"" + bucket + "\"}"))
                .build();
        HttpClient.newHttpClient().send(make, HttpResponse.BodyHandlers.discarding());
        StorePlace place = StorePlace.parse("--records", "gs://" + bucket + "/some/prefix");
        store = new Stores(() -> null, Map.of("STORAGE_EMULATOR_HOST", host)).open(place, Path.of("unused"));
    }

    @Override
    protected ObjectStore store() {
        return store;
    }
}
