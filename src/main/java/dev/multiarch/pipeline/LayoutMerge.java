package dev.multiarch.pipeline;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.FormatException;
import dev.multiarch.image.Index;
import dev.multiarch.image.Json;
import dev.multiarch.image.JsonObject;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.BlobStream;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Layout;
import dev.multiarch.registry.LayoutWriter;
import dev.multiarch.registry.RegistryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Merges legs from their layouts into one layout; no registry takes part. */
final class LayoutMerge {
    private final Tools tools;
    private final Layouts layouts;

    LayoutMerge(Tools tools, Layouts layouts) {
        this.tools = tools;
        this.layouts = layouts;
    }

    /** @throws Refused if a layout lacks something, or holds other bytes than its digests say */
    Published write(Reference repository, List<ResolvedLeg> legs, MergeAnnotations wanted)
            throws ProgramException, StepFailed, RegistryException, Refused, IOException, CannotJudge {
        var maker = new OwnIndex(this::open);
        IndexDraft draft = IndexDraft.of(tools, maker, repository, legs, wanted);
        Digest digest = Digest.of(draft.bytes());
        try (var writer = new LayoutWriter(layouts.result())) {
            for (ResolvedLeg leg : legs) {
                take(writer, leg);
            }
            writer.put(digest, draft.bytes());
            writer.finish(draft.index().mediaType(), digest, draft.bytes().length);
        }
        tools.progress().accept("wrote " + repository.with(digest) + " to the layout " + layouts.name());
        try (Layout written = result()) {
            Document document = written.root();
            return new Published(repository.with(digest), document, Published.index(written.name(), document));
        }
    }

    /** The layout that was written, under the name that the user gave it. */
    Layout result() throws RegistryException {
        return Layout.open("oci:" + layouts.name(), named -> layouts.result());
    }

    Layout open(ResolvedLeg leg) throws RegistryException {
        return LegLayout.open(layouts.store(), leg.record());
    }

    private void take(LayoutWriter writer, ResolvedLeg leg) throws Refused, IOException {
        try (Layout layout = open(leg)) {
            List<Descriptor> blobs = new ArrayList<>();
            for (Document manifest : manifests(layout, leg)) {
                writer.put(manifest.digest(), manifest.bytes());
                Manifest parsed = Manifest.parse(manifest.bytes(), "manifest " + manifest.digest());
                blobs.add(parsed.config());
                blobs.addAll(parsed.layers());
            }
            long bytes = blobs.stream().mapToLong(Descriptor::size).sum();
            tools.progress()
                    .accept(leg.platform() + ": taking over " + blobs.size() + " blobs, " + (bytes >> 20) + " MiB");
            for (Descriptor blob : blobs) {
                if (!isElsewhere(layout, blob)) {
                    writer.take(layout, blob);
                }
            }
        } catch (BlobStream.Broken | FormatException | RegistryException broken) {
            throw ResolvedLeg.refused(leg.record(), broken.getMessage());
        }
    }

    /** Those that the merged index names: the image's, and those of its attestations. */
    private static List<Document> manifests(Layout layout, ResolvedLeg leg) throws RegistryException {
        Document document = layout.manifest(leg.leg());
        JsonObject json = Json.read(document.bytes(), "leg " + leg.leg());
        if (!Index.isIndex(json)) {
            return List.of(document);
        }
        List<Document> documents = new ArrayList<>();
        for (Descriptor entry : Index.read(json).manifests()) {
            documents.add(layout.manifest(entry.digest()));
        }
        return documents;
    }

    /** Layers that may not be distributed (Windows' base layers) need not be in a layout. */
    private static boolean isElsewhere(Layout layout, Descriptor blob) throws RegistryException {
        boolean foreign = blob.mediaType().contains("nondistributable")
                || blob.mediaType().contains("foreign");
        return foreign && !layout.blobExists(blob.digest());
    }
}
