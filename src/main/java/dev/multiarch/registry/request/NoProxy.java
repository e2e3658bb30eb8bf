package dev.multiarch.registry.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of {@code NO_PROXY} as Go's tools read it: entries separated by commas, each {@code *}, an address, a block
 * of addresses ({@code 10.0.0.0/8}), or a domain, which covers its subdomains as well, and nothing but them where it begins
 * with a dot; all but blocks may end in a port. No name is resolved.
 */
record NoProxy(boolean all, List<Entry> entries) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9a-f:.]+");
    private static final Pattern PORT = Pattern.compile("(\\[[^]]*]|[^:]*):(\\d{1,5})");

    private interface Entry {
        boolean covers(String host, Optional<byte[]> address, int port);
    }

    static NoProxy parse(String text) {
        List<Entry> entries = new ArrayList<>();
        for (String part : text.toLowerCase(Locale.ROOT).split(",")) {
            String entry = part.strip();
            if (entry.equals("*")) {
                return new NoProxy(true, List.of());
            }
            if (!entry.isEmpty()) {
                entries.add(entry.contains("/") ? block(entry) : host(entry));
            }
        }
        return new NoProxy(false, entries);
    }

    /** @param host as in an address: IPv6 in brackets */
    boolean cover(String host, int port) {
        String bare = bare(host.toLowerCase(Locale.ROOT));
        Optional<byte[]> address = address(bare);
        return all || entries.stream().anyMatch(entry -> entry.covers(bare, address, port));
    }

    private static Entry block(String entry) {
        String[] halves = entry.split("/", 2);
        Optional<byte[]> network = address(bare(halves[0]));
        boolean length = halves[1].matches("\\d{1,3}");
        if (network.isEmpty() || !length || Integer.parseInt(halves[1]) > network.get().length * 8) {
            return (host, address, port) -> false; // as Go lets be what it can't read
        }
        int bits = Integer.parseInt(halves[1]);
        return (host, address, port) ->
                address.filter(a -> sameBits(a, network.get(), bits)).isPresent();
    }

    private static Entry host(String entry) {
        Matcher matcher = PORT.matcher(entry);
        boolean hasPort = matcher.matches();
        OptionalInt wanted = hasPort ? OptionalInt.of(Integer.parseInt(matcher.group(2))) : OptionalInt.empty();
        String name = bare(hasPort ? matcher.group(1) : entry);
        Optional<byte[]> own = address(name);
        if (own.isPresent()) {
            return (host, address, port) -> isPort(wanted, port)
                    && address.filter(a -> sameBits(a, own.get(), own.get().length * 8))
                            .isPresent();
        }
        String domain = name.startsWith("*.") ? name.substring(1) : name;
        String suffix = domain.startsWith(".") ? domain : "." + domain;
        return (host, address, port) ->
                isPort(wanted, port) && !domain.isEmpty() && (host.endsWith(suffix) || host.equals(domain));
    }

    private static boolean isPort(OptionalInt wanted, int port) {
        return wanted.isEmpty() || wanted.getAsInt() == port;
    }

    private static boolean sameBits(byte[] a, byte[] b, int bits) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> i % 8;
            if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Of what is written as an address: nothing is asked of DNS. */
    private static Optional<byte[]> address(String host) {
        if (!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }
}
