package dev.multiarch.registry.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.registry.Sample;
import dev.multiarch.registry.http.HttpProxy;
import dev.multiarch.text.FormatException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {
    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                    | http://r.example        | proxy",
                "*                     | http://r.example        | direct",
                "r.example             | http://r.example        | direct",
                "R.Example             | http://r.EXAMPLE        | direct",
                "r.example             | http://a.r.example      | direct",
                "r.example             | http://ar.example       | proxy",
                "r.example             | http://r.example.evil   | proxy",
                ".r.example            | http://a.r.example      | direct",
                ".r.example            | http://r.example        | proxy",
                "*.r.example           | http://a.r.example      | direct",
                "*.r.example           | http://r.example        | proxy",
                "x, r.example ,y       | http://r.example        | direct",
                ",,                    | http://r.example        | proxy",
                "r.example:5000        | http://r.example:5000   | direct",
                "r.example:5000        | http://r.example        | proxy",
                "r.example:80          | http://r.example        | direct",
                "r.example:443         | https://r.example       | direct",
                "''                    | http://localhost:5000   | direct",
                "''                    | http://127.0.0.9        | direct",
                "''                    | http://[::1]:5000       | direct"
            })
    void names(String exceptions, URI uri, String expected) {
        isAsked(exceptions, uri, expected);
    }

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.2.3              | http://10.1.2.3         | direct",
                "10.1.2.3              | http://10.1.2.33        | proxy",
                "10.1.2.3:81           | http://10.1.2.3:81      | direct",
                "10.1.2.3:81           | http://10.1.2.3         | proxy",
                "10.0.0.0/8            | http://10.200.3.4:5000  | direct",
                "10.0.0.0/8            | http://11.0.0.1         | proxy",
                "10.0.0.0/9            | http://10.128.0.1       | proxy",
                "10.0.0.0/8            | http://r.example        | proxy",
                "10.0.0.0/99           | http://10.0.0.1         | proxy",
                "0.0.0.0/0             | http://10.0.0.1         | direct",
                "x/8                   | http://10.0.0.1         | proxy",
                "fd00::/8              | http://[fd12::1]:5000   | direct",
                "fd00::/8              | http://[fe12::1]        | proxy",
                "[fd12::1]             | http://[fd12:0::1]      | direct",
                "fd12::1               | http://[fd12::1]        | direct",
                "[fd12::1]:80          | http://[fd12::1]        | direct",
                "[fd12::1]:81          | http://[fd12::1]        | proxy"
            })
    void addresses(String exceptions, URI uri, String expected) {
        isAsked(exceptions, uri, expected);
    }

    private static void isAsked(String exceptions, URI uri, String expected) {
        var proxies = new Proxies(
                Map.of("HTTP_PROXY", "proxy.example:1", "HTTPS_PROXY", "proxy.example:2", "NO_PROXY", exceptions));
        assertThat(proxies.of(uri).isPresent() ? "proxy" : "direct").isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "one for each scheme, 'HTTP_PROXY=http://h:1 HTTPS_PROXY=http://s:2', h:1, s:2",
        "http alone, HTTP_PROXY=http://h:1, h:1, none",
        "lower case, 'http_proxy=h:1 https_proxy=s:2', h:1, s:2",
        "upper before lower, 'HTTPS_PROXY=s:2 https_proxy=other:3', none, s:2",
        "empty is none, HTTPS_PROXY= https_proxy=s:2, none, s:2",
        "without a scheme or port, HTTPS_PROXY=proxy.example, none, proxy.example:80",
        "with a password, HTTPS_PROXY=http://me:p%40ss@s:2, none, s:2",
        "with a slash, HTTPS_PROXY=http://s:2/, none, s:2"
    })
    void variables(String name, String variables, String http, String https) {
        Map<String, String> environment = new HashMap<>();
        for (String each : variables.split(" ")) {
            environment.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        var proxies = new Proxies(environment);
        assertThat(name(proxies, "http://r.example")).isEqualTo(http);
        assertThat(name(proxies, "https://r.example")).isEqualTo(https);
    }

    private static String name(Proxies proxies, String uri) {
        return proxies.of(URI.create(uri)).map(HttpProxy::name).orElse("none");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "socks5://hunter2@s:2, HTTPS_PROXY names a proxy of the kind socks5",
        "https://s:2, HTTPS_PROXY names a proxy of the kind https",
        "http://hunter2@, HTTPS_PROXY is not a proxy's address",
        "http://a:hunter2 b@s, HTTPS_PROXY is not a proxy's address",
        "http://a:%zz@s, HTTPS_PROXY is not a proxy's address",
        "http://s:99999, HTTPS_PROXY is not a proxy's address"
    })
    void whatIsNoProxyIsSaidWithoutItsPassword(String value, String why) {
        assertThatThrownBy(() -> new Proxies(Map.of("HTTPS_PROXY", value)))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(why)
                .hasMessageEndingWith(", expected http://HOST:PORT")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void withoutTheVariablesNoClassForThemIsNeeded() {
        assertThat(Sample.settings(Path.of("none")).namesProxy()).isFalse();
    }
}
