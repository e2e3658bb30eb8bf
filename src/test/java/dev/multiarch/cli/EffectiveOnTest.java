package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.ServedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that warns until a day, and fails from it. */
class EffectiveOnTest {
    private static final String POLICY = """
            apiVersion: multiarch/v1
            kind: Policy
            name: p
            rules: {image.platforms.required: {effective-on: "%s"}}
            image: {platforms: {required: [linux/riscv64]}}
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);

    @BeforeEach
    void anImageWithoutIt() {
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64")));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the day before,          2026-12-31,                2026-12-30T23:59:59Z, 0",
        "the day itself,          2026-12-31,                2026-12-31T00:00:00Z, 1",
        "an hour that has offset, 2026-12-31T00:00:00+02:00, 2026-12-30T22:00:00Z, 1",
        "just before that hour,   2026-12-31T00:00:00+02:00, 2026-12-30T21:59:59Z, 0"
    })
    void warnsUntilThenAndFailsFromThenOn(String name, String day, String now, int exit) throws IOException {
        Files.writeString(folder.resolve("p.yaml"), POLICY.formatted(day));
        var verdict =
                commands.in(folder).run("verify-index", server.host() + "/app:1", "--policy", "p.yaml", "--now", now);
        assertThat(verdict).exitCode(exit).stdoutContains("expected linux/riscv64");
        String until = "(a warning until " + day + ", an error from then on)";
        if (exit == 0) {
            assertThat(verdict).stdoutContains(until);
        } else {
            assertThat(verdict).stdoutDoesNotContain("a warning until");
        }
    }

    @Test
    void aTimeWithoutAnOffsetIsRefused() throws IOException {
        Files.writeString(folder.resolve("p.yaml"), POLICY.formatted("2026-12-31"));
        assertThat(commands.in(folder)
                        .run("verify-index", server.host() + "/app:1", "--policy", "p.yaml", "--now", "2026-12-31"))
                .exitCode(2)
                .stderrContains("--now 2026-12-31: expected a time with its offset");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "merge, 'merge --tag 1', 2, '--now judges for another time, so no tag may move. Fix: leave out --now; verify-index --now shows what changes until then'",
        "merge without tags, 'merge --no-promote', 1, 'linux/amd64: planned, but there is no record of it'",
        "ship, 'ship --image o/app --platforms linux/amd64 --tag 1', 2, '--now judges for another time'",
        "ship without tags, 'ship --image o/app --platforms linux/amd64 --tag 1 --no-promote', 2, what to build is missing",
    })
    void noTagMovesByAVerdictForAnotherTime(String name, String words, int exit, String why) {
        var here = commands.in(folder);
        assertThat(here.run("plan", "--image", "o/app", "--platforms", "linux/amd64"))
                .exitCode(0);
        assertThat(here.run((words + " --now 2026-05-01T00:00:00Z").split(" ")))
                .exitCode(exit)
                .stderrContains(why);
    }
}
