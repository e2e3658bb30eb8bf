package dev.multiarch.publish;

import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.text.FormatException;
import java.util.Optional;

/**
 * An index as a registry holds it.
 *
 * @param reference with the digest that was read, whatever the tag says by now
 */
public record PublishedIndex(Reference reference, Document document, Index index) {
    /**
     * @throws CannotJudge if what is there is no index, or none that can be read
     * @throws RegistryException if it can't be fetched
     */
    public static PublishedIndex read(Registry registry, Reference named) throws RegistryException, CannotJudge {
        Document document = registry.manifest(named.orLatest());
        return new PublishedIndex(
                named.with(document.digest()), document, index(named.orLatest().toString(), document));
    }

    /** What this document holds; {@code named} in messages. */
    static Index index(String named, Document document) throws CannotJudge {
        try {
            JsonObject json = Json.read(document.bytes(), named + " (" + document.digest() + ")");
            if (json.optionalNumber("schemaVersion").equals(Optional.of(1L))) {
                throw new CannotJudge(
                        named + ": expected an index (a manifest list), found an image in Docker's schema 1,"
                                + " which Docker and most registries have given up. Fix: pull it with an old Docker, push it with a"
                                + " new one");
            }
            if (!Index.isIndex(json)) {
                throw new CannotJudge(named + ": expected an index (a manifest list), found "
                        + document.mediaType() + ": an image of one platform or another artifact. Fix: make an index"
                        + " of it by multiarch merge --image REPO --from " + named);
            }
            return Index.read(json);
        } catch (FormatException malformed) {
            throw new CannotJudge(malformed.getMessage() + ". There is no valid index there");
        }
    }
}
