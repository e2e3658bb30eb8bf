package dev.multiarch.emulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.host.Builder;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.step.FakeDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnBuilderTest {
    @TempDir
    Path temp;

    private final List<String> said = new ArrayList<>();
    private FakeDocker docker;
    private boolean dry;
    private Set<String> insecure = Set.of();
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void makeDocker() throws IOException {
        docker = FakeDocker.in(temp);
        docker.current("docker");
    }

    @Test
    void theNextCallFindsIt() throws Exception {
        String name = create("ghcr.io/o/app");
        assertThat(name).startsWith("multiarch-");
        assertThat(docker.calls()).contains("buildx create --name " + name + " --driver docker-container");
        assertThat(said)
                .containsExactly("builder \"default\" (driver docker) can't push by digest: creating builder " + name
                        + " (docker-container)");
        said.clear();
        assertThat(create("ghcr.io/o/app")).isEqualTo(name);
        assertThat(said).isEmpty();
    }

    @Test
    void aLoopbackRegistryIsReachedByPlainHttpOnTheHostsNetwork() throws Exception {
        String name = create("127.0.0.1:5000/o/app");
        assertThat(docker.calls())
                .contains("buildx create --name " + name
                        + " --driver docker-container --driver-opt network=host --buildkitd-config /buildkitd.toml");
        assertThat(toml()).isEqualTo("[registry.\"127.0.0.1:5000\"]\n  http = true\n");
    }

    @Test
    void registriesThatWereNamedInsecureAreSpokenToInPlainHttp() throws Exception {
        insecure = Set.of("a.example", "b.example:5000", "odd\"]\nhost");
        create("a.example:80/o/app");
        assertThat(toml())
                .isEqualTo("[registry.\"a.example\"]\n  http = true\n[registry.\"a.example:80\"]\n  http = true\n"
                        + "[registry.\"b.example:5000\"]\n  http = true\n"
                        + "[registry.\"odd\\\"]\\u000Ahost\"]\n  http = true\n");
        assertThat(said)
                .singleElement()
                .asString()
                .contains(" with plain http for a.example, plain http for a.example:80, plain http for b.example:5000");
    }

    @Test
    void certificatesOfCertsDGoAlong() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("certs.d/private.example:5443"));
        Files.writeString(folder.resolve("a.crt"), "A");
        Files.writeString(folder.resolve("b.crt"), "B");
        Files.writeString(folder.resolve("me.cert"), "certificate");
        Files.writeString(folder.resolve("me.key"), "key");
        insecure = Set.of("private.example:5443");
        String name = create("ghcr.io/o/app");
        assertThat(toml().replaceAll("\"[^\"]*/ca-0.pem\"", "CA"))
                .isEqualTo("[registry.\"private.example:5443\"]\n  ca = [CA]\n"
                        + "[[registry.\"private.example:5443\".keypair]]\n"
                        + "  key = \"" + folder + "/me.key\"\n  cert = \"" + folder + "/me.cert\"\n");
        assertThat(temp.resolve("config/ca-0.pem")).hasContent("A\nB\n");
        assertThat(said)
                .singleElement()
                .asString()
                .endsWith(" with the certificates in " + folder + " for private.example:5443");
        Files.writeString(folder.resolve("a.crt"), "another");
        assertThat(create("ghcr.io/o/app")).isNotEqualTo(name);
    }

    @Test
    void certificatesThatCanNotBeReadAreLeftOutAndSaidToBe() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("certs.d/private.example"));
        Files.writeString(folder.resolve("me.cert"), "a certificate without its key");
        create("ghcr.io/o/app");
        assertThat(docker.calls()).noneMatch(call -> call.contains("--buildkitd-config"));
        assertThat(said)
                .singleElement()
                .asString()
                .endsWith("; without the certificates for private.example, which can't be read");
    }

    @Test
    void theBundleOfTheEnvironmentIsForTheImagesRegistry() throws Exception {
        Path bundle = Files.writeString(temp.resolve("bundle.pem"), "CA");
        environment = Map.of("SSL_CERT_FILE", bundle.toString());
        create("private.example/o/app");
        assertThat(toml()).startsWith("[registry.\"private.example\"]\n  ca = [");
        assertThat(said)
                .singleElement()
                .asString()
                .endsWith(" with the certificates in " + bundle + " for private.example");
    }

    @Test
    void aDryRunTellsTheSettingsAndTheCommand() throws Exception {
        dry = true;
        assertThat(create("127.0.0.1:5000/o/app")).isEqualTo("default");
        assertThat(docker.calls()).noneMatch(call -> call.contains("create"));
        assertThat(said).hasSize(3);
        assertThat(said.get(0)).matches("would write to /.*/buildkitd.toml: \\[registry.\"127.0.0.1:5000\"\\]");
        assertThat(said.get(1)).endsWith("/buildkitd.toml:   http = true");
        assertThat(said.get(2)).startsWith("would run: ").contains("buildx create --name multiarch-");
    }

    private String create(String image) throws Exception {
        var programs = new Programs(line -> {});
        return new OwnBuilder(programs, docker.buildx(), new HostChanges(programs, true, dry, said::add), said::add)
                .instead(
                        Builder.inspect(programs, docker.buildx(), Optional.empty()),
                        new RegistrySettings(insecure, temp, environment, RegistrySettings.BUDGET),
                        Optional.of(Reference.parse(image)))
                .name();
    }

    private String toml() throws IOException {
        return Files.readString(temp.resolve("config/buildkitd.toml"));
    }
}
