package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files are what {@code docker buildx inspect} v0.38.2 prints; two-nodes and old ones after its source. */
class BuilderTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "remote, multiarch-remote, remote, 1, tcp://127.0.0.1:1234, v0.34.2, linux/amd64, true",
        "container, multiarch-container, docker-container, 1, unix:///run/docker.sock, v0.34.2, linux/amd64, true",
        "docker, default, docker, 1, default, v0.33.0, linux/amd64, false",
        "two-nodes, fleet, docker-container, 2, ssh://a, v0.12.5, linux/amd64, true"
    })
    void readsWhatInspectPrints(
            String file,
            String name,
            String driver,
            int nodes,
            String endpoint,
            String buildkit,
            String own,
            boolean push)
            throws IOException {
        Builder builder = read(file);
        assertThat(builder.name()).isEqualTo(name);
        assertThat(builder.driver()).isEqualTo(driver);
        assertThat(builder.nodes()).hasSize(nodes);
        Builder.Node node = builder.nodes().get(0);
        assertThat(node.endpoint()).isEqualTo(endpoint);
        assertThat(node.status()).isEqualTo("running");
        assertThat(node.buildkit()).isEqualTo(buildkit);
        assertThat(node.own()).hasValue(Platform.parse(own));
        assertThat(node.platforms()).contains(Platform.parse("linux/amd64/v2"));
        assertThat(builder.pushesByDigest()).isEqualTo(push);
        assertThat(builder.error()).isEmpty();
    }

    @Test
    void readsABuilderThatCannotBeReached() throws IOException {
        Builder builder = read("unreachable");
        assertThat(builder.name()).isEqualTo("default");
        assertThat(builder.driver()).isEmpty();
        assertThat(builder.nodes()).isEmpty();
        assertThat(builder.error()).startsWith("failed to connect to the docker API at unix:///run/docker.sock");
    }

    @Test
    void findsTheNodeOfAPlatform() throws IOException {
        Builder builder = read("two-nodes");
        assertThat(builder.node(Platform.parse("linux/arm64")).map(Builder.Node::name))
                .isEqualTo(Optional.of("fleet1"));
        assertThat(builder.node(Platform.parse("linux/riscv64")).map(Builder.Node::name))
                .isEqualTo(Optional.of("fleet0"));
    }

    @Test
    void refusesWhatNamesNoBuilder() {
        assertThatThrownBy(() -> Builder.parse("Usage: docker\u001b[1m\nName:\n"))
                .isInstanceOf(FormatException.class)
                .hasMessage("docker buildx inspect printed no builder: Usage: docker\\x0aName:\\x0a");
    }

    private static Builder read(String name) throws IOException {
        try (InputStream in = BuilderTest.class.getResourceAsStream("inspect/" + name + ".txt")) {
            return Builder.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
