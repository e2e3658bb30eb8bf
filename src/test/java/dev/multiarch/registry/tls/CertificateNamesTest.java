package dev.multiarch.registry.tls;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as a certificate has them, each with its kind, and a host. What a real handshake makes of it is TlsTest's. */
class CertificateNamesTest {
    @ParameterizedTest(name = "{0} is for {1}")
    @CsvSource({
        "dns:ghcr.io, ghcr.io",
        "dns:ghcr.io, GHCR.IO",
        "dns:GHCR.io, ghcr.io",
        "dns:ghcr.io, ghcr.io.",
        "dns:ghcr.io., ghcr.io",
        "dns:a.example dns:b.example, b.example",
        "dns:*.example.com, a.example.com",
        "dns:*.Example.com, a.example.COM",
        "dns:*.lan, registry.lan",
        "ip:10.0.0.5, 10.0.0.5",
        "dns:registry ip:10.0.0.5, 10.0.0.5",
        "ip:0:0:0:0:0:0:0:1, ::1",
        "ip:0:0:0:0:0:0:0:1, [::1]",
        "ip:fd00:0:0:0:0:0:0:a, FD00::A",
    })
    void takes(String names, String host) throws CertificateException {
        names(names).check(host);
    }

    @ParameterizedTest(name = "{0} is not for {1}")
    @CsvSource({
        "dns:ghcr.io, ghcr.io.evil.example",
        "dns:ghcr.io, evilghcr.io",
        "dns:ghcr.io, www.ghcr.io",
        "dns:*.example.com, example.com",
        "dns:*.example.com, a.b.example.com",
        "dns:*.example.com, .example.com",
        "dns:*.*.example.com, a.b.example.com",
        "dns:a.*.example.com, a.b.example.com",
        "dns:a*.example.com, ab.example.com",
        "dns:*, localhost",
        "dns:*., localhost",
        "dns:*.0.0.5, 10.0.0.5",
        "dns:10.0.0.5, 10.0.0.5",
        "ip:10.0.0.5, 10.0.0.6",
        "ip:10.0.0.5, 10.5",
        "ip:10.0.0.5, localhost",
        "ip:nonsense, 300.0.0.1",
        "ip:nonsense, ::g",
        "mail:ghcr.io, ghcr.io",
        "'', ghcr.io",
        "dns:, ''",
        "dns:ghcr.io,",
    })
    void refuses(String names, String host) {
        assertThatThrownBy(() -> names(names).check(host)).isInstanceOf(CertificateException.class);
    }

    /** The kind in digits stands first; a registered ID or another name has no text. */
    @Test
    void whatIsNoNameIsPassedOver() throws CertificateException {
        var names =
                new CertificateNames(List.of(List.of(0, new byte[] {1}), List.of(2, new byte[] {1}), List.of(2, "a")));
        names.check("a");
    }

    @Test
    void saysForWhomItIs() {
        assertThatThrownBy(() -> names("dns:a dns:b ip:10.0.0.5 dns:c").check("x"))
                .hasMessage("its certificate is for a, b, c and 1 more, not for x");
        assertThatThrownBy(() -> names("").check("x")).hasMessage("its certificate is for no host name, not for x");
    }

    private static CertificateNames names(String text) {
        return new CertificateNames(Arrays.stream(text.split(" "))
                .filter(each -> !each.isEmpty())
                .map(each -> List.<Object>of(
                        each.startsWith("dns:") ? 2 : each.startsWith("ip:") ? 7 : 1,
                        each.substring(each.indexOf(':') + 1)))
                .collect(Collectors.toList()));
    }
}
