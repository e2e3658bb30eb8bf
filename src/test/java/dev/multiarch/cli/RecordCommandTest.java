package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.record.BuildRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A leg that docker build, kaniko or a Windows host made is merged like one that build made. */
class RecordCommandTest extends WithOtherImages {
    private static final String STARTED = "2026-01-31T12:00:00Z";
    private static final String FINISHED = "2026-01-31T13:10:00+01:00";

    private String app;

    @BeforeEach
    void plan() {
        app = images.ref("app").name();
        plan("linux/amd64,linux/arm64");
    }

    private void plan(String platforms) {
        assertThat(run("plan", "--image", app, "--platforms", platforms, "--plan-id", "p1"))
                .exitCode(0);
    }

    private Transcript run(String... words) {
        return commands.in(folder).run(words);
    }

    private Transcript record(String platform, Digest digest, String... more) {
        List<String> words = new ArrayList<>(List.of("record", "--platform", platform, "--digest", digest.toString()));
        words.addAll(List.of("--started", STARTED, "--finished", FINISHED));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    private BuildRecord read(String key) throws IOException {
        return BuildRecord.read(
                Files.readAllBytes(folder.resolve(".multiarch/records").resolve(key)), key);
    }

    private long records() throws IOException {
        Path store = folder.resolve(".multiarch/records/p1");
        if (!Files.exists(store)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void legsOfOtherProgramsMerge() throws Exception {
        Digest amd64 = images.image("app:amd64", "linux/amd64");
        Digest arm64 = images.attested("app:arm64", "linux/arm64");
        assertThat(record("linux/amd64", amd64, "--native", "--tool", "docker build"))
                .exitCode(0)
                .stdoutIs("linux/amd64: image " + app + "@" + amd64 + ", record p1/linux-amd64/1.json\n");
        assertThat(record("linux/arm64", arm64, "--emulated", "--image", app)).exitCode(0);
        assertThat(run("merge", "--tag", "1", "--engine", "native"))
                .exitCode(0)
                .stdoutContains("/app:1 now points to ");
        assertThat(platforms()).containsExactly("linux/amd64", "linux/arm64");
    }

    @Test
    void theRecordSaysWhatTheCallerSays() throws Exception {
        Digest arm64 = images.image("app:arm64", "linux/arm64");
        assertThat(record("linux/arm64", arm64, "--emulated", "--tool", "kaniko"))
                .exitCode(0);
        BuildRecord emulated = read("p1/linux-arm64/1.json");
        assertThat(emulated.started()).isEqualTo(Instant.parse(STARTED));
        assertThat(emulated.finished()).isEqualTo(Instant.parse("2026-01-31T12:10:00Z"));
        assertThat(emulated.builder().name()).isEqualTo("kaniko");
        assertThat(emulated.emulated().value()).contains(true);
        assertThat(emulated.emulatedTime().value().orElseThrow().time()).hasMinutes(10);
        assertThat(record("linux/arm64", arm64)).exitCode(0);
        BuildRecord unsaid = read("p1/linux-arm64/2.json");
        assertThat(unsaid.emulated().reason()).contains("nobody said");
        assertThat(unsaid.host().kernel().reason()).contains("nobody looked at its host");
        assertThat(record("linux/arm64", arm64, "--native")).exitCode(0);
        assertThat(read("p1/linux-arm64/3.json").emulated().value()).contains(false);
    }

    /** What nobody looked at is unknown to a policy, not fine. */
    @Test
    void anUnknownHostPassesNoRule() throws Exception {
        for (String platform : List.of("linux/amd64", "linux/arm64")) {
            Digest leg = images.image("app:" + platform.substring(6), platform);
            assertThat(record(platform, leg, "--emulated")).exitCode(0);
        }
        Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: multiarch/v1
                kind: Policy
                name: p
                host: {kernel: {min: "4.8"}}
                build: {emulated-time: {max: 5m}}
                """);
        assertThat(run("merge", "--tag", "1", "--engine", "native", "--policy", "p.yaml"))
                .exitCode(1)
                .stdoutContains("unknown  host.kernel", "10m");
    }

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource({
        "linux/amd64, linux/arm64",
        "linux/arm/v7, linux/arm64",
        "windows/amd64, linux/amd64",
    })
    void anImageForAnotherPlatformIsRefused(String made, String said) throws Exception {
        Digest leg = images.image("app:x", made);
        assertThat(record(said, leg))
                .exitCode(1)
                .stdoutIsEmpty()
                .stderrContains(made, said, "No record was written. Fix: ");
        assertThat(records()).isZero();
    }

    /** docker build on a Windows host writes the version of its base into the config. */
    @Test
    void aWindowsHostSaysWhichVersion() throws Exception {
        Digest older = images.image("app:2019", "windows(10.0.17763.1)/amd64");
        Digest newer = images.image("app:2022", "windows(10.0.20348.1)/amd64");
        plan("windows(10.0.17763.1)/amd64,windows(10.0.20348.1)/amd64");
        assertThat(record("windows/amd64", older, "--os-version", "10.0.17763.1"))
                .exitCode(0)
                .stdoutContains("windows(10.0.17763.1)/amd64: image ");
        assertThat(record("windows/amd64", older, "--os-version", "10.0.20348.1"))
                .exitCode(1)
                .stderrContains("windows(10.0.17763.1)/amd64, expected windows(10.0.20348.1)/amd64");
        assertThat(record("windows/amd64", newer, "--os-version", "10.0.20348.1"))
                .exitCode(0);
        assertThat(run("merge", "--tag", "1", "--engine", "native")).exitCode(0);
        assertThat(platforms()).containsExactly("windows(10.0.17763.1)/amd64", "windows(10.0.20348.1)/amd64");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "windows(10.0.17763.1)/amd64 | --os-version 10.0.20348.1 | 1 | it is for Windows 10.0.17763.1, expected 10.0.20348.1",
                "windows/amd64 | --os-version 10.0.20348.1 | 1 | it names no version of Windows, expected 10.0.20348.1",
                "windows/amd64 | --os-version 10.0/.. | 2 | 10.0/..",
            })
    void anotherVersionOfWindowsIsRefused(String made, String words, int exit, String message) throws Exception {
        Digest leg = images.image("app:x", made);
        plan("windows/amd64");
        assertThat(record("windows/amd64", leg, words.split(" ")))
                .exitCode(exit)
                .stdoutIsEmpty()
                .stderrContains(message);
        assertThat(records()).isZero();
    }

    @Test
    void anIndexOfSeveralImagesIsRefused() throws Exception {
        Digest index = images.attested("app:x", "linux/amd64", "linux/arm64");
        assertThat(record("linux/arm64", index))
                .exitCode(1)
                .stderrContains("it holds 2 images, expected one", "linux/arm64");
        assertThat(records()).isZero();
    }

    @Test
    void whatIsNotInTheRepositoryIsRefused() throws Exception {
        Digest elsewhere = images.image("other:x", "linux/arm64");
        assertThat(record("linux/arm64", elsewhere)).exitCode(3).stderrContains("404 MANIFEST_UNKNOWN");
        Digest chart = images.chart("app:chart");
        assertThat(record("linux/arm64", chart)).exitCode(1).stderrContains("Fix: ");
        assertThat(records()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--platform linux/s390x       | --platform linux/s390x is not in plan p1",
                "--platform linux/arm46       | is not known",
                "--digest app:1               | expected the digest that the push printed",
                "--digest sha256:12           | expected the digest that the push printed",
                "--started yesterday          | --started yesterday: expected a time with its zone",
                "--started 2026-01-31         | expected a time with its zone",
                "--started 2026-01-31T12:00:00| expected a time with its zone",
                "--finished 2026-01-31T11:00Z | is before --started 2026-01-31T12:00:00Z",
                "--finished 2999-01-01T00:00Z | --finished 2999-01-01T00:00:00Z is in the future",
                "--started 1970-01-01T00:00Z  | --started 1970-01-01T00:00:00Z is 20484 days before --finished 2026-01-31T12:10:00Z, and no leg takes more than 7 days. Fix: correct --started",
                "--started 2999-01-01T00:00Z  | --started 2999-01-01T00:00:00Z is in the future",
                "--os-version 10.0.20348.1    | is for Windows, but --platform is linux/arm64",
                "--image ghcr.io/org/other    | is not the image of plan p1",
                "--native --emulated          | exclude each other",
                "--attempt 0                  | attempts count from 1",
            })
    void saysWhatIsWrong(String words, String message) throws Exception {
        Digest arm64 = images.image("app:arm64", "linux/arm64");
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        for (String[] usual : List.of(
                new String[] {"--platform", "linux/arm64"},
                new String[] {"--digest", arm64.toString()},
                new String[] {"--started", STARTED},
                new String[] {"--finished", FINISHED})) {
            if (!all.contains(usual[0])) {
                all.addAll(List.of(usual));
            }
        }
        all.add(0, "record");
        assertThat(run(all.toArray(String[]::new))).exitCode(2).stdoutIsEmpty().stderrContains(message);
        assertThat(records()).isZero();
    }

    @Test
    void aRecordIsWrittenOnce() throws Exception {
        Digest arm64 = images.image("app:arm64", "linux/arm64");
        assertThat(record("linux/arm64", arm64, "--attempt", "3")).exitCode(0);
        assertThat(record("linux/arm64", arm64, "--attempt", "3")).exitCode(4).stderrContains("is there already");
        assertThat(records()).isEqualTo(1);
    }

    @Test
    void takesRepositoryAndDigestAsTheyArePrinted() throws Exception {
        Digest arm64 = images.image("app:arm64", "linux/arm64");
        String now = Instant.now().toString();
        assertThat(run("record", "--platform", "linux/arm64", "--digest", app + "@" + arm64, "--started", now))
                .exitCode(0);
        assertThat(read("p1/linux-arm64/1.json").leg()).contains(arm64);
    }
}
