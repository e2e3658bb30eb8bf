package dev.multiarch.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.multiarch.image.Platform;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.Example;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.RecordNames;
import dev.multiarch.record.RecordStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastBuildsTest {
    private static final String IMAGE = "ghcr.io/org/app";
    private static final Platform ARM64 = Platform.parse("linux/arm64");
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    Path folder;

    private Counting objects;
    private RecordStore store;

    /** Writes down each call, and is elsewhere: a folder on this machine is read one record after another. */
    private record Counting(ObjectStore inner, ConcurrentLinkedQueue<String> calls) implements ObjectStore {
        @Override
        public String place() {
            return "counted";
        }

        @Override
        public boolean put(String name, byte[] bytes) throws IOException {
            return inner.put(name, bytes);
        }

        @Override
        public Optional<byte[]> get(String name) throws IOException {
            calls.add("get");
            return inner.get(name);
        }

        @Override
        public List<String> list(String folder, int most) throws IOException {
            calls.add("list " + folder.replaceFirst(".*/(?=[^/]+/$)", "") + " " + most);
            return inner.list(folder, most);
        }

        @Override
        public List<String> folders(String folder) throws IOException {
            calls.add("folders");
            return inner.folders(folder);
        }

        @Override
        public boolean delete(String name) throws IOException {
            return inner.delete(name);
        }
    }

    @BeforeEach
    void open() {
        objects = new Counting(new DirectoryStore(folder.resolve("records")), new ConcurrentLinkedQueue<>());
        store = new RecordStore(objects, warning -> {});
    }

    private static BuildRecord built(String platform, int number, long seconds) {
        BuildRecord record = Example.built("p" + number, platform, 1);
        return Example.taking(record, seconds, START.plus(Duration.ofHours(number)));
    }

    private PastBuilds past(List<Platform> wanted, int last) throws IOException {
        return PastBuilds.of(store, IMAGE, wanted, last, status -> {});
    }

    @Test
    void onePageOfNamesAndOneReadOfEachRecordHoweverManyThereAre() throws IOException {
        for (int i = 0; i < 300; i++) {
            store.put(built("linux/arm64", i, 60 + i));
        }
        store.put(built("linux/amd64", 1, 5));
        objects.calls().clear();

        PastBuilds past = past(List.of(ARM64), 100);

        assertThat(past.builds()).hasSize(100);
        assertThat(past.builds().get(0).time()).isEqualTo(Duration.ofSeconds(359));
        assertThat(past.builds().get(99).time()).isEqualTo(Duration.ofSeconds(260));
        assertThat(objects.calls())
                .hasSize(101)
                .contains("list linux-arm64/ 100")
                .doesNotContain("folders");

        objects.calls().clear();
        assertThat(past(List.of(), 20).builds()).hasSize(21);
        assertThat(objects.calls())
                .hasSize(1 + 2 + 21)
                .contains("folders", "list linux-amd64/ 20", "list linux-arm64/ 20");
    }

    /** What a rule asks for: no more reads than are needed, however many legs are judged. */
    @Test
    void earlierBuildsAreListedOnceAndReadUntilThereAreEnough() throws IOException {
        for (int i = 0; i < 150; i++) {
            BuildRecord record = built("linux/arm64", i, 60);
            store.put(i % 2 == 0 ? Example.natively(record) : record);
        }
        BuildRecord judged = built("linux/arm64", 149, 60);
        objects.calls().clear();
        var earlier = new EarlierBuilds(store, 10);

        assertThat(earlier.before(judged).value().orElseThrow().builds())
                .hasSize(10)
                .allSatisfy(each -> assertThat(each.basis()).isEqualTo("steps"));
        assertThat(objects.calls()).hasSize(1 + 20).contains("list linux-arm64/ 100");
        assertThat(earlier.before(judged).isKnown()).isTrue();
        assertThat(objects.calls()).hasSize(1 + 20);

        objects.calls().clear();
        BuildRecord none = Example.emulatedFor(built("linux/arm64", 20, 60), 1);
        assertThat(new EarlierBuilds(store, 100)
                        .before(none)
                        .value()
                        .orElseThrow()
                        .builds())
                .isEmpty();
        assertThat(new EarlierBuilds(store, 100)
                        .before(judged)
                        .value()
                        .orElseThrow()
                        .builds())
                .hasSize(49);
        assertThat(objects.calls()).hasSize(2 + 99);
    }

    @Test
    void nativeAndEmulatedBuildsArePutNextToEachOther() throws IOException {
        for (int i = 0; i < 4; i++) {
            store.put(built("linux/arm64", i, 1200));
            store.put(Example.natively(built("linux/arm64", 10 + i, 100)));
        }
        BuildRecord failed = Example.taking(Example.failed("f", "linux/arm64", 1), 9999, START);
        store.put(failed);

        PastBuilds past = past(List.of(), 100);

        assertThat(past.legs())
                .extracting(LegTimes::how, leg -> leg.builds().size(), LegTimes::failed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(PastBuild.How.NATIVE, 4, 0),
                        org.assertj.core.groups.Tuple.tuple(PastBuild.How.EMULATED, 4, 1));
        assertThat(past.slowdown(ARM64).orElseThrow()).isCloseTo(12, within(0.001));
        assertThat(past.slowdown(Platform.parse("linux/amd64"))).isEmpty();
        LegTimes emulated = past.legs().get(1);
        assertThat(emulated.time().orElseThrow().median()).isEqualTo(Duration.ofSeconds(1200));
        assertThat(emulated.emulated()).containsOnlyKeys("steps");
        assertThat(emulated.steps()).singleElement().satisfies(step -> {
            assertThat(step.builds()).isEqualTo(4);
            assertThat(step.last().name()).isEqualTo("[3/3] RUN make");
            assertThat(step.last().line()).isEqualTo(4);
        });
        assertThat(past.legs().get(0).emulated()).isEmpty();
    }

    /** Anyone who can write into the store can write these. */
    @Test
    void whatIsNotTheRecordThatItsNameSaysIsNotCounted() throws IOException {
        BuildRecord good = built("linux/arm64", 1, 60);
        store.put(good);
        BuildRecord other = Example.of(built("linux/arm64", 2, 60), "ghcr.io/org/other");
        objects.put(other.key(), other.write());
        String folder = RecordNames.folder(IMAGE, ARM64);
        objects.put(folder + "000000000001.1.p2", "x".getBytes(UTF_8));
        objects.put(folder + "000000000002.1.gone", "x".getBytes(UTF_8));
        objects.put(folder + "000000000003.1.broken", "x".getBytes(UTF_8));
        objects.put("broken/linux-arm64/1.json", "{".getBytes(UTF_8));
        objects.put(folder + "000000000004.1.p1", "twice".getBytes(UTF_8));
        objects.put(folder + "000000000005.1.-bad", "x".getBytes(UTF_8));
        objects.put(folder + "not-a-name", "x".getBytes(UTF_8));

        PastBuilds past = past(List.of(), 100);

        assertThat(past.builds()).extracting(PastBuild::key).containsExactly(good.key());
        assertThat(past.problems())
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem)
                        .isEqualTo("record p2/linux-arm64/1.json: it is of ghcr.io/org/other, not of " + IMAGE))
                .anySatisfy(problem -> assertThat(problem)
                        .isEqualTo("record gone/linux-arm64/1.json: the store has its small name, and not the record"))
                .anySatisfy(problem -> assertThat(problem).startsWith("record broken/linux-arm64/1.json"))
                .anySatisfy(problem -> assertThat(problem).contains("-bad/linux-arm64/1.json"));
    }
}
