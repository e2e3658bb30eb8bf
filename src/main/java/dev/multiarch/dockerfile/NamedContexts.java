package dev.multiarch.dockerfile;

import dev.multiarch.image.Reference;
import dev.multiarch.text.FormatException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Named build contexts: each takes the place of the stage or the image of its name, as buildx and BuildKit compare names. */
final class NamedContexts {
    private final Map<String, String> addresses = new HashMap<>();

    NamedContexts(Map<String, String> contexts) {
        contexts.forEach((name, address) -> addresses.put(key(name), address));
    }

    Optional<String> address(String name) {
        return addresses.isEmpty() ? Optional.empty() : Optional.ofNullable(addresses.get(key(name)));
    }

    /** {@code alpine} and {@code docker.io/library/alpine:latest} are the same name. */
    private static String key(String name) {
        try {
            return Reference.parse(name).orLatest().toString();
        } catch (FormatException noImage) {
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
