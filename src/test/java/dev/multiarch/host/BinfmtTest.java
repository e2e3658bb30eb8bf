package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinfmtTest {
    private static final Platform ARM64 = Platform.parse("linux/arm64");
    private static final String ENTRY = "enabled\ninterpreter /q\nflags: F\noffset 0\n"
            + "magic 7f454c460201010000000000000000000200b700\nmask ffffffffffffff00fffffffffffffffffeffffff\n";

    @TempDir
    Path folder;

    @Test
    void isNotMountedWhereThereIsNoStatus() {
        assertThat(Binfmt.read(folder).mounted()).isFalse();
        assertThat(Binfmt.read(folder.resolve("none")).mounted()).isFalse();
    }

    @Test
    void readsEntriesAndSaysWhatIsOdd() throws Exception {
        write("status", "enabled\n");
        write("register", "");
        write("qemu-aarch64", ENTRY);
        write("empty", "");
        write("large", "enabled\n" + "x".repeat(70_000));
        write("binary", "\u0000\u0001\ud800");
        Files.createDirectory(folder.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("qemu-aarch64"));
        Binfmt binfmt = Binfmt.read(folder);
        assertThat(binfmt.mounted()).isTrue();
        assertThat(binfmt.entries()).extracting(BinfmtEntry::name).containsExactly("qemu-aarch64");
        assertThat(binfmt.serving(ARM64)).hasSize(1);
        assertThat(binfmt.odd())
                .hasSize(5)
                .anyMatch(s -> s.equals("binfmt_misc entry \"large\" can't be read: larger than 65536 bytes"))
                .anyMatch(s -> s.equals("binfmt_misc entry \"link\" is not a plain file"));
    }

    @Test
    void servesNothingWhileSwitchedOff() throws Exception {
        write("status", "disabled\n");
        write("qemu-aarch64", ENTRY);
        Binfmt binfmt = Binfmt.read(folder);
        assertThat(binfmt.enabled()).isFalse();
        assertThat(binfmt.entries()).hasSize(1);
        assertThat(binfmt.serving(ARM64)).isEmpty();
    }

    private void write(String name, String text) throws Exception {
        Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }
}
