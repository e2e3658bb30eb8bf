package dev.multiarch.record.stores;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.it.Stack;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.StoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records in fake-gcs-server, through Google's own library. */
class GoogleStoreIT extends StoreContract {
    private ObjectStore store;

    @BeforeEach
    void bucket() throws Exception {
        Stack.require();
        store = Buckets.open(Stack.variable("MULTIARCH_IT_GCS"), "gs://" + Buckets.make() + "/some/prefix");
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void aBucketThatIsMissingIsNamed() throws Exception {
        ObjectStore none = Buckets.open(Stack.variable("MULTIARCH_IT_GCS"), "gs://no-such-bucket/x");

        assertThatThrownBy(() -> none.put("p/a/1.json", new byte[1]))
                .isInstanceOf(StoreFailed.class)
                .hasMessageContainingAll(
                        "gs://no-such-bucket: writing x/p/a/1.json: 404",
                        "Fix: make the bucket: gcloud storage buckets create gs://no-such-bucket");
        assertThatThrownBy(() -> none.list("p/", 10)).hasMessageContaining("gs://no-such-bucket: listing x/p/: 404");
    }
}
