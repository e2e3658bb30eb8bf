package dev.multiarch.registry.embedded;

import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A way in which a registry differs from others for good, rather than by a {@link Fault}. */
public enum Quirk {
    /** An index is only taken under a tag. */
    NO_UNTAGGED_INDEX,
    /** An index that names another index is refused. */
    NO_NESTED_INDEX,
    /** A Docker manifest list is refused. */
    NO_DOCKER_LIST,
    /** A manifest with {@code artifactType} is refused. */
    NO_ARTIFACT_TYPE,
    /** A manifest with {@code subject} is refused. */
    NO_SUBJECT,
    /** A subject has to be there before what refers to it, as GitLab's registry wants it. */
    SUBJECT_FIRST,
    /** The empty config is refused. */
    NO_EMPTY_CONFIG,
    /** There is no referrers API. */
    NO_REFERRERS,
    /** A tag that is there can't be pushed again. */
    IMMUTABLE_TAGS,
    /** Nothing can be deleted. */
    NO_DELETE,
    /** No tag can be deleted, but what it points to can. */
    NO_TAG_DELETE,
    /** Deleting a tag deletes the manifest with it. */
    TAG_DELETE_TAKES_ALL,
    /** Blobs are never mounted. */
    NO_MOUNT,
    /** Manifests over 1 MiB are refused. */
    SMALL_MANIFESTS,
    /** A manifest that is pushed by digest is taken, and is not there afterwards. */
    FORGETS_UNTAGGED;

    /** @throws FormatException if there is none of this name */
    public static Quirk parse(String name) {
        return Stream.of(values())
                .filter(quirk -> quirk.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new FormatException("there is no quirk \"" + name + "\". "
                        + Nearest.hint(name, names()) + " Fix: one of " + String.join(", ", names())));
    }

    public static List<String> names() {
        return Stream.of(values()).map(Quirk::toString).toList();
    }

    /** As options write it: {@code no-delete}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
