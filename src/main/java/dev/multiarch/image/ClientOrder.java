package dev.multiarch.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a client on one platform takes from an index, in containerd's order (containerd/platforms, {@code Only}), which Docker
 * and Kubernetes have as well: the platform itself, then older variants of it, then the 32 bits that its CPU may run. An entry
 * that names no platform comes after all that match. {@code os.features} are skipped.
 *
 * @param accepted the best first
 */
public record ClientOrder(List<Platform> accepted) {
    private static final int OLDEST_ARM = 5;

    /** The minor version of Armv8 that Armv9.0 holds. */
    private static final int EIGHT_OF_NINE = 5;

    private static final int MOST_MINOR = 9;
    private static final int MOST_AMD64 = 99;

    public static ClientOrder of(Platform client) {
        Stream<Platform> order =
                switch (client.architecture()) {
                    case "amd64" ->
                        Stream.of(
                                        Stream.of(client),
                                        below(client, number(client.variant()), 1, MOST_AMD64),
                                        Stream.of(other(client, "386", "")))
                                .flatMap(part -> part);
                    case "arm" ->
                        Stream.concat(
                                Stream.of(client), below(client, number(client.variant()), OLDEST_ARM, MOST_MINOR));
                    case "arm64" -> arm64(client);
                    default -> Stream.of(client);
                };
        return new ClientOrder(order.distinct().toList());
    }

    /** The entry that such a client takes; its platform may not match where it names none. */
    public Optional<Descriptor> first(List<Descriptor> entries) {
        Descriptor best = null;
        int least = accepted.size();
        for (Descriptor entry : entries) {
            int rank = entry.platform().map(this::rank).orElse(accepted.size());
            if (rank < least) {
                best = entry;
                least = rank;
            }
        }
        return Optional.ofNullable(best)
                .or(() -> entries.stream()
                        .filter(entry -> entry.platform().isEmpty()
                                && entry.platformText().isEmpty())
                        .findFirst());
    }

    public boolean takes(Platform offered) {
        return rank(offered) < accepted.size();
    }

    private int rank(Platform offered) {
        return IntStream.range(0, accepted.size())
                .filter(i -> matches(accepted.get(i), offered))
                .findFirst()
                .orElse(accepted.size());
    }

    /** Of the version of an operating system only Windows' counts. */
    private static boolean matches(Platform wanted, Platform offered) {
        return wanted.os().equals(offered.os())
                && wanted.architecture().equals(offered.architecture())
                && wanted.variant().equals(offered.variant())
                && (!wanted.os().equals("windows")
                        || WindowsVersion.of(wanted.osVersion()).runs(offered.osVersion()));
    }

    /** Nothing for a variant that containerd does not know. */
    private static Stream<Platform> arm64(Platform client) {
        List<Platform> order = new ArrayList<>();
        String[] version = (client.variant().isEmpty() ? "v8" : client.variant()).split("\\.", -1);
        int minor = version.length == 1 ? 0 : number("v" + version[1]);
        if (version.length > 2 || minor < 0 || minor > MOST_MINOR || version.length == 2 && minor == 0) {
            return Stream.empty();
        }
        switch (version[0]) {
            case "v8" -> minors(client, "v8", minor).forEach(order::add);
            case "v9" -> {
                minors(client, "v9", minor).forEach(order::add);
                minors(client, "v8", Math.min(minor + EIGHT_OF_NINE, MOST_MINOR))
                        .forEach(order::add);
            }
            default -> {
                return Stream.empty();
            }
        }
        Platform arm = other(client, "arm", "v8");
        return Stream.concat(order.stream(), Stream.concat(Stream.of(arm), below(arm, 8, OLDEST_ARM, 8)));
    }

    private static Stream<Platform> minors(Platform client, String major, int newest) {
        return IntStream.rangeClosed(0, newest)
                .map(i -> newest - i)
                .mapToObj(minor -> other(client, "arm64", minor == 0 ? major : major + "." + minor));
    }

    /** The variants below this one, down to the oldest; empty where the number is not known. */
    private static Stream<Platform> below(Platform client, int variant, int oldest, int newest) {
        return variant > newest
                ? Stream.empty()
                : IntStream.range(0, Math.max(0, variant - oldest))
                        .mapToObj(i -> other(client, client.architecture(), "v" + (variant - 1 - i)));
    }

    private static Platform other(Platform client, String architecture, String variant) {
        return new Platform(client.os(), architecture, variant, client.osVersion());
    }

    private static int number(String variant) {
        return variant.matches("v[0-9]{1,2}") ? Integer.parseInt(variant.substring(1)) : -1;
    }
}
