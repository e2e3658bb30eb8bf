package dev.multiarch.record.google;

import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.multiarch.record.stores.StoreFailed;
import dev.multiarch.record.stores.StorePlace;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * Google's client, made with the first request: application-default credentials (a file that GOOGLE_APPLICATION_CREDENTIALS
 * names, workload identity among them; gcloud's; the machine's own), or none, with which public buckets can be read.
 */
final class Client {
    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";
    private static final int CONNECT = 10_000;
    private static final int READ = 30_000;

    private final StorePlace.Bucket place;
    private final Map<String, String> environment;
    private Storage storage;
    private boolean anonymous;

    Client(StorePlace.Bucket place, Map<String, String> environment) {
        this.place = place;
        this.environment = environment;
    }

    /** @throws StoreFailed if the credentials that are named can't be used */
    synchronized Storage get() throws StoreFailed {
        if (storage == null) {
            storage = make();
        }
        return storage;
    }

    /** Whether there are no credentials. */
    synchronized boolean isAnonymous() {
        return anonymous;
    }

    /** Of the library's own attempts there is one: ours are counted, and wait as the service asks for it. */
    private Storage make() throws StoreFailed {
        String emulator = environment.getOrDefault("STORAGE_EMULATOR_HOST", "");
        StorageOptions.Builder options = StorageOptions.http()
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout(CONNECT)
                        .setReadTimeout(READ)
                        .build())
                .setHeaderProvider(FixedHeaderProvider.create("user-agent", "multiarch-action"))
                .setRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build());
        if (!emulator.isEmpty()) {
            String host = emulator.contains("://") ? emulator : "http://" + emulator;
            options.setHost(host).setProjectId("emulator");
            anonymous = !named() || !isSafe(host);
        }
        options.setCredentials(anonymous ? NoCredentials.getInstance() : credentials());
        return options.build().getService();
    }

    private boolean named() {
        return !environment.getOrDefault("GOOGLE_APPLICATION_CREDENTIALS", "").isEmpty();
    }

    /** Whether a token may go there. */
    private static boolean isSafe(String host) {
        try {
            URI uri = URI.create(host);
            return "https".equals(uri.getScheme())
                    || String.valueOf(uri.getHost()).matches("127\\..*|localhost|\\[::1]");
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private Credentials credentials() throws StoreFailed {
        try {
            return GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
        } catch (IOException e) {
            if (named()) {
                throw new StoreFailed(
                        place.text() + ": the credentials that GOOGLE_APPLICATION_CREDENTIALS names can't be used: "
                                + Attempts.oneLine(e.getMessage()) + ". Fix: name the file of a service account or of"
                                + " a workload identity, as google-github-actions/auth writes it",
                        e);
            }
            anonymous = true;
            return NoCredentials.getInstance();
        }
    }
}
