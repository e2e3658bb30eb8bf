package dev.multiarch.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.registry.request.RefusedException;
import dev.multiarch.registry.settings.Hosts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which token servers a registry may name. */
class TokenServerTest {
    private static final Hosts HOSTS = new Hosts(Set.of("lab.example:5000"));

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another host over https, https://registry.example, https://auth.example/token",
        "same host, https://registry.example, https://registry.example/token?x=y",
        "plain on loopback for plain, http://127.0.0.1:5000, http://localhost:5001/token",
        "plain on a named host, http://lab.example:5000, http://lab.example:5000/token",
        "https for plain, http://127.0.0.1:5000, https://auth.example/token",
        "private address, https://registry.example, https://10.0.0.7/token"
    })
    void good(String name, String registry, String realm) throws Exception {
        TokenServer read = TokenServer.of(
                challenge(realm), URI.create(registry), HOSTS, List.of("repository:a:pull"), Duration.ofSeconds(5));
        assertThat(read.uri()).isEqualTo(URI.create(realm));
        assertThat(read.scopes()).isEqualTo(List.of("repository:a:pull"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "plain for https | https://registry.example | http://auth.example/t | "
                        + "the token server http://auth.example:80 of a registry that speaks https",
                "plain loopback for https | https://registry.example | http://127.0.0.1:9/t | "
                        + "the token server http://127.0.0.1:9 of a registry that speaks https",
                "plain far away | http://127.0.0.1:5000 | http://auth.example/t | "
                        + "the token server http://auth.example:80, which would get the password in clear,",
                "other port of a named host | http://lab.example:5000 | http://lab.example/t | "
                        + "the token server http://lab.example:80, which would get the password in clear,",
                "metadata | https://registry.example | https://169.254.169.254/t | "
                        + "the token server https://169.254.169.254:443 at a link-local address",
                "metadata in one number | https://registry.example | https://2852039166/t | "
                        + "the token server https://2852039166:443 at a link-local address",
                "Alibaba Cloud's metadata | https://registry.example | https://100.100.100.200/t | "
                        + "the token server https://100.100.100.200:443 at a link-local address",
                "metadata, IPv6 | https://registry.example | https://[fd00:ec2::254]/t | "
                        + "the token server https://[fd00:ec2::254]:443 at a link-local address",
                "link-local, IPv6 | https://registry.example | https://[fe80::a]/t | "
                        + "the token server https://[fe80::a]:443 at a link-local address",
                "mapped | https://registry.example | https://[::ffff:169.254.169.254]/t | "
                        + "the token server https://[::ffff:169.254.169.254]:443 at a link-local address",
                "relative | https://registry.example | /token | "
                        + "the token server \"/token\", which is not an http or https address,",
                "file | https://registry.example | file:///etc/passwd | "
                        + "the token server \"file:///etc/passwd\", which is not an http or https address,",
                "password in it | https://registry.example | https://a:b@c.example/ | "
                        + "the token server \"https://a:b@c.example/\", which is not an http or https address,",
                "malformed | https://registry.example | https://a b/ | "
                        + "the token server \"https://a b/\", which is not an http or https address,"
            })
    void refused(String name, String registry, String realm, String message) {
        assertThatThrownBy(() -> TokenServer.of(
                        challenge(realm), URI.create(registry), HOSTS, List.of("x"), Duration.ofSeconds(5)))
                .isInstanceOf(RefusedException.class)
                .hasMessage(message);
    }

    private static Challenge challenge(String realm) {
        return new Challenge("bearer", Map.of("realm", realm));
    }
}
