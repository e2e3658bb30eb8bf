package dev.multiarch.record.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.archive.CopyRecords;
import dev.multiarch.archive.Selection;
import dev.multiarch.archive.StoredRecords;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.Example;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.settings.RegistrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder, Google Cloud Storage and two registries: from each to the next, and back to a folder. */
class CopyRecordsIT {
    private static final int PLANS = 12;

    @TempDir
    Path folder;

    @Test
    void theSameRecordsComeBackByteForByte() throws Exception {
        Stack.require();
        RecordStore first = store(new DirectoryStore(folder.resolve("first")));
        for (int plan = 0; plan < PLANS; plan++) {
            for (String platform : new String[] {"linux/amd64", "linux/arm64", "linux/arm/v7"}) {
                BuildRecord record = plan % 4 == 3
                        ? Example.failed("plan-" + plan, platform, 2)
                        : Example.built("plan-" + plan, platform, 1);
                first.put(Example.at(record, "2026-03-0" + (1 + plan % 9) + "T00:00:00Z"));
            }
        }
        try (var registry = new Registry(RegistrySettings.of(Map.of(), Set.of()))) {
            RecordStore google =
                    store(Buckets.open(Stack.variable("MULTIARCH_IT_GCS"), "gs://" + Buckets.make() + "/records"));
            RecordStore without = store(repository(registry, "MULTIARCH_IT_REGISTRY"));
            RecordStore with = store(repository(registry, "MULTIARCH_IT_OLAREG"));
            RecordStore last = store(new DirectoryStore(folder.resolve("last")));
            copy(first, google);
            copy(google, without);
            copy(without, with);
            copy(with, last);
            assertThat(files("last")).hasSize(3 * PLANS * 2 + images(first)).isEqualTo(files("first"));
            assertThat(new CopyRecords(first, google, text -> {})
                            .run(StoredRecords.of(first, Selection.ALL))
                            .copied())
                    .isZero();
        }
    }

    private static int images(RecordStore store) throws IOException {
        return store.objects().list("_image/", 1000).size();
    }

    private static void copy(RecordStore from, RecordStore to) throws IOException {
        CopyRecords.Copied copied = new CopyRecords(from, to, text -> {}).run(StoredRecords.of(from, Selection.ALL));
        assertThat(copied.problems()).isEmpty();
        assertThat(copied.copied()).isEqualTo(3 * PLANS);
    }

    private static ObjectStore repository(Registry registry, String host) {
        return new RegistryStore(
                registry, Reference.parse(Stack.variable(host) + "/records-" + UUID.randomUUID()), warning -> {});
    }

    private static RecordStore store(ObjectStore objects) {
        return new RecordStore(objects, warning -> {
            throw new AssertionError(warning);
        });
    }

    private Map<String, String> files(String name) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path root = folder.resolve(name);
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}
