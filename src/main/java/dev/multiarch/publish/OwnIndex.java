package dev.multiarch.publish;

import dev.multiarch.image.Index;
import dev.multiarch.image.IndexWriter;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import java.util.List;

/**
 * The index by our own {@link IndexWriter}, with the same bytes as imagetools.
 *
 * @param sources where each leg is read
 */
record OwnIndex(Sources sources) implements IndexMaker {
    /** A registry, or an OCI layout for each leg. */
    interface Sources {
        Source of(ResolvedLeg leg) throws RegistryException;
    }

    @Override
    public byte[] make(Reference repository, List<ResolvedLeg> legs, MergeAnnotations annotations)
            throws RegistryException {
        var writer = new IndexWriter();
        for (ResolvedLeg leg : legs) {
            Document document = document(leg);
            JsonObject json = Json.read(document.bytes(), "leg " + leg.leg());
            if (Index.isIndex(json)) {
                if (legs.size() == 1 && annotations.isNone()) {
                    return document.bytes(); // as imagetools: nothing is to be changed
                }
                writer.index(json);
            } else {
                // Its config's platform, which may have a version that the plan does not name.
                Platform platform = Platform.parse(leg.spelling());
                writer.image(document.mediaType(), leg.leg(), document.bytes().length, platform);
            }
        }
        annotations.images().forEach((digest, values) -> {
            if (!writer.isDocker()) {
                writer.annotate(digest, values);
            }
        });
        return writer.write(annotations.index());
    }

    private Document document(ResolvedLeg leg) throws RegistryException {
        try (Source source = sources.of(leg)) {
            return source.manifest(leg.leg());
        }
    }

    @Override
    public String name() {
        return "multiarch's own writer";
    }
}
