package dev.multiarch.verify;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.policy.Subject;
import dev.multiarch.registry.Document;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.MemoryBudget;
import dev.multiarch.text.AmbiguousException;
import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a reference names: an index, or a document alone, which is judged as an index of one entry. */
final class SingleDocument {
    private SingleDocument() {}

    /**
     * The index of this document. One that is a single image, an artifact, or refused because clients read it in different
     * ways, becomes an index of that one entry, with the entry's media type.
     *
     * @param named in messages
     * @throws CannotJudge if it is an index that can't be read, or no JSON
     */
    static Index index(String named, Document document) throws CannotJudge {
        try {
            JsonObject json = Json.read(document.bytes(), named + " (" + document.digest() + ")");
            if (json.optionalNumber("schemaVersion").equals(Optional.of(1L))) {
                return of(document, MediaTypes.SCHEMA_1);
            }
            String type = json.optionalText("mediaType").orElse(MediaTypes.OCI_MANIFEST);
            return Index.isIndex(json) || MediaTypes.isIndex(type) ? Index.read(json) : of(document, type);
        } catch (AmbiguousException refused) {
            return of(document, MediaTypes.OCI_MANIFEST);
        } catch (FormatException malformed) {
            throw new CannotJudge(malformed.getMessage() + ". There is no image that could be judged. Fix: look at it"
                    + " with multiarch inspect --raw");
        }
    }

    /** The same, counted against the memory of the call. */
    static Index index(String named, Document document, MemoryBudget.Share memory) throws CannotJudge {
        Optional<String> refused = memory.take(document.bytes());
        if (refused.isPresent()) {
            throw new CannotJudge(named + " (" + document.digest() + "): " + refused.get()
                    + ". Fix: look at it with multiarch inspect --raw");
        }
        return index(named, document);
    }

    private static Index of(Document document, String type) {
        var entry = new Descriptor(
                type, document.digest(), document.bytes().length, Optional.empty(), "", Map.of(), Optional.empty());
        return new Index(type, List.of(entry), Map.of());
    }

    /** Its manifest. What {@link #index} refused is refused again, with the reason. */
    static Manifest manifest(Document document) {
        JsonObject json = Json.read(document.bytes(), "manifest " + document.digest());
        if (Index.isIndex(json)) {
            Index.read(json);
        }
        return Manifest.read(json);
    }

    /** No index says what it is for, so its config does; its annotations are its manifest's. */
    static Subject named(Subject subject) {
        if (subject.isIndex() || subject.images().isEmpty()) {
            return subject;
        }
        Subject.Image image = subject.images().get(0);
        Subject.Image on = image.config()
                .value()
                .flatMap(config -> config.platform()
                        .map(platform -> image.on(image.descriptor().on(platform, config.platformText()))))
                .orElse(image);
        Map<String, String> annotations =
                image.manifest().value().map(Manifest::annotations).orElse(Map.of());
        Index index = new Index(on.descriptor().mediaType(), List.of(on.descriptor()), annotations);
        return new Subject(subject.reference(), subject.digest(), index, Map.of(), List.of(on));
    }
}
