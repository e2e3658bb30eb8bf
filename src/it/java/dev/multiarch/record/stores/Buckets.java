package dev.multiarch.record.stores;

import dev.multiarch.it.Stack;
import dev.multiarch.record.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** Buckets in fake-gcs-server. */
public final class Buckets {
    private Buckets() {}

    /** Makes one. */
    public static String make() throws IOException, InterruptedException {
        String bucket = "records-" + UUID.randomUUID();
        HttpRequest make = HttpRequest.newBuilder(
                        URI.create(Stack.variable("MULTIARCH_IT_GCS") + "/storage/v1/b?project=p"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"" + bucket + "\"}"))
                .build();
        HttpClient.newHttpClient().send(make, HttpResponse.BodyHandlers.discarding());
        return bucket;
    }

    /** Through Google's own library. */
    static ObjectStore open(String host, String place) throws IOException {
        return new Stores(() -> null, Map.of("STORAGE_EMULATOR_HOST", host), warning -> {})
                .open(StorePlace.parse("--records", place), Path.of("unused"));
    }
}
