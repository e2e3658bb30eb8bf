package dev.multiarch.publish;

import dev.multiarch.build.LegLayout;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.BlobStream;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.layout.Layout;
import dev.multiarch.registry.layout.LayoutWriter;
import dev.multiarch.registry.request.RefusedException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Merges legs from their layouts into one layout; no registry takes part. */
final class LayoutMerge {
    /** Of one leg: a thousand times what one has. */
    private static final long LARGEST_MANIFESTS = 16 << 20;

    private final Session tools;
    private final Layouts layouts;

    LayoutMerge(Session tools, Layouts layouts) {
        this.tools = tools;
        this.layouts = layouts;
    }

    /** @throws Refused if a layout lacks something, or holds other bytes than its digests say */
    PublishedIndex write(Reference repository, List<ResolvedLeg> legs, MergeAnnotations wanted)
            throws ProgramException, StepFailed, RegistryException, Refused, IOException, CannotJudge {
        var maker = new OwnIndex(this::open);
        IndexDraft draft = IndexDraft.of(tools, maker, repository, legs, wanted);
        Digest digest = Digest.of(draft.bytes());
        try (var writer = new LayoutWriter(layouts.result())) {
            for (ResolvedLeg leg : legs) {
                take(writer, leg);
            }
            writer.put(digest, draft.bytes());
            writer.finish(draft.index().mediaType(), digest, draft.bytes().length, wanted.layout());
        }
        tools.progress().accept("wrote " + repository.with(digest) + " to the layout " + layouts.name());
        try (Layout written = result()) {
            Document document = written.root();
            return new PublishedIndex(
                    repository.with(digest), document, PublishedIndex.index(written.name(), document));
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
            List<Descriptor> blobs = manifests(layout, leg, writer);
            long bytes = blobs.stream().mapToLong(Descriptor::size).sum();
            tools.progress()
                    .accept(leg.platform() + ": taking over " + blobs.size() + " blobs, " + (bytes >> 20) + " MiB");
            for (Descriptor blob : blobs) {
                if (!isElsewhere(layout, blob)) {
                    writer.take(layout, blob);
                }
            }
        } catch (BlobStream.Broken | RefusedException | FormatException | RegistryException broken) {
            throw ResolvedLeg.refused(leg.record(), broken.getMessage());
        }
    }

    /**
     * Takes over the manifests that the merged index names: the image's, and those of its attestations.
     *
     * @return the blobs that they name
     */
    private static List<Descriptor> manifests(Layout layout, ResolvedLeg leg, LayoutWriter writer)
            throws RegistryException, IOException {
        Document document = layout.manifest(leg.leg());
        JsonObject json = Json.read(document.bytes(), "leg " + leg.leg());
        List<Digest> digests = Index.isIndex(json)
                ? Index.read(json).manifests().stream().map(Descriptor::digest).toList()
                : List.of(leg.leg());
        List<Descriptor> blobs = new ArrayList<>();
        long bytes = 0;
        for (Digest digest : digests) {
            Document manifest = layout.manifest(digest);
            bytes += manifest.bytes().length;
            if (bytes > LARGEST_MANIFESTS) {
                throw new FormatException(
                        "its manifests are together larger than " + (LARGEST_MANIFESTS >> 20) + " MiB");
            }
            writer.put(digest, manifest.bytes());
            Manifest parsed = Manifest.parse(manifest.bytes(), "manifest " + digest);
            blobs.add(parsed.config());
            blobs.addAll(parsed.layers());
        }
        return blobs;
    }

    /** Layers that may not be distributed (Windows' base layers) need not be in a layout. */
    private static boolean isElsewhere(Layout layout, Descriptor blob) throws RegistryException {
        return !blob.elsewhere().isEmpty() && !layout.presence(blob).there();
    }
}
