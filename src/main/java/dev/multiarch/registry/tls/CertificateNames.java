package dev.multiarch.registry.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * For which hosts a server's certificate is (RFC 9110, 4.3.4; RFC 9525): the DNS names and addresses of its subjectAltName. A
 * common name alone counts for nothing, as in docker and crane. Java's own check would first parse all the CAs that it knows.
 *
 * @param alternatives as {@link X509Certificate#getSubjectAlternativeNames} has them
 */
record CertificateNames(Collection<List<?>> alternatives) {
    private static final int DNS = 2; // the kinds of a GeneralName, RFC 5280, 4.2.1.6
    private static final int ADDRESS = 7;
    private static final int SHOWN = 3;
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    static CertificateNames of(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> named = certificate.getSubjectAlternativeNames();
        return new CertificateNames(named == null ? List.of() : named);
    }

    /** @param host a name in ASCII, or an address, IPv6 with or without brackets */
    void check(String host) throws CertificateException {
        if (host == null || host.isEmpty()) {
            throw new CertificateException("the server's name is not known, so its certificate can't be checked");
        }
        boolean found = isAddress(host)
                ? address(host)
                        .filter(wanted -> texts(ADDRESS)
                                .anyMatch(each ->
                                        address(each).filter(wanted::equals).isPresent()))
                        .isPresent()
                : texts(DNS).anyMatch(each -> covers(each, host));
        if (!found) {
            List<String> known = Stream.concat(texts(DNS), texts(ADDRESS)).toList();
            String more = known.size() > SHOWN ? " and " + (known.size() - SHOWN) + " more" : "";
            String names = known.isEmpty()
                    ? "no host name"
                    : String.join(", ", known.subList(0, Math.min(SHOWN, known.size())));
            throw new CertificateException("its certificate is for " + names + more + ", not for " + host);
        }
    }

    private Stream<String> texts(int kind) {
        return alternatives.stream()
                .filter(each -> Integer.valueOf(kind).equals(each.get(0)) && each.get(1) instanceof String)
                .map(each -> (String) each.get(1));
    }

    /** A star means the whole first label and that one alone (RFC 9525, 6.3). */
    private static boolean covers(String pattern, String host) {
        String wanted = lower(host);
        String name = lower(pattern);
        if (!name.startsWith("*.")) {
            return name.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        return dot > 0 && name.indexOf('*', 1) < 0 && name.substring(1).equals(wanted.substring(dot));
    }

    /** Without the dot at the end, which makes a name absolute and is in no certificate. */
    private static String lower(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    /** Nobody is asked for an address that is written in digits. */
    private static Optional<InetAddress> address(String text) {
        try {
            return isAddress(text) ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
