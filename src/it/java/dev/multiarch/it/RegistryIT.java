package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everybody else's clients at our registry: what they push, they and we read back. */
class RegistryIT {
    private final Stack stack = Stack.require();
    private final String base = Stack.variable("MULTIARCH_IT_BASE_IMAGE");

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(2));

    @TempDir
    Path folder;

    private EmbeddedRegistry registry;
    private String app;
    private Commands here;

    private void start(boolean inMemory) throws IOException {
        Path kept = folder.resolve("registry");
        registry = EmbeddedRegistry.start(inMemory ? Optional.empty() : Optional.of(kept), 0, heard -> {});
        app = registry.host() + "/org/app";
        here = commands.in(folder)
                .with("REGCTL_CONFIG", folder.resolve("regctl.json").toString());
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private String ok(String... line) {
        var transcript = here.program(line);
        assertThat(transcript).exitCode(0);
        return transcript.out().strip();
    }

    @ParameterizedTest(name = "in memory {0}")
    @ValueSource(booleans = {true, false})
    void crane(boolean inMemory) throws IOException {
        start(inMemory);
        ok("crane", "copy", base, app + ":1");
        ok("crane", "tag", app + ":1", "latest");
        ok("crane", "validate", "--remote", app + ":1");
        assertThat(ok("crane", "digest", app + ":latest")).isEqualTo(ok("crane", "digest", base));
        assertThat(ok("crane", "ls", app)).isEqualTo("1\nlatest");
        assertThat(ok("crane", "catalog", registry.host())).isEqualTo("org/app");
        ok("crane", "copy", app + ":1", registry.host() + "/elsewhere/app:1");
        ok("crane", "delete", app + ":latest");
        assertThat(ok("crane", "ls", app)).isEqualTo("1");
        assertThat(here.program("crane", "manifest", app + ":none")).exitCode(1).stderrContains("MANIFEST_UNKNOWN");
        assertThat(here.run("verify-index", app + ":1")).exitCode(0);
        assertThat(here.run("verify-index", app + ":1", base, app + ":gone"))
                .exitCode(3)
                .stdoutContains("unknown: 3 images: 2 passed, 0 failed, 1 unknown");
    }

    @ParameterizedTest(name = "in memory {0}")
    @ValueSource(booleans = {true, false})
    void regctl(boolean inMemory) throws IOException {
        start(inMemory);
        ok("regctl", "registry", "set", "--tls", "disabled", registry.host());
        ok("regctl", "registry", "set", "--tls", "disabled", stack.registry());
        ok("regctl", "image", "copy", base, app + ":1");
        assertThat(ok("regctl", "manifest", "head", app + ":1")).isEqualTo(ok("crane", "digest", base));
        assertThat(ok("regctl", "tag", "ls", app)).isEqualTo("1");
        ok("regctl", "image", "check-base", app + ":1", "--base", app + ":1");
        Files.writeString(folder.resolve("note"), "signed");
        ok("regctl", "artifact", "put", "--artifact-type=application/x", "--subject=" + app + ":1", "--file=note");
        assertThat(ok("regctl", "artifact", "list", app + ":1")).contains("application/x");
    }

    @ParameterizedTest(name = "in memory {0}")
    @ValueSource(booleans = {true, false})
    void oras(boolean inMemory) throws IOException {
        start(inMemory);
        ok("oras", "cp", "-r", "--from-plain-http", "--to-plain-http", base, app + ":1");
        assertThat(ok("oras", "resolve", "--plain-http", app + ":1")).isEqualTo(ok("crane", "digest", base));
        Files.writeString(folder.resolve("note"), "x".repeat(100_000));
        ok("oras", "attach", "--plain-http", "--artifact-type=application/x", app + ":1", "note:text/plain");
        assertThat(ok("oras", "discover", "--plain-http", "--format=json", app + ":1"))
                .contains("application/x");
        ok("oras", "repo", "tags", "--plain-http", app);
        ok("oras", "blob", "push", "--plain-http", app, "note");
        ok("oras", "manifest", "delete", "--plain-http", "--force", app + ":1");
        assertThat(here.program("oras", "resolve", "--plain-http", app + ":1"))
                .exitCode(1)
                .stderrContains("not found");
    }

    @ParameterizedTest(name = "in memory {0}")
    @ValueSource(booleans = {true, false})
    void buildx(boolean inMemory) throws IOException {
        start(inMemory);
        ok("crane", "copy", base, app + ":1");
        String digest = ok("crane", "digest", app + ":1");
        ok("docker", "buildx", "imagetools", "create", "-t", app + ":2", "-t", app + ":3", app + "@" + digest);
        assertThat(ok("docker", "buildx", "imagetools", "inspect", app + ":2")).contains("linux/arm64");
        Files.writeString(folder.resolve("Dockerfile"), "FROM " + app + ":1\nLABEL a=b\n");
        ok(
                "docker",
                "buildx",
                "build",
                "--builder=" + stack.remoteBuilder(),
                "--platform=linux/amd64,linux/arm64",
                "--provenance=mode=max",
                "--push",
                "--tag=" + app + ":built",
                ".");
        ok("crane", "validate", "--remote", app + ":built");
        assertThat(here.run("verify-index", app + ":built", "--require", "linux/amd64,linux/arm64"))
                .exitCode(0);
    }
}
