package dev.multiarch.record.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.Example;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.FaultyProxy;
import dev.multiarch.registry.FaultyProxy.Fault;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.settings.RegistrySettings;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two legs write while a merge reads, and each of their requests fails in turn, in each way: a record whose writer was not
 * refused is there and whole, none is there twice, a message names the store, and calling again completes it.
 */
class StoreFaultsIT {
    private static final List<Fault> FAULTS = List.of(
            Fault.ERROR_500,
            Fault.DOWN_503,
            Fault.BUSY_429,
            Fault.RESET_BEFORE,
            Fault.ANSWER_LOST,
            Fault.HALF_BODY,
            Fault.UNAUTHORIZED_401);

    private int injected;
    private int lost;

    @ParameterizedTest
    @ValueSource(strings = {"MULTIARCH_IT_GCS", "MULTIARCH_IT_REGISTRY", "MULTIARCH_IT_OLAREG"})
    void nothingIsLostAndNothingTwice(String part) throws Exception {
        Stack.require();
        String host = Stack.variable(part).replace("http://", "");
        int requests = round(host, part, Integer.MAX_VALUE, Fault.ERROR_500);
        assertThat(requests).isGreaterThanOrEqualTo(7); // a record and its two names for each leg, and a listing
        for (Fault fault : FAULTS) {
            // A registry takes some 40 requests, each with its waits: every third, another third for each fault.
            int step = requests < 10 ? 1 : 3;
            for (int n = 1 + FAULTS.indexOf(fault) % step; n <= requests; n += step) {
                round(host, part, n, fault);
            }
        }
        System.out.println("records in " + part + ": " + injected + " faults injected, " + lost + " records lost");
        assertThat(lost).isZero();
    }

    /** @return how many requests a round takes that nothing disturbs */
    private int round(String host, String part, int n, Fault fault) throws Exception {
        String where = part.equals("MULTIARCH_IT_GCS") ? Buckets.make() : "records-" + UUID.randomUUID();
        List<BuildRecord> records =
                List.of(Example.built("p", "linux/arm64", 1), Example.built("p", "linux/amd64", 1));
        int requests;
        List<BuildRecord> kept = new ArrayList<>();
        try (var proxy = new FaultyProxy(host);
                var registry = registry()) {
            RecordStore spoilt = new RecordStore(objects(part, proxy.host(), where, registry), warning -> {});
            proxy.spoil(n, fault);
            ExecutorService threads = Executors.newFixedThreadPool(3);
            List<Future<BuildRecord>> writing = new ArrayList<>();
            records.forEach(record -> writing.add(threads.submit(() -> {
                spoilt.put(record);
                return record;
            })));
            Future<Integer> reading = threads.submit(() -> spoilt.records("p").size());
            for (Future<BuildRecord> each : writing) {
                kept.addAll(result(each, where).stream().toList());
            }
            result(reading, where);
            threads.shutdown();
            requests = proxy.lines().size();
            injected += n <= requests ? 1 : 0;
        }
        try (var registry = registry()) {
            RecordStore store = new RecordStore(objects(part, host, where, registry), warning -> {});
            List<BuildRecord> there = store.records("p");
            lost += (int) kept.stream().filter(record -> !there.contains(record)).count();
            assertThat(there).doesNotHaveDuplicates().isSubsetOf(records);
            for (BuildRecord record : records) {
                store.put(record);
            }
            assertThat(store.records("p")).containsExactlyInAnyOrderElementsOf(records);
            assertThat(store.objects().list("", 100)).hasSize(6);
        }
        return requests;
    }

    private static List<BuildRecord> result(Future<?> running, String where) throws Exception {
        try {
            return running.get() instanceof BuildRecord record ? List.of(record) : List.of();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(IOException.class).hasMessageContaining(where);
            return List.of();
        }
    }

    private static Registry registry() {
        return new Registry(RegistrySettings.of(Map.of(), Set.of()));
    }

    private static ObjectStore objects(String part, String host, String where, Registry registry) throws IOException {
        return part.equals("MULTIARCH_IT_GCS")
                ? Buckets.open(URI.create("http://" + host).toString(), "gs://" + where)
                : new RegistryStore(registry, Reference.parse(host + "/" + where));
    }
}
