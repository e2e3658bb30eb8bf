package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts, programs and facts that are not as doctor would have them: a finding or unknown, never an exception, never a wait. */
class DoctorInputTest {
    private static final String ENTRY = "enabled\ninterpreter /usr/bin/qemu-aarch64\nflags: F\noffset 0\n"
            + "magic 7f454c460201010000000000000000000200b700\nmask ffffffffffffff00fffffffffffffffffeffffff\n";

    /** As long as anybody should have to wait: what takes longer hangs. */
    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofSeconds(30));

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void host() throws IOException {
        root = folder.resolve("root");
        write("proc/sys/kernel/osrelease", "6.8.0-1052-azure\n");
        write("proc/sys/kernel/arch", "x86_64\n");
        write("proc/sys/fs/binfmt_misc/status", "enabled\n");
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), text);
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Transcript doctor(String... options) {
        List<String> words = new ArrayList<>(List.of("doctor", "--root", "root", "--platforms", "linux/arm64"));
        words.addAll(List.of(options));
        return commands.in(folder)
                .with("PATH", folder.resolve("bin") + ":/usr/bin:/bin")
                .run(words.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "megabyte   | can't be read: larger than 65536 bytes",
                "twice      | stands there twice",
                "oddMagic   | offset, magic and mask don't go together",
                "longMask   | offset, magic and mask don't go together",
                "offset     | offset, magic and mask don't go together",
                "neither    | it says neither enabled nor disabled",
                "nothing    | it says neither enabled nor disabled",
                "control    | it names no interpreter",
            })
    void anOddEntryIsNamedAndTheOthersCount(String kind, String words) throws IOException {
        write("proc/sys/fs/binfmt_misc/good", ENTRY);
        write("proc/sys/fs/binfmt_misc/odd", odd(kind));
        assertThat(doctor())
                .stdoutContains("good                 enabled  F       linux/arm64", "note: ", "\"odd\"", words)
                .exitCode(3);
    }

    private static String odd(String kind) {
        return switch (kind) {
            case "megabyte" -> "x".repeat(1 << 20);
            case "twice" -> ENTRY + "enabled\n";
            case "oddMagic" -> ENTRY.replace("0200b700", "0200b70");
            case "longMask" -> ENTRY.replace("feffffff", "feffffffff");
            case "offset" -> ENTRY.replace("offset 0", "offset -1");
            case "neither" -> ENTRY.replace("enabled", "perhaps");
            case "control" -> "enabled\n\u001b[31m\u0000\u202e\n";
            default -> "";
        };
    }

    @Test
    void whatAnEntrySaysHarmsNobody() throws IOException {
        write("proc/sys/fs/binfmt_misc/##[error]\u001b[31m", ENTRY);
        write(
                "proc/sys/fs/binfmt_misc/qemu",
                ENTRY.replace("/usr/bin/qemu-aarch64", "/usr/bin/with space:and\u001b[31m\u202e##[warning]x"));
        write("etc/os-release", "PRETTY_NAME=\"\u001b]0;x\u0007::error::\u202e\"\n");
        for (String format : List.of("text", "json")) {
            assertThat(doctor("--format", format))
                    .exitCode(3)
                    .stdoutDoesNotContain("\u001b")
                    .stdoutDoesNotContain("\u202e")
                    .stdoutDoesNotContain("##[");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fifo", "folder", "loop", "outside", "gone", "zero"})
    void filesMayBeAnythingElse(String kind) throws Exception {
        for (String name : List.of(
                "proc/sys/kernel/osrelease",
                "etc/os-release",
                "proc/sys/kernel/arch",
                "bin/sh",
                "proc/meminfo",
                "proc/sys/fs/binfmt_misc/odd",
                "usr/bin/qemu-aarch64",
                "run/systemd/container")) {
            replace(root.resolve(name), kind);
        }
        write("proc/sys/fs/binfmt_misc/good", ENTRY);
        assertThat(doctor())
                .stdoutContains("kernel                 unknown: ", "distribution           unknown: ")
                .stdoutDoesNotContain("NOT FOR YOU")
                .exitCode(3);
    }

    private void replace(Path file, String kind) throws Exception {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Path outside = Files.writeString(folder.resolve("secret"), "NOT FOR YOU\n");
        switch (kind) {
            case "fifo" -> new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
            case "folder" -> Files.createDirectories(file);
            case "loop" -> Files.createSymbolicLink(file, file.getFileName());
            case "outside" -> Files.createSymbolicLink(file, outside);
            case "zero" -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
            default -> {}
        }
    }

    /** A container's root as somebody unpacked it: what its links name is below it, or nowhere. */
    @Test
    void foldersMayBeLinksThatLeadOut() throws IOException {
        Files.createDirectories(folder.resolve("linked"));
        Files.createSymbolicLink(folder.resolve("linked/proc"), Path.of("/proc"));
        Files.createSymbolicLink(folder.resolve("linked/etc"), Path.of("../../../../../../../../../../etc"));
        assertThat(commands.in(folder).with("PATH", "/nonexistent").run("doctor", "--root", "linked"))
                .exitCode(3)
                .stdoutContains(
                        "kernel                 unknown: this host has no /proc/sys/kernel/osrelease",
                        "distribution           unknown: there is no /etc/os-release");
    }

    @Test
    void whoseFactsTheseAreIsSaid() {
        assertThat(doctor("--quiet"))
                .exitCode(1)
                .stdoutContains("note: files are those below root; what is learnt by command is of this host");
    }

    /** As on macOS. */
    @Test
    void aHostWithoutProcIsUnknown() throws IOException {
        Files.createDirectories(folder.resolve("bare"));
        assertThat(commands.in(folder)
                        .with("PATH", "/nonexistent")
                        .run("doctor", "--root", "bare", "--platforms", "linux/arm64"))
                .exitCode(3)
                .stdoutContains("binfmt.mounted         unknown: this host has no /proc/sys");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "sleep 300                                       | took longer than",
                "head -c 3000 /dev/urandom                       | printed no JSON",
                "head -c 10000000 /dev/zero | tr '\\0' x          | printed no JSON",
                "exit 1                                          | printed no JSON",
                "echo '{\"Server\": {\"Version\": {}}, \"Client\": 1}' | docker reaches no daemon",
                "kill -9 $$                                      | printed no JSON",
            },
            quoteCharacter = '`')
    void dockerMayDoWhatItLikes(String script, String words) throws IOException {
        boolean piped = script.startsWith("head -c 10000000");
        program("docker", piped ? "head -c 10000000 /dev/zero | tr '\\0' x" : script);
        program("update-binfmts", script);
        assertThat(doctor())
                .stdoutContains("docker.server          unknown: ", piped ? "unknown" : words)
                .exitCode(1);
    }

    @Test
    void aWarningBeforeTheAnswerIsLetBe() throws IOException {
        program(
                "docker",
                "echo 'WARNING: something'; echo '{\"Server\": {\"Version\": \"28.0.1\"}, \"Client\": {\"Version\":"
                        + " \"28.0.1\"}}'");
        assertThat(doctor())
                .stdoutContains("docker.server          28.0.1  (command)")
                .exitCode(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                        | schema",
                "{\"schema\": \"dev.multiarch.facts/v2\"}  | expected \"dev.multiarch.facts/v1\"",
                "[]                                        | is no JSON object",
                "not json                                  | no valid JSON",
                "DEEP                                      | nesting depth",
                "LARGE                                     | larger than 4 MiB",
                "{\"schema\": \"dev.multiarch.facts/v1\", \"schema\": \"x\"} | schema",
                "{\"schema\": \"dev.multiarch.facts/v1\", \"host\": \"h\", \"facts\": {\"kernal\": {}}, \"entries\": [], \"odd\": [], \"platforms\": []} | there is no such fact",
                "{\"schema\": \"dev.multiarch.facts/v1\", \"host\": \"h\", \"facts\": {\"kernel\": {\"value\": 6, \"learnt\": \"entry\"}}, \"entries\": [], \"odd\": [], \"platforms\": []} | value",
                "{\"schema\": \"dev.multiarch.facts/v1\", \"host\": \"h\", \"facts\": {\"kernel\": {\"value\": \"6\", \"learnt\": \"guess\"}}, \"entries\": [], \"odd\": [], \"platforms\": []} | expected one of",
                "{\"schema\": \"dev.multiarch.facts/v1\", \"host\": \"h\", \"facts\": {}, \"entries\": {}, \"odd\": [], \"platforms\": []} | entries",
                "{\"schema\": \"dev.multiarch.facts/v1\", \"host\": \"h\\u001b[31m\", \"facts\": {}, \"entries\": [], \"odd\": [], \"platforms\": []} | host",
            })
    void factsThatAreNoneAreRefused(String facts, String words) throws IOException {
        String text =
                switch (facts) {
                    case "DEEP" -> "{\"schema\": " + "[".repeat(100_000);
                    case "LARGE" -> "{\"schema\": \"" + "x".repeat(5 << 20) + "\"}";
                    default -> facts;
                };
        Files.write(folder.resolve("facts.json"), text.getBytes(StandardCharsets.UTF_8));
        assertThat(commands.in(folder).run("doctor", "--facts", "facts.json"))
                .exitCode(2)
                .stderrIsOneLineWith(words);
    }
}
