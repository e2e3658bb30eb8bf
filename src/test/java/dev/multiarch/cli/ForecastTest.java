package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.Example;
import dev.multiarch.record.RecordNames;
import dev.multiarch.record.RecordStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan --records}: what the last builds let expect. */
class ForecastTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    Path folder;

    @RegisterExtension
    final Commands commands = new Commands();

    private RecordStore store;

    @BeforeEach
    void records() throws IOException {
        store = new RecordStore(new DirectoryStore(folder.resolve("records")), warning -> {});
        for (int i = 0; i < 3; i++) {
            store.put(Example.natively(built("linux/amd64", i, 120)));
            store.put(Example.emulatedFor(built("linux/arm/v7", i, 1800), 1500));
            store.put(Example.natively(built("linux/s390x", i, 9000))); // natively, which is not planned
        }
    }

    private static BuildRecord built(String platform, int number, long seconds) {
        BuildRecord record = Example.built("p" + number, platform, 1);
        return Example.taking(record, seconds, START.plus(Duration.ofHours(number)));
    }

    private Transcript plan(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "plan",
                "--image",
                "ghcr.io/org/app",
                "--plan-id",
                "p",
                "--platforms",
                "linux/s390x,linux/amd64,linux/arm/v7"));
        words.addAll(List.of(more));
        return commands.in(folder).run(words.toArray(String[]::new));
    }

    @Test
    void theLongestLegsAreFirst() throws Exception {
        Transcript done = plan("--records", "records");

        assertThat(done)
                .exitCode(0)
                .stdoutContains("""
                          linux/arm/v7     on ubuntu-24.04 (emulated), about 30m by 3 builds
                          linux/amd64      on ubuntu-24.04, about 2m by 3 builds
                          linux/s390x      on ubuntu-24.04 (emulated)
                        the legs of known time are expected by 2""", "if all legs start now. Times are what the build records claim\n");
        assertThat(plan("--records", "records", "--format", "github"))
                .exitCode(0)
                .stdoutIs("{\"include\":["
                        + "{\"platform\":\"linux/arm/v7\",\"slug\":\"linux-arm-v7\",\"runner\":\"ubuntu-24.04\",\"emulated\":true,"
                        + "\"expectedSeconds\":1800.0},"
                        + "{\"platform\":\"linux/amd64\",\"slug\":\"linux-amd64\",\"runner\":\"ubuntu-24.04\",\"emulated\":false,"
                        + "\"expectedSeconds\":120.0},"
                        + "{\"platform\":\"linux/s390x\",\"slug\":\"linux-s390x\",\"runner\":\"ubuntu-24.04\",\"emulated\":true}"
                        + "]}\n");
    }

    /** Times change with each build; what is to be merged does not. */
    @Test
    void thePlanItselfDoesNotDependOnThem() throws Exception {
        plan("--records", "records").looked().set(true);
        String with = Files.readString(folder.resolve(".multiarch/plan.json"));
        Transcript without = plan("--format", "github");

        assertThat(without)
                .exitCode(0)
                .stdoutContains("{\"include\":[{\"platform\":\"linux/s390x\"")
                .stdoutDoesNotContain("expected");
        assertThat(with.replaceFirst("\"created\"[^\n]*", ""))
                .isEqualTo(
                        Files.readString(folder.resolve(".multiarch/plan.json")).replaceFirst("\"created\"[^\n]*", ""));
    }

    @Test
    void aLegThatWillExceedItsLimitIsNamedBeforeItIsBuilt() throws Exception {
        Files.writeString(folder.resolve("limits.yaml"), """
                apiVersion: multiarch/v1
                kind: Policy
                name: limits
                build:
                  emulated-time: {max: 20m}
                  step-time: {max: 10m}
                  leg-time: {max: 1m}
                platforms:
                  linux/arm/v7:
                    build: {leg-time: {max: 2h}}
                """);

        assertThat(plan("--records", "records", "--policy", "limits.yaml"))
                .exitCode(0)
                .stderrContains("warning: linux/arm/v7: if it takes as long as the median of the last 3 builds,"
                        + " build.emulated-time will fail: 25m, expected at most 20m (limits.yaml:5:3). Fix: build this leg"
                        + " natively, or cross-compile in a FROM --platform=$BUILDPLATFORM stage")
                .stderrContains("build.step-time will fail: 25m, expected at most 10m (limits.yaml:6:3)")
                .stderrContains("warning: linux/amd64: if it takes as long as the median of the last 3 builds,"
                        + " build.leg-time will fail: 2m, expected at most 1m (limits.yaml:7:3). Fix: use a cache"
                        + " (--cache-from), or a faster runner")
                .stderrDoesNotContain("linux/s390x: if")
                .stderrDoesNotContain(
                        "linux/arm/v7: if it takes as long as the median of the last 3 builds, build.leg-time");
    }

    /** Before hours of emulation, and without any record. */
    @Test
    void aLegThatHasToBeNativeAndIsPlannedAsEmulatedIsNamed() throws Exception {
        Files.writeString(
                folder.resolve("native.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: n\nbuild: {native-required: true}\n");
        assertThat(plan("--policy", "native.yaml"))
                .exitCode(0)
                .stderrContains(
                        "warning: linux/arm/v7: planned as emulated, and build.native-required expects a native build"
                                + " (native.yaml:4:9). Fix: name a runner of this platform in --runners",
                        "warning: linux/s390x: planned as emulated")
                .stderrDoesNotContain("linux/amd64");
    }

    /** The first run has no store yet; and a plan is needed also where the store does not answer. */
    @Test
    void withoutRecordsThePlanIsAsBefore() throws Exception {
        String usual = "  linux/s390x      on ubuntu-24.04 (emulated)\n  linux/amd64      on ubuntu-24.04\n"
                + "  linux/arm/v7     on ubuntu-24.04 (emulated)\n";
        assertThat(plan()).exitCode(0).stdoutContains(usual).stdoutDoesNotContain("expected");
        assertThat(plan("--records", "none-yet")).exitCode(0).stdoutContains(usual);
        assertThat(plan("--records", "oci://127.0.0.1:1/records"))
                .exitCode(0)
                .stdoutContains(usual)
                .stderrContains("warning: no times are expected, as the build records can't be read: ");
    }

    @Test
    void whatARecordSaysIsNeutralised() throws Exception {
        String folder = RecordNames.folder("ghcr.io/org/app") + "linux-amd64/";
        String forged = new String(built("linux/amd64", 7, 1).write(), StandardCharsets.UTF_8)
                .replace("ghcr.io/org/app", "x\\u001b[31m\\n::error::y");
        store.objects().put("p7/linux-amd64/1.json", forged.getBytes(StandardCharsets.UTF_8));
        store.objects().put(folder + "000000000001.1.p7", new byte[0]);

        assertThat(plan("--records", "records"))
                .exitCode(0)
                .stderrContains("warning: record p7/linux-amd64/1.json: it is of x")
                .stderrDoesNotContain("\u001b")
                .stderrDoesNotContain("\n::error");
    }
}
