package dev.multiarch.image;

import dev.multiarch.text.FormatException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image's name as Docker understands it: {@code [registry/]repository[:tag][@digest]} (grammar of
 * distribution/reference). A name without a registry is Docker Hub's, and one without a namespace there gets {@code
 * library/}; a name with neither tag nor digest has neither here, see {@link #orLatest}.
 */
public record Reference(String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
    public static final String DOCKER_HUB = "docker.io";

    private static final int LONGEST_NAME = 255;
    private static final Pattern HOST = Pattern.compile(
            "(?:(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])(?:\\.(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]))*"
                    + "|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");
    private static final Pattern PATH =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    public Reference {
        String name = registry + "/" + repository;
        if (name.length() > LONGEST_NAME) {
            throw malformed(name, "its name is longer than 255 characters");
        }
        if (!HOST.matcher(registry).matches() || !isAddress(registry)) {
            throw malformed(name, "\"" + registry + "\" is not a registry host");
        }
        if (!PATH.matcher(repository).matches()) {
            String hint = repository.equals(repository.toLowerCase(Locale.ROOT)) ? "" : "; use lower-case letters";
            throw malformed(name, "\"" + repository + "\" is not a repository name" + hint);
        }
        tag.ifPresent(t -> requireTag(name, t));
    }

    public static Reference parse(String text) {
        if (text.length() > 1024) {
            throw malformed(text.substring(0, 64) + "…", "it is longer than 1024 characters");
        }
        String name = text;
        Optional<Digest> digest = Optional.empty();
        int at = name.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(Digest.parse(name.substring(at + 1)));
            name = name.substring(0, at);
        }
        Optional<String> tag = Optional.empty();
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf('/')) {
            tag = Optional.of(name.substring(colon + 1));
            requireTag(text, tag.get());
            name = name.substring(0, colon);
        }
        if (name.isEmpty()) {
            throw malformed(text, "it names no repository");
        }
        return named(name, tag, digest);
    }

    private static Reference named(String name, Optional<String> tag, Optional<Digest> digest) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasHost = first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
        if (!hasHost) {
            String repository = slash < 0 ? "library/" + name : name;
            return new Reference(DOCKER_HUB, repository, tag, digest);
        }
        String repository = name.substring(slash + 1);
        if (first.equals(DOCKER_HUB) || first.equals("index." + DOCKER_HUB)) {
            String full = repository.contains("/") ? repository : "library/" + repository;
            return new Reference(DOCKER_HUB, full, tag, digest);
        }
        return new Reference(first, repository, tag, digest);
    }

    /** Registry and repository alone, as {@code docker buildx} takes them: {@code ghcr.io/org/app}. */
    public String name() {
        return registry + "/" + repository;
    }

    public Reference with(Digest other) {
        return new Reference(registry, repository, Optional.empty(), Optional.of(other));
    }

    public Reference withTag(String other) {
        return new Reference(registry, repository, Optional.of(other), Optional.empty());
    }

    public Reference repositoryOnly() {
        return new Reference(registry, repository, Optional.empty(), Optional.empty());
    }

    /** This reference, with the tag {@code latest} where it has neither tag nor digest. */
    public Reference orLatest() {
        return tag.isPresent() || digest.isPresent() ? this : withTag("latest");
    }

    /** What a registry is asked for: the digest if there is one, as it wins over a tag, else the tag. */
    public String selector() {
        Reference full = orLatest();
        return full.digest.map(Digest::toString).orElseGet(full.tag::get);
    }

    /** What the grammar lets through and no connection can be made to: {@code [1:2]}, {@code host:70000}. */
    private static boolean isAddress(String registry) {
        try {
            URI uri = new URI("https://" + registry);
            return uri.getHost() != null && uri.getPort() <= 65535;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void requireTag(String text, String tag) {
        if (!TAG.matcher(tag).matches()) {
            throw malformed(text, "\"" + tag + "\" is not a tag (letters, digits, _ . -, at most 128)");
        }
    }

    private static FormatException malformed(String text, String why) {
        return new FormatException("image reference \"" + text + "\" is malformed: " + why
                + ". Expected [registry/]repository[:tag][@digest]");
    }

    /** By hand, as {@link #hashCode}, for the reason that {@link Digest#equals} gives. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Reference reference
                && registry.equals(reference.registry)
                && repository.equals(reference.repository)
                && tag.equals(reference.tag)
                && digest.equals(reference.digest);
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return name()
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }
}
