package dev.multiarch.publish;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Session;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a tag points to before it moves.
 *
 * @param index empty where that is an image of one platform, or something else that cannot be read as an index
 */
record CurrentTag(Document document, Optional<PublishedIndex> index) {
    Digest digest() {
        return document.digest();
    }

    static CurrentTag read(Registry registry, Reference tag) throws RegistryException {
        return of(tag, registry.manifest(tag.orLatest()));
    }

    /**
     * Begins to look, while something else is read from the same registry: tags that are not there are asked for twice, and the
     * pause between is over then when it counts.
     *
     * @param kept what is read anyway
     */
    static void lookAhead(
            Session tools, Reference near, List<Reference> tags, List<SingleTag> singles, Optional<Reference> kept) {
        List<Reference> all = Stream.concat(tags.stream(), singles.stream().map(SingleTag::tag))
                .filter(tag -> tag.registry().equals(near.registry()) && !kept.equals(Optional.of(tag)))
                .toList();
        if (!all.isEmpty()) {
            Registry registry = tools.registry().noting();
            AtOnce.begin("tags", () -> AtOnce.map(all, AtOnce.REQUESTS, registry::resolve));
        }
    }

    /** A tag that is not there is asked for twice: a passing 404 must not let it go back. */
    static Optional<CurrentTag> find(Registry registry, Reference tag) throws RegistryException {
        try {
            return Optional.of(read(registry.doubting(), tag));
        } catch (RegistryException e) {
            if (e.kind() != RegistryException.Kind.NOT_FOUND) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** @param document that the tag points to */
    static CurrentTag of(Reference tag, Document document) {
        try {
            var index = new PublishedIndex(
                    tag.with(document.digest()), document, PublishedIndex.index(tag.toString(), document));
            return new CurrentTag(document, Optional.of(index));
        } catch (CannotJudge noIndex) {
            return new CurrentTag(document, Optional.empty());
        }
    }
}
