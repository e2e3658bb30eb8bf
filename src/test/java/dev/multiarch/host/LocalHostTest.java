package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalHostTest {
    @TempDir
    Path root;

    @Test
    void readsAnotherRoot() throws Exception {
        write("proc/sys/kernel/osrelease", "6.8.0-1021-azure\n");
        write("proc/sys/kernel/random/boot_id", "0c8e\n");
        var host = new LocalHost(root);
        assertThat(host.kernel()).isEqualTo(Fact.known("6.8.0-1021-azure", FactSource.ENTRY));
        assertThat(host.boot()).isEqualTo(Fact.known("0c8e", FactSource.ENTRY));
        assertThat(host.binfmt().mounted()).isFalse();
    }

    @Test
    void saysWhyItDoesNotKnow() throws Exception {
        assertThat(new LocalHost(root).kernel()).isEqualTo(Fact.unknown("this host has no /proc/sys/kernel/osrelease"));
        write("proc/sys/kernel/osrelease", "\n");
        assertThat(new LocalHost(root).kernel())
                .isEqualTo(Fact.unknown("/proc/sys/kernel/osrelease holds something unexpected"));
        write("proc/sys/kernel/osrelease", "6".repeat(300));
        assertThat(new LocalHost(root).kernel())
                .isEqualTo(Fact.unknown("/proc/sys/kernel/osrelease can't be read: larger than 256 bytes"));
    }

    @Test
    void knowsAFileByItsLinksAndMounts() throws Exception {
        write("usr/bin/qemu-arm-static", "");
        Files.createDirectories(root.resolve("usr/libexec"));
        Files.createSymbolicLink(root.resolve("usr/libexec/arm"), Path.of("../bin/qemu-arm-static"));
        var host = new LocalHost(root);
        assertThat(host.isFile("/usr/libexec/arm", "/usr/bin/qemu-arm-static")).isTrue();
        assertThat(host.isFile("/usr/libexec/arm", "/bin/qemu-arm-static")).isTrue();
        assertThat(host.isFile("/gone/qemu-arm", "/gone/qemu-arm")).isTrue();
        assertThat(host.isFile("/usr/libexec/arm", "/usr/bin/qemu-aarch64-static"))
                .isFalse();
        assertThat(host.isFile("/gone/qemu-arm", "/usr/bin/qemu-arm-static")).isFalse();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "usr/libexec/arm, ../bin/qemu-arm",
        "usr/libexec/arm, /usr/bin/qemu-arm",
        "usr/libexec/arm, //usr/./bin/qemu-arm",
        "usr/libexec/arm, ../../../../../../usr/bin/qemu-arm",
        "usr/libexec, bin",
        "usr/libexec, /usr/bin"
    })
    void linksLeadWhereTheHostSeesThem(String link, String target) throws Exception {
        write("usr/bin/qemu-arm", "");
        write("usr/bin/arm", "");
        Files.createDirectories(root.resolve(link).getParent());
        Files.createSymbolicLink(root.resolve(link), Path.of(target));
        assertThat(new LocalHost(root).file("/usr/libexec/arm"))
                .hasValueSatisfying(found -> assertThat(found).startsWith(root.resolve("usr/bin")));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"loop", "a/loop", "outside", "a/up", "folder", "gone", "nul\u0000"})
    void noLinkLeadsOut(String name, @TempDir Path outside) throws Exception {
        Files.writeString(outside.resolve("secret"), "");
        Files.createDirectories(root.resolve("a"));
        Files.createDirectories(root.resolve("folder"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("/a/loop"));
        Files.createSymbolicLink(root.resolve("a/loop"), Path.of("../loop"));
        Files.createSymbolicLink(root.resolve("outside"), outside.resolve("secret"));
        Files.createSymbolicLink(
                root.resolve("a/up"), root.resolve("a").relativize(outside).resolve("secret"));
        assertThat(Files.isRegularFile(root.resolve("outside"))).isTrue();
        assertThat(new LocalHost(root).file(name)).isEmpty();
        assertThat(new LocalHost(root).file("../../" + outside + "/secret")).isEmpty();
    }

    private void write(String name, String text) throws Exception {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
