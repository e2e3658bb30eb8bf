package dev.multiarch.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, on a machine that has nothing but a JDK. */
class DemoTest {
    private static final Pattern GOOD = Pattern.compile("demo:latest now points to (sha256:[0-9a-f]{64})\n");

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    /** No docker on the path, a home that can't be written to, a proxy that leads nowhere. */
    private Commands bare() throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("a folder"));
        return commands.in(temporary)
                .with("PATH", folder.toString())
                .with("HOME", "/nonexistent")
                .with("HTTP_PROXY", "http://127.0.0.1:9")
                .with("HTTPS_PROXY", "http://127.0.0.1:9");
    }

    @Test
    void showsAGoodImageAndABadOne() throws IOException {
        var transcript = bare().run("demo");
        assertThat(transcript)
                .exitCode(0)
                .stdoutContains(
                        "pass: 0 failed, 0 unknown",
                        "fail     image.platforms.required [linux/riscv64]",
                        "fail     image.elf-machine [linux/arm64] /app/server is x86-64, expected AArch64",
                        "fail     host.kernel [linux/arm/v7] the kernel of the builder's host is 4.4.0-210-generic",
                        "\nNext:\n")
                .stderrIsEmpty();
        Matcher good = GOOD.matcher(transcript.out());
        assertThat(good.find()).isTrue();
        assertThat(transcript).stdoutContains("demo:latest still points to " + good.group(1) + ":");
    }

    @Test
    void answersProgramsToo() throws IOException {
        assertThat(bare().run("demo", "--format", "json"))
                .exitCode(0)
                .stdoutContains("\"good\" : \"pass\"", "\"bad\" : \"fail\"", "\"latest\" : \"sha256:");
    }

    /** Anyone who reads one line and goes ends it; that is not a bug in multiarch to report. */
    @Test
    void aReaderThatGoesEndsIt() throws IOException {
        String line =
                Commands.command("demo").stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        String script = "{ " + line + "; echo $? > exit; } | head -n 1; cat exit";
        assertThat(bare().with("PATH", System.getenv("PATH")).program("sh", "-c", script))
                .exitCode(0)
                .stdoutContains("4\n")
                .stderrIsEmpty();
    }

    @Test
    void aPortThatIsTakenIsSaid() throws IOException {
        try (EmbeddedRegistry other = EmbeddedRegistry.start()) {
            String port = other.host().split(":")[1];
            assertThat(bare().run("demo", "--port", port))
                    .exitCode(4)
                    .stderrContains("port " + port + " of 127.0.0.1 is not available", "Fix: --port 0");
        }
        assertThat(bare().run("demo", "--port", "65536"))
                .exitCode(2)
                .stderrContains("expected a number from 0 to 65535");
    }

    @Test
    void keptItStaysUpUntilItIsStoppedAndLeavesNothing() throws Exception {
        Process demo = Commands.process(Commands.command("demo", "--keep"))
                .redirectErrorStream(true)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
            String verify = out.lines()
                    .filter(text -> text.contains("verify-index 127"))
                    .findFirst()
                    .orElseThrow();
            List<String> words = List.of(verify.strip().split(" "));
            Path policy = Path.of(words.get(4));
            assertThat(commands.run("verify-index", words.get(2), "--policy", policy.toString()))
                    .exitCode(0)
                    .stdoutContains("annotation");
            demo.destroy();
            demo.waitFor();
            assertThat(policy.getParent()).doesNotExist();
        } finally {
            demo.destroyForcibly();
        }
    }
}
