package dev.multiarch.host.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.Binfmt;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.Builder;
import dev.multiarch.host.LocalHost;
import dev.multiarch.image.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host says for (+), against (-) or without deciding (?) of a cause, as sentences. */
class EvidenceTest {
    private static final String ARM64 = "7f454c460201010000000000000000000200b700";
    private static final String MASK = "ffffffffffffff00fffffffffffffffffeffffff";

    /** {@code binfmt}: {@code absent}, {@code off}, {@code none}, or the flags of the one entry, for arm64. */
    @ParameterizedTest(name = "{0}, entry {1}, asked {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "exec format error     | POCF   | linux/arm64 | - entry qemu-aarch64 serves linux/arm64 by /usr/bin/qemu-aarch64 with flags \"POCF\": F loaded its interpreter",
                "exec format error     | POC    | linux/arm64 | + entry qemu-aarch64 serves linux/arm64 by /usr/bin/qemu-aarch64 with flags \"POC\", without F: containers don't have its interpreter",
                "exec format error     | POCF   | linux/s390x | + this host's binfmt_misc has no entry for linux/s390x",
                "exec format error     | none   | linux/arm64 | + this host's binfmt_misc has no entry for linux/arm64",
                "exec format error     | none   |             | ? this host's binfmt_misc has no entry for a usual platform",
                "exec format error     | POCF   |             | - entry qemu-aarch64 serves linux/arm64 by /usr/bin/qemu-aarch64 with flags \"POCF\": F loaded its interpreter",
                "exec format error     | absent | linux/arm64 | + this host's binfmt_misc is not mounted",
                "exec format error     | off    | linux/arm64 | + this host's binfmt_misc is mounted, but disabled as a whole",
                "exec /bin/sh: no such file or directory | POC  | linux/arm64 | + entry qemu-aarch64 serves linux/arm64 by /usr/bin/qemu-aarch64 with flags \"POC\", without F: containers don't have its interpreter",
                "exec /bin/sh: no such file or directory | POCF | linux/arm64 | - entry qemu-aarch64 serves linux/arm64 by /usr/bin/qemu-aarch64 with flags \"POCF\": F loaded its interpreter",
                "exec /bin/sh: no such file or directory | none | linux/arm64 | - this host's binfmt_misc has no entry for linux/arm64",
                "already registered    | OC     | linux/arm64 | + entry qemu-aarch64 serves linux/arm64 by /usr/bin/qemu-aarch64 with flags \"OC\", without F: containers don't have its interpreter",
                "already registered    | none   | linux/arm64 | ",
                "applet not found      | OCF    | linux/arm64 | + entry qemu-aarch64 serves linux/arm64 by /usr/bin/qemu-aarch64 with flags \"OCF\", without P",
                "applet not found      | POCF   | linux/arm64 | - entry qemu-aarch64 serves linux/arm64 by /usr/bin/qemu-aarch64 with flags \"POCF\": P keeps argv[0]",
                "applet not found      | none   | linux/arm64 | - this host's binfmt_misc has no entry for linux/arm64",
                "uncaught target signal 11 | POCF | linux/arm64 | + entry qemu-aarch64 serves linux/arm64 by /usr/bin/qemu-aarch64 with flags \"POCF\": it is emulated here",
                "uncaught target signal 11 | none | linux/arm64 | ? this host's binfmt_misc has no entry for linux/arm64",
                "cannot mount binfmt_misc filesystem | absent |  | + this host's binfmt_misc is not mounted",
                "cannot mount binfmt_misc filesystem | POCF   |  | - this host's binfmt_misc is mounted and enabled"
            })
    void ofEntries(String words, String binfmt, String asked, String expected) {
        List<Platform> wanted = asked == null ? List.of() : List.of(Platform.parse(asked));
        KnownFacts known =
                known(Fact.unknown("not asked"), Fact.known(binfmt(binfmt), FactSource.ENTRY), "docker", wanted);
        assertThat(evidence(words, known)).isEqualTo(expected == null ? "" : expected + " (entry)");
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "3.10.0-1160.62.1.el7.x86_64 | + this host's kernel is 3.10.0-1160.62.1.el7.x86_64, older than 4.8, the first with flag F (entry)",
                "4.4.0-210-generic           | + this host's kernel is 4.4.0-210-generic, older than 4.8, the first with flag F (entry)",
                "4.8.0-rc1                   | - this host's kernel is 4.8.0-rc1, which has flag F (since 4.8) (entry)",
                "6.8.0-1021-azure            | - this host's kernel is 6.8.0-1021-azure, which has flag F (since 4.8) (entry)",
                "next                        | ? this host's kernel is named next (entry)",
                "                            | ? this host's kernel is unknown: not asked"
            })
    void ofTheKernel(String release, String expected) {
        Fact<String> kernel = release == null ? Fact.unknown("not asked") : Fact.known(release, FactSource.ENTRY);
        KnownFacts known = known(kernel, Fact.unknown("not asked"), "docker", List.of());
        assertThat(evidence("write /proc/sys/fs/binfmt_misc/register: invalid argument", known))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "push-by-digest is currently not implemented for docker driver | docker | + builder b has the driver docker (command)",
                "push-by-digest is currently not implemented for docker driver | remote | - builder b has the driver remote (command)",
                "auto-push is currently not implemented for docker driver      | docker | + builder b has the driver docker (command)",
                "multi-platform build is not supported for the docker driver   | docker-container | - builder b has the driver docker-container (command)",
                "cache export is not supported for the docker driver           | docker | + builder b has the driver docker (command)",
                "cache export is not supported for the docker driver           | podman | ? builder b has the driver podman, which is not one of Docker's (command)",
                "cache export is not supported for the docker driver           |        | ? builder b can't be reached (command)",
                "docker exporter does not currently support exporting manifest lists | docker-container | + builder b has the driver docker-container (command)",
                "docker exporter does not currently support exporting manifest lists | docker | - builder b has the driver docker (command)",
                "server gave HTTP response to HTTPS client | docker-container | + builder b has the driver docker-container: it reads neither the daemon's settings nor this host's CAs (command)",
                "server gave HTTP response to HTTPS client | docker           | ? builder b has the driver docker (command)",
                "x509: certificate signed by unknown authority | remote | + builder b has the driver remote: it reads neither the daemon's settings nor this host's CAs (command)",
                "exec format error | remote     | ? builder b has the driver remote, which may run on another host: the entries of this host say nothing about it (command)",
                "exec format error | kubernetes | ? builder b has the driver kubernetes, which may run on another host: the entries of this host say nothing about it (command)"
            })
    void ofTheBuilder(String words, String driver, String expected) {
        KnownFacts known = known(
                Fact.unknown("not asked"),
                Fact.known(binfmt("POCF"), FactSource.ENTRY),
                driver == null ? "" : driver,
                List.of());
        assertThat(evidence(words, known)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1048576    | + 1 MiB are free now (command)",
                "5368709120 | ? 5120 MiB are free now (command)",
                "           | ? free disk space is unknown: not asked"
            })
    void ofTheDisk(Long free, String expected) {
        Fact<Long> disk = free == null ? Fact.unknown("not asked") : Fact.known(free, FactSource.COMMAND);
        KnownFacts nothing = KnownFacts.nothing("not asked");
        assertThat(evidence(
                        "no space left on device",
                        new KnownFacts(nothing.kernel(), nothing.binfmt(), nothing.builder(), disk, List.of())))
                .isEqualTo(expected);
    }

    @Test
    void thePlatformOfTheLogComesBeforeTheOnesAskedFor() {
        KnownFacts known = known(
                Fact.unknown("not asked"),
                Fact.known(binfmt("none"), FactSource.ENTRY),
                "docker",
                Stream.of("linux/arm64", "linux/s390x").map(Platform::parse).toList());
        assertThat(evidence("#5 [linux/riscv64 2/2] RUN x\n#5 0.1 exec format error", known))
                .isEqualTo("+ this host's binfmt_misc has no entry for linux/riscv64 (entry)");
        assertThat(evidence("exec format error", known))
                .isEqualTo(
                        "+ this host's binfmt_misc has no entry for linux/arm64 (entry)\n+ this host's binfmt_misc has no entry for linux/s390x (entry)");
    }

    /** Every kind answers whatever is not known, and never with a guess. */
    @Test
    void nothingKnownIsNothingDecided() {
        for (Kind kind : Kinds.ALL) {
            assertThat(kind.witness().testify(KnownFacts.nothing("not asked"), List.of()))
                    .as(kind.id())
                    .allSatisfy(evidence -> {
                        assertThat(evidence.stance()).isEqualTo(EvidenceDirection.OPEN);
                        assertThat(evidence.learnt()).isEmpty();
                        assertThat(evidence.fact()).endsWith(" is unknown: not asked");
                    });
        }
    }

    @Test
    void isLearntFromAHostsFiles(@TempDir Path root) throws Exception {
        Fact<Builder> builder = Fact.unknown("not asked");
        KnownFacts nothing = KnownFacts.of(new LocalHost(root), builder, Fact.unknown("not asked"), List.of());
        assertThat(nothing.binfmt()).isEqualTo(Fact.unknown("this host has no /proc/sys/kernel/osrelease"));
        Path kernel = root.resolve("proc/sys/kernel");
        Files.createDirectories(kernel);
        Files.writeString(kernel.resolve("osrelease"), "4.4.0\n");
        KnownFacts known = KnownFacts.of(new LocalHost(root), builder, Fact.unknown("not asked"), List.of());
        assertThat(known.kernel()).isEqualTo(Fact.known("4.4.0", FactSource.ENTRY));
        assertThat(known.binfmt().value().orElseThrow().mounted()).isFalse();
    }

    private static String evidence(String log, KnownFacts known) {
        List<Diagnosis> found = Diagnoses.of(Log.of(log), known).found();
        assertThat(found).hasSize(1);
        return found.get(0).evidence().stream()
                .map(e -> "+-?".charAt(e.stance().ordinal()) + " " + e.fact()
                        + e.learnt().map(how -> " (" + how + ")").orElse(""))
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
    }

    private static KnownFacts known(Fact<String> kernel, Fact<Binfmt> binfmt, String driver, List<Platform> wanted) {
        Fact<Builder> builder = Fact.known(new Builder("b", driver, List.of(), ""), FactSource.COMMAND);
        return new KnownFacts(kernel, binfmt, builder, Fact.unknown("not asked"), wanted);
    }

    private static Binfmt binfmt(String state) {
        List<BinfmtEntry> entries = new ArrayList<>();
        if (state.matches("[A-Z]+")) {
            entries.add(BinfmtEntry.parse(
                    "qemu-aarch64",
                    "enabled\ninterpreter /usr/bin/qemu-aarch64\nflags: " + state + "\noffset 0\nmagic " + ARM64
                            + "\nmask " + MASK + "\n"));
        }
        return new Binfmt(!state.equals("absent"), !state.equals("absent") && !state.equals("off"), entries, List.of());
    }
}
