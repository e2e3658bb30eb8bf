package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class AdviseTest {
    private static final Path TEN = Path.of("src/test/resources/dockerfile/ten-faults.Dockerfile");
    private static final String PLATFORMS = "--platforms=linux/amd64,linux/arm64,linux/arm/v7";

    /** Where its faults are. */
    private static final List<Integer> LINES = List.of(11, 19, 24, 26, 31, 32, 33, 37, 39, 42);

    @TempDir
    Path folder;

    @RegisterExtension
    final Commands all = new Commands();

    private Commands commands;

    @BeforeEach
    void inFolder() {
        commands = all.in(folder);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void theAdviceOnTenKnownFaultsNamesTheTenLinesAndNothingElse() throws IOException {
        Files.copy(TEN, folder.resolve("Dockerfile"));
        Transcript told = commands.run("advise", PLATFORMS, "--format", "json");
        assertThat(told).exitCode(1);
        assertThat(JsonSchemas.errors("advice-v1.schema.json", told.out())).isEmpty();
        JsonObject verdict =
                Json.read(told.out().getBytes(StandardCharsets.UTF_8), "advice").object("verdict");
        List<Integer> lines = verdict.objects("findings").stream()
                .filter(finding -> List.of("fail", "unknown").contains(finding.text("outcome")))
                .map(finding -> Integer.valueOf(finding.text("origin").split(":")[1]))
                .sorted()
                .toList();
        assertThat(lines).containsExactlyElementsOf(LINES);
    }

    /** What an edit is made for is gone afterwards, and nothing new is there. */
    @Test
    void editsTakeTheirFindingsAway() throws IOException {
        Files.copy(TEN, folder.resolve("Dockerfile"));
        String named = "--platforms=linux/amd64,linux/arm64";
        Transcript diff = commands.run("advise", named, "--fix", "--quiet", "--output", "fix.diff");
        assertThat(diff).exitCode(1).stdoutIsEmpty().stderrIsEmpty();
        Commands.need("git");
        assertThat(commands.program("git", "apply", "fix.diff")).exitCode(0);
        assertThat(commands.run("advise", named))
                .exitCode(0)
                .stdoutContains("0 failed, 1 failed below severity error", "dockerfile.machine-name")
                .stdoutDoesNotContain("has an edit");
    }

    @Test
    void aCleanFileIsFine() throws IOException {
        write("Containerfile", "FROM alpine:3.22\nARG TARGETARCH\nRUN echo $TARGETARCH\n");
        assertThat(commands.run("advise"))
                .exitCode(0)
                .stdoutContains("pass: 0 failed", "Containerfile for linux/amd64, linux/arm64", "are assumed");
        assertThat(commands.run("advise", "--fix", "--quiet")).exitCode(0).stdoutIsEmpty();
    }

    /** An ARG that no command takes does not excuse; one in front of the compiler's own target is. */
    @Test
    void aDeclaredTargetExcusesNothing() throws IOException {
        String rest = "RUN %sgo build -o /app .\nFROM debian:13\nCOPY --from=b /app /app\n";
        String fixed = "FROM --platform=linux/amd64 golang:1.26 AS b\nARG TARGETARCH\n" + rest;
        write("Dockerfile", fixed.formatted(""));
        assertThat(commands.run("advise")).exitCode(1).stdoutContains("Dockerfile:1:6 dockerfile.fixed-platform");
        write("Dockerfile", fixed.formatted("GOARCH=$TARGETARCH "));
        assertThat(commands.run("advise")).exitCode(0).stdoutContains("pass: 0 failed");
        String builder = "FROM --platform=$BUILDPLATFORM golang:1.26 AS b\nARG TARGETARCH\n" + rest;
        write("Dockerfile", builder.formatted(""));
        assertThat(commands.run("advise")).exitCode(1).stdoutContains("Dockerfile:3:5 dockerfile.fixed-platform");
        assertThat(commands.run("advise", "--platforms=linux/arm64")).exitCode(0);
    }

    @Test
    void warningsAloneAreNoFailure() throws IOException {
        write("a/Dockerfile", "FROM debian\nRUN --mount=type=cache,target=/var/cache/apt apt-get update\n");
        assertThat(commands.run("advise", "a"))
                .exitCode(0)
                .stdoutContains("warning  a/Dockerfile:2:5 dockerfile.cache-mounts");
    }

    /** A file that is named after a platform is for that one. */
    @Test
    void aNameSaysThePlatform() throws IOException {
        String text = "FROM alpine\nRUN wget https://example.org/tool-arm64.tar.gz\n";
        write("Dockerfile.arm64", text);
        write("arm64/Dockerfile", text);
        write("Dockerfile", text);
        assertThat(commands.run("advise", "Dockerfile.arm64", "arm64")).exitCode(0);
        assertThat(commands.run("advise", "Dockerfile")).exitCode(1);
    }

    @Test
    void aPolicyRequiresThePlatformsAndSetsSeverities() throws IOException {
        write("Dockerfile", "FROM alpine\nARG TARGETARCH\nRUN case $TARGETARCH in amd64) ;; *) exit 1 ;; esac\n");
        write("images.yaml", policy("image: {platforms: {required: [linux/amd64, linux/riscv64]}}"));
        assertThat(commands.run("advise", "--policy", "images.yaml"))
                .exitCode(1)
                .stdoutContains("for linux/riscv64", "required by preset dockerfile:")
                .stdoutDoesNotContain("linux/arm64");
        write(
                "mild.yaml",
                policy("extends: [dockerfile]\nrules: {dockerfile.architecture-table: {severity: warning}}"));
        assertThat(commands.run("advise", "--policy", "mild.yaml"))
                .exitCode(0)
                .stdoutContains(
                        "warning  Dockerfile:3:5 dockerfile.architecture-table", "required by preset dockerfile:");
    }

    private static String policy(String settings) {
        return "apiVersion: multiarch/v1\nkind: Policy\nname: ours\n" + settings + "\n";
    }

    @Test
    void aWaiverCoversAnErrorAndACommentAWarning() throws IOException {
        String ignore = "# multiarch ignore=platform-args,cache-mounts it is empty on purpose\n";
        write(
                "Dockerfile",
                "FROM debian\n" + ignore + "RUN --mount=type=cache,target=/var/cache/apt echo $TARGETARCH\n");
        assertThat(commands.run("advise"))
                .exitCode(1)
                .stdoutContains(
                        "a waiver in the policy can cover this",
                        "skipped  Dockerfile:3:5 dockerfile.cache-mounts ignored by a comment, \"it is empty on purpose\"");
        write("waived.yaml", policy("""
                extends: [dockerfile]
                waivers:
                  - {rule: dockerfile.platform-args, reason: "it is empty on purpose", owner: "@ours", expires: "2026-12-31T00:00:00Z"}
                """));
        assertThat(commands.run("advise", "--policy", "waived.yaml", "--now", "2026-12-01T00:00:00Z"))
                .exitCode(0)
                .stdoutContains("waived   Dockerfile:3:");
    }

    @Test
    void anIndexShowsNothingOfADockerfile() throws IOException {
        write("p.yaml", policy("dockerfile: {cache-mounts: true}"));
        assertThat(commands.run("policy", "check", "p.yaml")).exitCode(0);
        assertThat(commands.run("policy", "explain", "dockerfile.cache-mounts"))
                .exitCode(0)
                .stdoutContains("sharing=locked");
    }

    @Test
    void whatIsNoDockerfileIsNamedWithItsLine() throws IOException {
        assertThat(commands.run("advise")).exitCode(2).stderrContains("neither a Dockerfile nor a Containerfile");
        assertThat(commands.run("advise", "."))
                .exitCode(2)
                .stderrContains(
                        "error: advise .: there is neither a Dockerfile nor a Containerfile in this folder. Fix: ");
        assertThat(commands.run("advise", "gone"))
                .exitCode(2)
                .stderrContains("gone: there is no such file. Fix: multiarch advise path/to/Dockerfile");
        write("Dockerfile", "FROM alpine\nRUNN echo\n");
        assertThat(commands.run("advise"))
                .exitCode(2)
                .stderrContains("Dockerfile:2:1 unknown instruction \"RUNN\". Did you mean \"RUN\"?");
        write("Dockerfile", "x".repeat((1 << 20) + 1));
        assertThat(commands.run("advise")).exitCode(2).stderrContains("larger than 1 MiB", ". Fix: name ");
        write("Dockerfile", "# nothing\n");
        assertThat(commands.run("advise")).exitCode(2).stderrContains("no instructions", ". Fix: begin it");
        write("Dockerfile", "FROM a\nRUN <<END\necho\n");
        assertThat(commands.run("advise"))
                .exitCode(2)
                .stderrContains("Dockerfile:2:1 unterminated heredoc", ". Fix: write END alone on the line");
    }

    /** Loops that are nested, tables of tables, values that double: each is cut, and what is cut does not pass. */
    @Test
    void aFileThatIsMadeToTakeLongIsUnknown() throws IOException {
        var text = new StringBuilder("FROM alpine\nARG TARGETARCH\n");
        for (int i = 0; i < 4_000; i++) {
            text.append("ENV V")
                    .append(i)
                    .append("=$V")
                    .append(Math.max(0, i - 1))
                    .append("$V")
                    .append(i / 2)
                    .append('\n');
            text.append("RUN if [ -f x ]; then A=1; else A=2; fi; echo $A\n");
        }
        write("Dockerfile", text.toString());
        assertThat(commands.run("advise")).exitCode(3).stdoutContains("takes too long to be looked at as a whole");
        write("Dockerfile", "FROM alpine\nRUN " + "$(".repeat(30_000) + "\nRUN " + "if ".repeat(20_000) + "\n");
        assertThat(commands.run("advise")).exitCode(0);
    }

    @Test
    void hostileTextCommandsNothing() throws IOException {
        write(
                "Dockerfile",
                "FROM alpine\nRUN wget https://example.org/\u001b[31m##[error]/x-amd64 \\\n  ::error::boo\n");
        Transcript told = commands.run("advise");
        assertThat(told).exitCode(1).stdoutDoesNotContain("\u001b").stdoutDoesNotContain("##[");
        assertThat(commands.run("advise", "--fix")).exitCode(2).stderrContains("Fix: --output FILE");
        assertThat(commands.run("advise", "--fix", "--output", "fix.diff")).exitCode(1);
        assertThat(Files.readString(folder.resolve("fix.diff"))).contains("\u001b[31m");
    }

    @Test
    void aStepAnnotatesTheLines() throws IOException {
        write("app/Dockerfile", "FROM alpine\nRUN echo $TARGETARCH\n");
        Commands step = commands.in(folder.resolve("app"))
                .with("GITHUB_ACTIONS", "true")
                .with("GITHUB_WORKSPACE", folder.toString())
                .with("MULTIARCH_INPUT_COMMAND", "advise")
                .with("MULTIARCH_INPUT_PLATFORMS", "linux/amd64,linux/arm64")
                .with("MULTIARCH_INPUT_FILE", "Dockerfile");
        assertThat(step.run("action"))
                .exitCode(1)
                .stderrContains(
                        "::error file=app/Dockerfile,line=2,col=10,title=dockerfile.platform-args::RUN uses TARGETARCH");
    }

    @Test
    void sarifPointsAtTheDockerfile() throws IOException {
        write("Dockerfile", "FROM alpine\nRUN echo $TARGETARCH\n");
        assertThat(commands.run("advise", "--report", "sarif=advice.sarif")).exitCode(1);
        assertThat(Files.readString(folder.resolve("advice.sarif")))
                .contains("\"uri\" : \"Dockerfile\"", "\"startLine\" : 2", "dockerfile.platform-args");
    }
}
