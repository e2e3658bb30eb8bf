package dev.multiarch.registry.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {
    private static final Hosts HOSTS = new Hosts(Set.of("lab.example:5000", "any.example"));

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "127.0.0.1, true",
        "127.0.0.1:5000, true",
        "127.255.255.254:80, true",
        "localhost, true",
        "localhost:5000, true",
        "LOCALHOST:5000, true",
        "[::1]:5000, true",
        "[0:0:0:0:0:0:0:1], true",
        "lab.example:5000, true",
        "any.example:1234, true",
        "any.example, true",
        "lab.example, false",
        "lab.example:5001, false",
        "x.any.example, false",
        "registry.example, false",
        "127.0.0.1.evil.example, false",
        "127.evil.example:5000, false",
        "localhost.evil.example, false",
        "[::2]:5000, false",
        "10.0.0.1:5000, false"
    })
    void plainHttpIsForLoopbackAndNamedHosts(String host, boolean plain) {
        assertThat(HOSTS.mayBePlain(host)).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({
        "https://A.example/x?y, https://a.example:443",
        "HTTP://a.example, http://a.example:80",
        "https://a.example:80/, https://a.example:80",
        "http://[::1]:5000/v2/, http://[::1]:5000"
    })
    void anOriginIsSchemeHostAndPort(URI uri, URI origin) {
        assertThat(Hosts.origin(uri)).isEqualTo(origin);
    }

    @Test
    void dockerHubIsElsewhere() {
        assertThat(Hosts.endpoint("docker.io")).isEqualTo("registry-1.docker.io");
        assertThat(Hosts.endpoint("Registry.Example:5000")).isEqualTo("registry.example:5000");
    }
}
