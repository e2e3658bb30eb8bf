package dev.multiarch.record.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.it.Stack;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.registry.FaultyProxy;
import dev.multiarch.registry.FaultyRegistry;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code gs://bucket?kms-key=…&user-project=…}: what is sent. */
class GoogleSettingsIT {
    private static final String KEY = "projects/p1/locations/eu/keyRings/r1/cryptoKeys/k1";
    private static final String SETTINGS = "?kms-key=" + KEY + "&user-project=billed-1";

    @BeforeEach
    void require() {
        Stack.require();
    }

    @Test
    void eachRequestNamesTheProjectThatPaysAndEachCreateTheKey() throws Exception {
        String host = Stack.variable("MULTIARCH_IT_GCS").replace("http://", "");
        String place = "gs://" + Buckets.make() + "/some/prefix" + SETTINGS;
        try (var proxy = new FaultyProxy(host)) {
            proxy.spoilNothing();
            ObjectStore store = Buckets.open("http://" + proxy.host(), place);
            assertThat(store.put("p/a/1.json", new byte[] {1})).isTrue();
            assertThat(store.put("p/a/1.json", new byte[] {1})).isFalse(); // and reads what is there
            assertThat(store.get("p/a/1.json")).isPresent();
            assertThat(store.get("p/a/2.json")).isEmpty();
            assertThat(store.list("p/", 10)).containsExactly("p/a/1.json");
            assertThat(store.folders("")).containsExactly("p");
            assertThat(store.delete("p/a/1.json")).isTrue();

            List<String> lines = proxy.lines();
            assertThat(lines).hasSize(8).allSatisfy(line -> assertThat(line).contains("userProject=billed-1"));
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("POST "))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(URLDecoder.decode(line, StandardCharsets.UTF_8))
                            .contains("kmsKeyName=" + KEY, "ifGenerationMatch=0"));
            assertThat(lines)
                    .filteredOn(line -> !line.startsWith("POST "))
                    .allSatisfy(line -> assertThat(line).doesNotContain("kmsKeyName"));
        }
    }

    @Test
    void furtherPagesOfAListNameTheProjectToo() throws Exception {
        String page = "{'kind': 'storage#objects', %s'items': [{'bucket': 'b1b', 'name': 'p/%s.json'}]}";
        try (FaultyRegistry google = FaultyRegistry.start()) {
            google.otherwise(request -> GoogleStandIn.json(
                    request.target().contains("pageToken=")
                            ? page.formatted("", "2")
                            : page.formatted("'nextPageToken': 't', ", "1")));
            assertThat(Buckets.open("http://" + google.host(), "gs://b1b" + SETTINGS)
                            .list("", 10))
                    .containsExactly("p/1.json", "p/2.json");
            assertThat(google.lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).contains("userProject=billed-1"));
        }
    }
}
