package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interpreters of this host are asked for their version; what they are is not known beforehand. */
class InterpretersTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tells     | qemu-arm | echo 'qemu-arm version 7.2.17 (Debian 1:7.2)'   | 7.2.17 |",
                "silent    | qemu-arm | :                                               |        | --version tells none",
                "hangs     | qemu-arm | exec sleep 600                                  |        | took longer than",
                "much      | qemu-arm | yes qemu- ¦ tr -d '\\n' ¦ head -c 10000000      |        | --version tells none",
                "escapes   | qemu-arm | printf 'qemu-arm version \\033[2J7.2'           |        | --version tells none",
                "other     | box64    | echo 'qemu-arm version 7.2.17'                  |        | its name does not start with qemu-"
            })
    void areAskedForTheirVersion(String name, String file, String script, String version, String reason)
            throws Exception {
        Path interpreter = folder.resolve(file);
        Files.writeString(interpreter, "#!/bin/sh\n" + script.replace('¦', '|') + "\n");
        Files.setPosixFilePermissions(interpreter, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<BinfmtEntry> entries = IntStream.range(0, 40)
                .mapToObj(i ->
                        new BinfmtEntry("e" + i, true, interpreter.toString(), "F", Elf.match("arm"), Optional.empty()))
                .toList();
        Duration limit = name.equals("hangs") ? Duration.ofSeconds(1) : Duration.ofMinutes(5);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            var programs = new HostPrograms(new Programs(p -> {}), Map.of(), Deadline.in(limit));
            List<EntrySurvey> seen = new Interpreters(new LocalHost(Path.of("/")), programs, threads)
                    .look(entries, Fact.unknown("nobody looked"));
            assertThat(seen).hasSize(40).allSatisfy(each -> {
                assertThat(each.version().value()).isEqualTo(Optional.ofNullable(version));
                assertThat(each.version().reason()).contains(reason == null ? "" : reason);
            });
        } finally {
            threads.shutdownNow();
        }
    }
}
