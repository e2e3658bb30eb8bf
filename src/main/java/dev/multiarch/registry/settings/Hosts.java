package dev.multiarch.registry.settings;

import dev.multiarch.image.Reference;
import dev.multiarch.registry.http.NameLookup;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** What a host's name or address allows. */
public record Hosts(Set<String> insecure) {
    /** Where EC2 answers for its credentials over IPv6, and Alibaba Cloud for its own; other clouds use link-local addresses. */
    private static final Set<String> METADATA = Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200");

    private static final String HUB_ENDPOINT = "registry-1.docker.io";

    /** Where a registry's API is: Docker Hub's is not at the name that references carry. */
    public static String endpoint(String registry) {
        return registry.equals(Reference.DOCKER_HUB) ? HUB_ENDPOINT : registry.toLowerCase(Locale.ROOT);
    }

    /** Whether {@code host[:port]} may be spoken to in plain http: loopback, or named by the user. */
    public boolean mayBePlain(String hostAndPort) {
        String host = withoutPort(hostAndPort);
        return isLoopback(host) || insecure.contains(hostAndPort) || insecure.contains(host);
    }

    /** 127.0.0.0/8, ::1 and localhost by their spelling: a name that merely resolves there can be moved by DNS. */
    public static boolean isLoopback(String host) {
        String bare = bare(host);
        return bare.equals("localhost")
                || bare.matches("127(\\.\\d{1,3}){3}")
                || bare.equals("::1")
                || bare.equals("0:0:0:0:0:0:0:1");
    }

    /**
     * Whether a host is, or resolves to, a link-local or cloud metadata address (RFC 3927; RFC 4291, 2.5.6), which no
     * registry has any business sending us to. Java keeps what it resolved for longer than it takes to connect.
     *
     * @param limit for looking the name up
     */
    public static boolean isMetadata(String host, Duration limit) {
        try {
            return NameLookup.resolve(host, limit).stream()
                    .anyMatch(a -> a.isLinkLocalAddress() || METADATA.contains(a.getHostAddress()));
        } catch (IOException unknown) {
            return false; // the connection will say so
        }
    }

    /** An address that a request can go to, with no password in it. */
    public static boolean isWeb(URI uri) {
        String scheme = String.valueOf(uri.getScheme());
        return (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
                && uri.getHost() != null
                && uri.getPort() <= 65535
                && uri.getRawUserInfo() == null;
    }

    /** Scheme, host and port: what a credential is bound to. */
    public static URI origin(URI uri) {
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return URI.create(
                uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port);
    }

    private static String withoutPort(String hostAndPort) {
        return hostAndPort.replaceFirst(":\\d+$", "");
    }

    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") ? lower.substring(1, lower.length() - 1) : lower;
    }
}
