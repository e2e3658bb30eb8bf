package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A builder that is made because the docker driver can't push by digest, and a registry whose CA only this host knows. */
class OwnBuilderIT {
    @RegisterExtension
    final Commands all = new Commands().inOwnJvm().within(Duration.ofMinutes(3));

    @TempDir
    Path temp;

    private Commands commands;
    private String registry;
    private Path authority;

    /** Docker's settings of its own, so that no other test sees its builders. */
    @BeforeEach
    void makeSettings() throws IOException {
        Stack.require();
        registry = Stack.variable("MULTIARCH_IT_SECURE_REGISTRY");
        authority = Path.of(Stack.variable("MULTIARCH_IT_SECURE_CA"));
        Path theirs = Path.of(Stack.variable("DOCKER_CONFIG"));
        Path settings = Files.createDirectory(temp.resolve("settings"));
        String plugins = "{\"cliPluginsExtraDirs\": [\"" + theirs.resolve("cli-plugins") + "\"],";
        Files.writeString(
                settings.resolve("config.json"),
                Files.readString(theirs.resolve("config.json")).replaceFirst("\\{", plugins));
        commands = all.in(temp).with("DOCKER_CONFIG", settings.toString()).with("SSL_CERT_FILE", "");
        Files.writeString(temp.resolve("Dockerfile"), "ARG BASE\nFROM ${BASE}\nCOPY Dockerfile /\n");
    }

    @Test
    void withoutItsCertificateTheRegistryIsNotTrusted() {
        assertThat(ship(commands, "none")).exitCode(4).stderrContains("x509");
    }

    @Test
    void aCertificateInCertsDGoesAlong() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("settings/certs.d").resolve(registry));
        Files.copy(authority, folder.resolve("ca.crt"));
        assertThat(ship(commands, "certs-d"))
                .exitCode(0)
                .stderrContains("plain http for 127.0.0.1:", "the certificates in " + folder + " for " + registry);
    }

    @Test
    void theBundleThatTheEnvironmentNamesGoesAlong() {
        Transcript ship = ship(commands.with("SSL_CERT_FILE", authority.toString()), "bundle");
        assertThat(ship).exitCode(0).stderrContains("the certificates in " + authority + " for " + registry);
    }

    private Transcript ship(Commands here, String name) {
        String base = Stack.variable("MULTIARCH_IT_BASE_IMAGE");
        Transcript ship = here.run(
                "ship",
                "--setup",
                "--engine=native", // imagetools itself looks into no certs.d
                "--insecure-registry=" + base.replaceFirst("/.*", ""),
                "--image=" + registry + "/it/own-builder-" + name,
                "--platforms=linux/amd64",
                "--tag=1",
                "--",
                ".",
                "--build-arg",
                "BASE=" + base);
        Matcher made = Pattern.compile("creating builder (multiarch-[0-9a-f]+)").matcher(ship.err());
        assertThat(made.find()).as(ship.toString()).isTrue();
        assertThat(here.program("docker", "buildx", "rm", made.group(1))).exitCode(0);
        return ship;
    }
}
