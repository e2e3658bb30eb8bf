package dev.multiarch.rebuild;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Reads the indexes under many references, each by one request, a few at a time. Tags of one index become one image. */
final class PublishedImages {
    /** Connections to registries at once. */
    static final int AT_ONCE = 8;

    private final Session tools;

    PublishedImages(Session tools) {
        this.tools = tools;
    }

    /**
     * @param images in the order of the references
     * @param unread references that nothing can be said of, and why
     * @param artifacts how many tags that a pattern found are artifacts, such as charts and signatures
     */
    record Read(List<PublishedImage> images, List<UnreadReference> unread, int artifacts) {}

    /** One document under its reference. */
    private record One(Reference reference, Optional<PublishedImage> published, Optional<String> failure) {}

    /** @param found by a pattern of tags, which finds artifacts as well */
    Read read(List<Reference> references, boolean found) {
        var done = new AtomicInteger();
        List<One> all = AtOnce.map(references, AT_ONCE, reference -> {
            One one = one(reference);
            tools.status().accept("read " + done.incrementAndGet() + " of " + references.size() + " images");
            return one;
        });
        Map<Reference, PublishedImage> images = new LinkedHashMap<>();
        List<UnreadReference> unread = new ArrayList<>();
        int artifacts = 0;
        for (One one : all) {
            if (one.published().isPresent()) {
                PublishedImage published = one.published().get();
                images.merge(published.image(), published, PublishedImages::joined);
            } else if (one.failure().isPresent()) {
                unread.add(new UnreadReference(one.reference(), one.failure().get()));
            } else if (found) {
                artifacts++;
            } else {
                unread.add(new UnreadReference(
                        one.reference(),
                        "it is not an index of images, so there are no legs to build again. Fix: name an image that merge"
                                + " or ship published"));
            }
        }
        return new Read(List.copyOf(images.values()), List.copyOf(unread), artifacts);
    }

    private static PublishedImage joined(PublishedImage one, PublishedImage other) {
        List<String> tags = Stream.concat(one.tags().stream(), other.tags().stream())
                .distinct()
                .toList();
        return new PublishedImage(one.image(), tags, one.index());
    }

    private One one(Reference reference) {
        Reference named = reference.orLatest();
        try {
            Document document = tools.at(named).root(); // kept in case it is judged
            JsonObject json = Json.read(document.bytes(), named.toString());
            return new One(named, published(named, document, json), Optional.empty());
        } catch (RegistryException | FormatException e) {
            return new One(named, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** Empty for anything but an index of images. */
    private static Optional<PublishedImage> published(Reference named, Document document, JsonObject json) {
        if (!Index.isIndex(json) || !MediaTypes.isIndex(document.mediaType())) {
            return Optional.empty();
        }
        Index index = Index.read(json);
        List<Descriptor> images = index.images().stream()
                .filter(entry -> entry.platform().filter(p -> !p.isUnknown()).isPresent())
                .toList();
        if (images.isEmpty() || index.nests()) {
            return Optional.empty();
        }
        Index known = new Index(index.mediaType(), images, index.annotations());
        List<String> tags =
                named.digest().isPresent() ? List.of() : named.tag().stream().toList();
        return Optional.of(new PublishedImage(named.with(document.digest()), tags, known));
    }
}
