package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.registry.Distribution;
import dev.multiarch.registry.Login;
import dev.multiarch.registry.TlsFixture;
import dev.multiarch.registry.auth.SigningTokenServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands at registries that ask who is there. */
class LoginIT {
    private final Stack stack = Stack.require();

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(3));

    @TempDir
    Path folder;

    @Test
    void theWholeLineBehindTlsAndAPassword() throws Exception {
        Project project = Project.in(folder, stack, "login");
        String image = project.image().replace(stack.registry(), Stack.variable("MULTIARCH_IT_SECURE_REGISTRY"));
        Commands here = commands.in(folder);

        assertThat(here.run(
                        "ship",
                        "--image",
                        image,
                        "--platforms",
                        "linux/amd64,linux/arm64",
                        "--tag",
                        "1",
                        "--builder",
                        stack.remoteBuilder(),
                        "--",
                        "."))
                .exitCode(0)
                .stdoutContains(image + ":1 now points to sha256:");
        assertThat(here.run("verify-index", image + ":1", "--require", "linux/amd64,linux/arm64"))
                .exitCode(0);
        assertThat(here.with("DOCKER_CONFIG", folder.resolve("nobody").toString())
                        .run("verify-index", image + ":1"))
                .exitCode(3)
                .stdoutIsEmpty()
                .stderrIsOneLineWith("401", "Fix: docker login " + Stack.variable("MULTIARCH_IT_SECURE_REGISTRY"));
    }

    @Test
    void verifyIndexBehindATokenServer() throws Exception {
        TlsFixture signer = TlsFixture.make(folder, "-keyalg", "RSA", "-keysize", "2048");
        try (var tokens = new SigningTokenServer(signer, "me", "pa:ss");
                var registry = Distribution.behind(tokens, signer, folder)) {
            String image = registry.host() + "/closed/app:1";
            Login.write(folder, registry.host(), "me", "pa:ss");
            Commands known = commands.with("DOCKER_CONFIG", folder.toString());
            assertThat(known.program("crane", "copy", Stack.variable("MULTIARCH_IT_BASE_IMAGE"), image))
                    .exitCode(0);

            assertThat(known.run("verify-index", image)).exitCode(0).stdoutContains("image.blobs-exist");
            assertThat(commands.with("DOCKER_CONFIG", folder.resolve("nobody").toString())
                            .run("verify-index", image))
                    .exitCode(3)
                    .stderrIsOneLineWith("401", "docker login");
        }
    }
}
