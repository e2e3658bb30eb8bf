package dev.multiarch.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest extends StoreContract {
    @TempDir
    Path folder;

    private DirectoryStore store;

    @BeforeEach
    void make() {
        store = new DirectoryStore(folder.resolve("records"));
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createDirectories(folder.resolve("records/p"));
        Files.createSymbolicLink(folder.resolve("records/p/linux-amd64"), elsewhere);

        String message =
                folder.resolve("records/p/linux-amd64") + " is a symbolic link, and links are not followed below"
                        + " a folder of records. Fix: put what it leads to in its place";
        assertThatThrownBy(() -> store.put("p/linux-amd64/1.json", new byte[1])).hasMessage(message);
        assertThatThrownBy(() -> store.get("p/linux-amd64/1.json")).hasMessage(message);
        assertThatThrownBy(() -> store.list("p/", 10)).hasMessage(message);
        assertThatThrownBy(() -> store.list("p/linux-amd64/", 10)).hasMessage(message);
        assertThatThrownBy(() -> store.delete("p/linux-amd64/1.json")).hasMessage(message);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aLinkedRecordIsNotFollowed() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        Files.createDirectories(folder.resolve("records/p/linux-amd64"));
        Files.createSymbolicLink(folder.resolve("records/p/linux-amd64/1.json"), secret);

        assertThatThrownBy(() -> store.get("p/linux-amd64/1.json"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("1.json is a symbolic link");
    }

    @Test
    void aLinkedPlanIsNotListed() throws IOException {
        store.put("p/linux-amd64/1.json", new byte[1]);
        Files.createSymbolicLink(folder.resolve("records/q"), folder.resolve("records/p"));

        assertThat(store.list("", 10)).containsExactly("p/linux-amd64/1.json");
        assertThatThrownBy(() -> store.list("q/", 10))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("records/q is a symbolic link");
    }

    @Test
    void theLayoutOfALegIsNoFolderOfObjects() throws IOException {
        store.put("p/linux-amd64/1.json", new byte[1]);
        Path blobs = Files.createDirectories(folder.resolve("records/p/linux-amd64/ab.oci/blobs"));
        Files.createFile(blobs.resolveSibling("index.json"));

        assertThat(store.list("", 10)).containsExactly("p/linux-amd64/1.json");
    }

    @Test
    void othersMayReadAnObject() throws IOException {
        store.put("p/linux-amd64/1.json", new byte[1]);
        Path plain = Files.createFile(folder.resolve("plain"));

        assertThat(Files.getPosixFilePermissions(folder.resolve("records/p/linux-amd64/1.json")))
                .isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void leavesNothingBesideItsObjects() throws IOException {
        store.put("p/linux-arm64/1.json", new byte[1]);

        try (var files = Files.walk(folder.resolve("records"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactly("1.json");
        }
    }
}
