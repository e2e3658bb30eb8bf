package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Reference;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.Example;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Records on a disk that is full, and in a folder that may not be written; each call has a JVM and mounts of its own. */
class RecordsDiskTest {
    private static final String ON_A_SMALL_DISK = """
            mount -t tmpfs -o size=48k none small
            "$@"; echo "exit $?"
            find small -type f | grep -cv '\\(json\\|/_[a-z]*/.*\\)$'
            mount -o remount,size=4m small
            "$@"; echo "exit $?"
            cp -R small/store kept
            """;

    private static final String WITHOUT_ROOM = """
            mount -t tmpfs -o size=48k none small
            mkdir -p small/p/linux-arm64
            head -c 100k /dev/zero > small/full
            "$@"; echo "exit $?"
            mount -o remount,size=4m small
            "$@"; echo "exit $?"
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    @BeforeEach
    void mounts() throws IOException {
        Commands.need("unshare");
        Transcript may = commands.program("unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt");
        may.looked().set(true);
        assumeTrue(may.exit() == 0, "this user may not mount in a namespace");
        Files.createDirectory(folder.resolve("small"));
        RecordStore store = new RecordStore(new DirectoryStore(folder.resolve(".multiarch/records")), warning -> {});
        for (int plan = 0; plan < 12; plan++) {
            store.put(Example.built("p" + plan, "linux/arm64", 1));
        }
    }

    private Transcript small(String script, String... words) {
        List<String> all = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", script, "sh"));
        all.addAll(Commands.command(words));
        return commands.in(folder).program(all.toArray(String[]::new));
    }

    @Test
    void aCopyToAFullDiskSaysSoAndGoesOnLater() throws Exception {
        Transcript copied = small(ON_A_SMALL_DISK, "records", "copy", ".multiarch/records", "small/store");

        assertThat(copied)
                .exitCode(0)
                .stderrContains("small/store/", "No space left on device")
                .stdoutContains("exit 4\n0\n", "not copied: 0 (small/store)\nexit 0\n");
        assertThat(files("kept")).isEqualTo(files(".multiarch/records"));
    }

    @Test
    void aLegIsNotBuiltWhereItsRecordMayNotBeWritten() throws Exception {
        FakeBuilder builder = FakeBuilder.in(folder, "linux/arm64");
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        List<String> words = new ArrayList<>(List.of("unshare", "-r", "sh", "-c"));
        words.add("chmod 555 small && exec setpriv --bounding-set=-dac_override,-dac_read_search \"$@\"");
        words.add("sh");
        words.addAll(Commands.command(
                "ship",
                "--image=localhost:1/app",
                "--platforms=linux/arm64",
                "--no-promote",
                "--records=small",
                "--",
                "."));
        Commands.need("setpriv");

        assertThat(commands.in(folder)
                        .with("PATH", builder.path())
                        .with("HOME", folder.toString())
                        .program(words.toArray(String[]::new)))
                .exitCode(4)
                .stderrContains("permission denied. Fix: let this user write there, or name another store");
        assertThat(builder.calls()).noneMatch(call -> call.contains("buildx build"));
    }

    @Test
    void aLegWhoseRecordFindsNoRoomSaysWhatThatMeansAndIsBuiltAgain() throws Exception {
        FakeBuilder builder = FakeBuilder.in(folder, "linux/arm64");
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        try (EmbeddedRegistry server = EmbeddedRegistry.start();
                Registry client = Sample.client()) {
            Reference image = Reference.parse(server.host() + "/app");
            builder.pushAll(client, image);
            Commands user = commands.in(folder).with("PATH", builder.path()).with("HOME", folder.toString());
            assertThat(user.run("plan", "--image=" + image, "--platforms=linux/arm64", "--plan-id=p"))
                    .exitCode(0);
            List<String> words = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", WITHOUT_ROOM, "sh"));
            words.addAll(Commands.command("build", "--platform=linux/arm64", "--records=small", "--", "."));

            assertThat(user.program(words.toArray(String[]::new)))
                    .exitCode(0)
                    .stderrContains(
                            "small/p/linux-arm64/1.json: can't be written: No space left on device",
                            "Without its record no merge takes this leg. Fix: make room there")
                    .stdoutContains("exit 4\n", "record p/linux-arm64/1.json\nexit 0\n");
        }
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
