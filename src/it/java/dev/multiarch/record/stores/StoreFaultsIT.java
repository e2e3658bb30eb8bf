package dev.multiarch.record.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.concurrent.AtOnce;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two legs write while a merge reads, and each of their requests fails in turn, in each way: a record whose writer was not
 * refused is there and whole, none is there twice, a message names the store, and calling again completes it.
 */
class StoreFaultsIT {
    /** Rounds mostly wait. */
    private static final int AT_ONCE = 12;

    private static final Duration USUAL = Duration.ofMinutes(2);

    /** For rounds that wait in vain for an answer. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final List<BuildRecord> RECORDS =
            List.of(Example.built("p", "linux/arm64", 1), Example.built("p", "linux/amd64", 1));

    /** Where the records are. */
    enum Part {
        MULTIARCH_IT_GCS,
        MULTIARCH_IT_REGISTRY,
        MULTIARCH_IT_OLAREG;

        String host() {
            return Stack.variable(name()).replace("http://", "");
        }

        boolean isGoogle() {
            return this == MULTIARCH_IT_GCS;
        }

        String place() throws Exception {
            return isGoogle() ? Buckets.make() : "records-" + UUID.randomUUID();
        }

        ObjectStore open(String host, String where, Registry registry) throws IOException {
            return isGoogle()
                    ? Buckets.open("http://" + host, "gs://" + where)
                    : new RegistryStore(registry, Reference.parse(host + "/" + where), warning -> {});
        }

        /** Without those that only Google answers. */
        Set<Fault> faults() {
            Set<Fault> faults = EnumSet.complementOf(EnumSet.of(Fault.WRONG_BYTES));
            if (!isGoogle()) {
                faults.removeAll(EnumSet.of(Fault.NO_BUCKET_404, Fault.PRECONDITION_412));
            }
            return faults;
        }
    }

    private record Round(int request, Fault fault) {}

    private final AtomicInteger injected = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    /** Each fault meets a part of the requests, another part for each fault; a silence that Google's client waits for, one. */
    @ParameterizedTest
    @EnumSource
    void nothingIsLostAndNothingTwice(Part part) throws Exception {
        Stack.require();
        inTurn(part, part.isGoogle() ? 3 : 8, 1);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void nothingIsLostAndNothingTwiceWhicheverRequestFails(Part part) throws Exception {
        Stack.require();
        inTurn(part, 1, Integer.MAX_VALUE);
    }

    private void inTurn(Part part, int step, int silences) throws Exception {
        int requests = round(part, Integer.MAX_VALUE, Fault.ERROR_500);
        assertThat(requests).isGreaterThanOrEqualTo(7); // a record and its two names for each leg, and a listing
        List<Round> rounds = new ArrayList<>();
        for (Fault fault : part.faults()) {
            int left = fault == Fault.SILENCE ? silences : Integer.MAX_VALUE;
            for (int n = 1 + fault.ordinal() % step; n <= requests && left > 0; n += step, left--) {
                rounds.add(new Round(n, fault));
            }
        }
        AtOnce.map(rounds, AT_ONCE, one -> round(part, one.request(), one.fault()));
        System.out.println("records in " + part + ": " + injected + " faults injected, " + lost + " records lost");
        assertThat(lost).hasValue(0);
        assertThat(injected).hasValueGreaterThanOrEqualTo(part.faults().size());
    }

    /** @return how many requests it took */
    private int round(Part part, int n, Fault fault) throws Exception {
        String where = part.place();
        List<BuildRecord> kept;
        int requests;
        try (var proxy = new FaultyProxy(part.host());
                var registry = registry(fault == Fault.SILENCE ? SHORT : USUAL)) {
            proxy.spoil(n, fault);
            kept = writtenWhileRead(part.open(proxy.host(), where, registry), where, fault);
            requests = proxy.lines().size();
            injected.addAndGet(n <= requests ? 1 : 0);
        }
        try (var registry = registry(USUAL)) {
            RecordStore store = new RecordStore(part.open(part.host(), where, registry), warning -> {});
            List<BuildRecord> there = store.records("p");
            kept.removeAll(there);
            lost.addAndGet(kept.size());
            assertThat(there).doesNotHaveDuplicates().isSubsetOf(RECORDS);
            for (BuildRecord record : RECORDS) {
                store.put(record);
            }
            assertThat(store.records("p")).containsExactlyInAnyOrderElementsOf(RECORDS);
            assertThat(store.objects().list("", 100)).hasSize(6);
        }
        return requests;
    }

    /** @return the records whose writer was not refused */
    private static List<BuildRecord> writtenWhileRead(ObjectStore objects, String where, Fault fault) throws Exception {
        List<String> warnings = new CopyOnWriteArrayList<>();
        RecordStore store = new RecordStore(objects, warnings::add);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<List<BuildRecord>>> writing = new ArrayList<>();
        for (BuildRecord record : RECORDS) {
            writing.add(threads.submit(() -> {
                store.put(record);
                return List.of(record);
            }));
        }
        Future<List<BuildRecord>> reading = threads.submit(() -> store.records("p"));
        threads.shutdown();
        List<BuildRecord> kept = new ArrayList<>();
        for (int i = 0; i < RECORDS.size(); i++) {
            kept.addAll(result(writing.get(i), where, RECORDS.get(i).key(), fault));
        }
        assertThat(result(reading, where, "p/", fault)).isSubsetOf(RECORDS);
        assertThat(warnings).allSatisfy(warning -> assertThat(warning).contains(where, "is kept"));
        return kept;
    }

    /** Nothing where it was refused. */
    private static List<BuildRecord> result(Future<List<BuildRecord>> running, String where, String object, Fault fault)
            throws Exception {
        try {
            return running.get();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(IOException.class).hasMessageContaining(where);
            if (e.getMessage().contains("gs://")) {
                assertThat(e.getCause()).hasMessageContainingAll(object, "Fix: ");
                if (fault == Fault.FORBIDDEN_403) {
                    // Another account's emulator asks for no credentials, so it has to say how to give some.
                    assertThat(e.getCause()).hasMessageFindingMatch("storage\\.objects\\.(create|get|list)");
                }
            }
            return List.of();
        }
    }

    private static Registry registry(Duration read) {
        var patience = new RegistrySettings.Patience(USUAL, read, USUAL, Duration.ofMillis(1));
        return new Registry(
                new RegistrySettings(Set.of(), Path.of("/nonexistent"), Map.of(), Duration.ofHours(1), patience));
    }
}
