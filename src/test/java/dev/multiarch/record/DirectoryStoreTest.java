package dev.multiarch.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryStoreTest {
    @TempDir
    Path folder;

    private DirectoryStore store;

    @BeforeEach
    void store() {
        store = new DirectoryStore(folder.resolve("records"));
    }

    @Test
    void keepsWhatItWasGiven() throws IOException {
        BuildRecord first = Example.built("p", "linux/arm64", 1);
        BuildRecord second = Example.built("p", "linux/amd64", 1);
        put(first);
        put(second);
        put(Example.built("q", "linux/amd64", 1));

        assertThat(store.records("p")).containsExactly(second, first);
        assertThat(store.plans()).containsExactly("p", "q");
        assertThat(store.keys("none")).isEmpty();
    }

    @Test
    void aRecordIsWrittenOnce() throws IOException {
        BuildRecord first = Example.built("p", "linux/arm64", 1);
        put(first);

        assertThatThrownBy(() -> store.put(first.key(), new byte[0])).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(store.get(first.key())).isEqualTo(first.write());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x/1.json",
                "p/../1.json",
                "/etc/x/1.json",
                "p/linux-amd64/1.txt",
                "p/linux/arm64/1.json",
                "p/linux-amd64/0.json",
                ".p/linux-amd64/1.json",
                "p/linux amd64/1.json",
                ""
            })
    void keysThatLeaveTheFolderAreRefused(String key) {
        assertThatThrownBy(() -> store.put(key, new byte[0])).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> store.get(key)).isInstanceOf(FormatException.class);
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createDirectories(folder.resolve("records/p"));
        Files.createSymbolicLink(folder.resolve("records/p/linux-amd64"), elsewhere);

        String message =
                folder.resolve("records/p/linux-amd64") + " is a symbolic link, and links are not followed below"
                        + " a folder of records. Fix: put what it leads to in its place";
        assertThatThrownBy(() -> put(Example.built("p", "linux/amd64", 1))).hasMessage(message);
        assertThatThrownBy(() -> store.get("p/linux-amd64/1.json")).hasMessage(message);
        assertThatThrownBy(() -> store.keys("p")).hasMessage(message);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aLinkedPlanIsNotListed() throws IOException {
        put(Example.built("p", "linux/amd64", 1));
        Files.createSymbolicLink(folder.resolve("records/q"), folder.resolve("records/p"));

        assertThat(store.plans()).containsExactly("p");
        assertThatThrownBy(() -> store.records("q"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("records/q is a symbolic link");
    }

    /** The limit counts records: a full disk of other files hides none. */
    @Test
    void otherFilesHideNoRecord() throws IOException {
        put(Example.built("p", "linux/amd64", 1));
        for (int i = 0; i < 10_001; i++) {
            Files.createFile(folder.resolve("records/p/linux-amd64/" + (i % 2 == 0 ? "." : "") + i + ".tmp"));
        }

        assertThat(store.keys("p")).containsExactly("p/linux-amd64/1.json");
    }

    @Test
    void othersMayReadARecord() throws IOException {
        put(Example.built("p", "linux/amd64", 1));
        Path plain = Files.createFile(folder.resolve("plain"));

        assertThat(Files.getPosixFilePermissions(folder.resolve("records/p/linux-amd64/1.json")))
                .isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void aRecordUnderAnothersKeyIsRefused() throws IOException {
        store.put("p/linux-arm64/1.json", Example.built("p", "linux/amd64", 1).write());

        assertThatThrownBy(() -> store.records("p"))
                .isInstanceOf(FormatException.class)
                .hasMessage("record p/linux-arm64/1.json: it says that it is p/linux-amd64/1.json."
                        + " Fix: remove it, and build that leg again");
    }

    @Test
    void leavesNothingBesideItsRecords() throws IOException {
        put(Example.built("p", "linux/arm64", 1));

        try (var files = Files.list(folder.resolve("records/p/linux-arm64"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("1.json");
        }
    }

    private void put(BuildRecord record) throws IOException {
        store.put(record.key(), record.write());
    }
}
