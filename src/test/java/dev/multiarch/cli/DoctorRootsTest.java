package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What doctor says of hosts that are not here, by their files: {@code hosts/} names where each was seen. */
class DoctorRootsTest {
    private static final String BY_FILES = """
            apiVersion: multiarch/v1
            kind: Policy
            name: files
            host:
              kernel: {min: "4.8"}
              binfmt: {mounted: true, flags: F, interpreter: true}
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    @BeforeEach
    void policy() throws IOException {
        Files.writeString(folder.resolve("files.yaml"), BY_FILES);
    }

    static Stream<HostRoot> hosts() throws IOException {
        return HostRoot.all();
    }

    private Transcript doctor(HostRoot host, String... more) throws IOException {
        Path root = folder.resolve("root");
        host.lay(root);
        List<String> words = new ArrayList<>(List.of("doctor", "--root", "root", "--policy", "files.yaml"));
        words.addAll(host.options());
        words.addAll(List.of(more));
        return commands.in(folder).with("PATH", "/nonexistent").run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void saysWhatEachHostCanDo(HostRoot host) throws IOException {
        assertThat(host.sources()).anyMatch(line -> line.startsWith("https://"));
        assertThat(doctor(host))
                .exitCode(host.exit())
                .stdoutContains(host.said().toArray(String[]::new))
                .stdoutContains("docker.server          unknown: there is no docker on the PATH");
    }

    @Test
    void theyNameKernelsInTenWays() throws IOException {
        assertThat(hosts().map(host -> host.files()
                                .get("proc/sys/kernel/osrelease")
                                .strip()
                                .replaceAll("[^A-Za-z]+|x86|aarch", " "))
                        .distinct())
                .hasSizeGreaterThanOrEqualTo(10);
    }

    /** Facts that were written on one host and read on another lead to the same verdict. */
    @ParameterizedTest
    @MethodSource("hosts")
    void factsOfAHostAreJudgedAsTheHost(HostRoot host) throws IOException {
        assertThat(doctor(host, "--format", "json", "--output", "facts.json")).exitCode(host.exit());
        Transcript again = commands.in(folder)
                .run(
                        "doctor",
                        "--facts",
                        "facts.json",
                        "--policy",
                        "files.yaml",
                        "--format",
                        "json",
                        "--output",
                        "again.json");
        assertThat(again).exitCode(host.exit());
        assertThat(Files.readString(folder.resolve("again.json")))
                .satisfies(json -> assertThat(FactsSchema.errors(json)).isEmpty())
                .isEqualTo(Files.readString(folder.resolve("facts.json")));
    }
}
