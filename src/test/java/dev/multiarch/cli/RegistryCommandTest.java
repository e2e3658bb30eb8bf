package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryCommandTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    @Test
    void aPortThatIsTakenIsSaid() throws Exception {
        try (EmbeddedRegistry other = EmbeddedRegistry.start()) {
            String port = other.host().split(":")[1];
            assertThat(commands.in(folder).run("registry", "--port", port))
                    .exitCode(4)
                    .stdoutIsEmpty()
                    .stderrContains("port " + port + " of 127.0.0.1 is not available", "Fix: --port 0");
        }
    }

    @ParameterizedTest(name = "registry {0} {1}")
    @CsvSource({
        "--port,65536,expected a number from 0 to 65535",
        "--port,x,--port",
        "--folder,file/below,file",
        "--fault,GET /v2/,such as 'GET /v2/app/manifests/1 status=503 times=2'",
    })
    void wrongUsageIsSaid(String option, String value, String words) throws Exception {
        Files.writeString(folder.resolve("file"), "");
        var said = commands.in(folder).run("registry", option, value);
        assertThat(said)
                .exitCode(option.equals("--folder") ? 4 : 2)
                .stdoutIsEmpty()
                .stderrContains(words);
    }

    @Test
    void aClientSeesTheFaultThatWasAskedFor() throws Exception {
        Process registry = Commands.process(
                        Commands.command("registry", "--port", "0", "--fault", "GET /v2/app/manifests/1 status=418"))
                .redirectErrorStream(true)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(registry.getInputStream(), StandardCharsets.UTF_8))) {
            String host = out.readLine().replaceFirst("registry ([0-9.:]+), .*", "$1");
            assertThat(commands.in(folder).run("verify-index", host + "/app:1"))
                    .exitCode(3)
                    .stderrContains("418");
            assertThat(commands.in(folder).run("verify-index", host + "/app:2"))
                    .exitCode(3)
                    .stderrContains("404");
        } finally {
            registry.destroy();
            registry.waitFor();
        }
    }
}
