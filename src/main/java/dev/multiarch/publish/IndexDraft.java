package dev.multiarch.publish;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.util.ArrayList;
import java.util.List;

/**
 * A merged index that was made and checked, and that is not written anywhere yet.
 *
 * @param annotations that it carries
 */
record IndexDraft(byte[] bytes, Index index, MergeAnnotations annotations) {
    /** @throws StepFailed if what is made is not what was asked for */
    static IndexDraft of(
            Session tools, IndexMaker maker, Reference repository, List<ResolvedLeg> legs, MergeAnnotations wanted)
            throws ProgramException, StepFailed, RegistryException {
        byte[] bytes = maker.make(repository, legs, wanted);
        Index index = Index.parse(bytes, "what " + maker.name() + " makes");
        MergeAnnotations annotations = wanted;
        if (index.mediaType().equals(MediaTypes.DOCKER_INDEX) && !wanted.isNone()) {
            if (MergeAnnotations.askedFor(legs)) {
                throw new StepFailed("all legs are Docker images, and a Docker manifest list can't have annotations,"
                        + " but --annotation sets some. Nothing was pushed, no tag was moved. Fix: use a newer"
                        + " BuildKit (0.11 or later), or leave out --annotation index: and manifest-descriptor:");
            }
            tools.progress()
                    .accept("warning: all legs are Docker images, and a Docker manifest list can't have annotations:"
                            + " facts are only in the build records");
            annotations = MergeAnnotations.none();
        }
        check(maker, index, legs, annotations);
        return new IndexDraft(bytes, index, annotations);
    }

    /** Exactly the planned images in their order, each attestation behind its image, every annotation in its place. */
    private static void check(IndexMaker maker, Index index, List<ResolvedLeg> legs, MergeAnnotations annotations)
            throws StepFailed {
        List<Digest> expected = maker.entries(legs);
        List<Digest> found = index.manifests().stream().map(Descriptor::digest).toList();
        List<String> faults = new ArrayList<>();
        if (!found.equals(expected)) {
            faults.add("its entries are " + found + ", expected each planned image followed by its attestations "
                    + expected);
        }
        annotations.missingFrom(index).forEach(missing -> faults.add(missing + " is missing"));
        if (!faults.isEmpty()) {
            throw new StepFailed(maker.name() + ": " + String.join("; ", faults)
                    + ". Nothing was pushed, no tag was moved. Fix: --engine native, another buildx (0.12 or later), or --facts none"
                    + " where annotations are missing");
        }
    }
}
