package dev.multiarch.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordStoreTest {
    private static final Platform ARM64 = Platform.parse("linux/arm64");

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private DirectoryStore objects;
    private RecordStore store;

    @BeforeEach
    void store() {
        objects = new DirectoryStore(folder.resolve("records"));
        store = new RecordStore(objects, warnings::add);
    }

    @Test
    void keepsWhatItWasGiven() throws IOException {
        BuildRecord first = Example.built("p", "linux/arm64", 1);
        BuildRecord second = Example.built("p", "linux/amd64", 1);
        BuildRecord third = Example.built("q", "linux/amd64", 1);
        store.put(first);
        store.put(second);
        store.put(third);

        assertThat(store.records("p")).containsExactly(second, first);
        assertThat(store.keys()).containsExactly(second.key(), first.key(), third.key());
        assertThat(store.keys("none")).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aRecordIsWrittenOnce() throws IOException {
        BuildRecord first = Example.built("p", "linux/arm64", 1);
        store.put(first);
        store.put(first);

        assertThatThrownBy(() -> store.put(Example.failed("p", "linux/arm64", 1)))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(store.get(first.key())).isEqualTo(first.write());
    }

    @Test
    void theNewestComeFirst() throws IOException {
        for (int attempt = 1; attempt <= 3; attempt++) {
            store.put(Example.at(Example.built("p", "linux/arm64", attempt), "2026-02-0" + attempt + "T00:00:00Z"));
        }
        store.put(Example.at(Example.failed("q.1", "linux/arm64", 1), "2026-02-02T12:00:00.007Z"));
        store.put(Example.built("p", "linux/amd64", 1));

        assertThat(store.recent("ghcr.io/org/app", ARM64, 3))
                .extracting(RecordNames.Recent::key)
                .containsExactly("p/linux-arm64/3.json", "q.1/linux-arm64/1.json", "p/linux-arm64/2.json");
        assertThat(store.recent("ghcr.io/org/app", ARM64, 100)).hasSize(4);
        assertThat(store.recent("ghcr.io/org/app", ARM64, 2).get(1).finished())
                .isEqualTo(Instant.parse("2026-02-02T12:00:00.007Z"));
        assertThat(store.recent("ghcr.io/other/app", ARM64, 100)).isEmpty();
        assertThat(store.recent("ghcr.io/org/app", Platform.parse("linux/arm/v7"), 100))
                .isEmpty();
    }

    @Test
    void theFirstRecordOfAnImageIsFoundByIt() throws IOException {
        BuildRecord first = Example.built("p", "linux/arm64", 1);
        BuildRecord cached = Example.like(first, "later");
        store.put(first);
        store.put(cached);

        assertThat(store.of(first.digest().orElseThrow())).contains(first);
        assertThat(store.of(Example.built("p", "linux/arm64", 2).digest().orElseThrow()))
                .isEmpty();
        assertThat(store.keys()).hasSize(2);
        assertThat(warnings).isEmpty();
    }

    /** A writer that was ended between its two requests: anyone who writes the record again writes its names. */
    @Test
    void aRecordWithoutItsNamesGetsThem() throws IOException {
        BuildRecord record = Example.built("p", "linux/arm64", 1);
        objects.put(record.key(), record.write());
        assertThat(store.records("p")).containsExactly(record);
        assertThat(store.recent("ghcr.io/org/app", ARM64, 100)).isEmpty();

        store.put(record);

        assertThat(store.recent("ghcr.io/org/app", ARM64, 100)).hasSize(1);
    }

    @Test
    void aNameThatCannotBeWrittenLosesNoRecord() throws IOException {
        Files.createDirectories(folder.resolve("records"));
        Files.createFile(folder.resolve("records/_recent"));
        BuildRecord record = Example.built("p", "linux/arm64", 1);
        store.put(record);

        assertThat(store.records("p")).containsExactly(record);
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("warning: the record is kept, but not its name _recent/app-")
                .endsWith("records/_recent: is not a folder");
    }

    @Test
    void aRecordUnderAnothersKeyIsRefused() throws IOException {
        objects.put("p/linux-arm64/1.json", Example.built("p", "linux/amd64", 1).write());

        assertThatThrownBy(() -> store.records("p"))
                .isInstanceOf(FormatException.class)
                .hasMessage("record p/linux-arm64/1.json: it says that it is p/linux-amd64/1.json."
                        + " Fix: remove it, and build that leg again");
    }

    /** The limit counts records: a full disk of other files hides none. */
    @Test
    void otherFilesHideNoRecord() throws IOException {
        BuildRecord record = Example.built("p", "linux/amd64", 1);
        store.put(record);
        for (int i = 0; i < 10_001; i++) {
            Files.createFile(folder.resolve("records/p/linux-amd64/" + (i % 2 == 0 ? "." : "") + i + ".tmp"));
        }

        assertThat(store.keys("p")).containsExactly(record.key());
    }

    @Test
    void aNameOfARecordThatIsGoneFindsNothing() throws IOException {
        BuildRecord record = Example.built("p", "linux/arm64", 1);
        store.put(record);
        objects.delete(record.key());
        objects.put("_image/" + "0".repeat(64), "sha256:no ../../etc/passwd\n".getBytes(UTF_8));

        assertThat(store.of(record.digest().orElseThrow())).isEmpty();
        assertThat(store.of(Digest.parse("sha256:" + "0".repeat(64)))).isEmpty();
    }
}
