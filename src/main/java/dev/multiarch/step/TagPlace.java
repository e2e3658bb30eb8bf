package dev.multiarch.step;

import dev.multiarch.image.Reference;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One tag in one repository, whichever of the usual spellings names it: a host in other letters, with its default port,
 * by a second name of Docker Hub, or this machine by another of its names.
 */
public record TagPlace(String host, String repository, String tag) {
    private static final Set<String> HUB =
            Set.of("docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");
    private static final Pattern LOOPBACK = Pattern.compile("(?:localhost|127(?:\\.\\d+){3}|\\[[0:]*:0*1])(:\\d+)?");

    /** @param reference without a tag it means {@code latest}, as for every client; a digest next to a tag changes nothing */
    public static TagPlace of(Reference reference) {
        return new TagPlace(
                host(reference.registry()),
                reference.repository(),
                reference.tag().orElse("latest"));
    }

    /** @param registry as a reference or {@code docker login} names it */
    static String host(String registry) {
        String host = registry.toLowerCase(Locale.ROOT)
                .replaceFirst("^https?://", "")
                .replaceFirst("/.*", "")
                .replaceFirst(":443$", "");
        host = LOOPBACK.matcher(host).replaceFirst("localhost$1");
        return HUB.contains(host) ? Reference.DOCKER_HUB : host;
    }
}
