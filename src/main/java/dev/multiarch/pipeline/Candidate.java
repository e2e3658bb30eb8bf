package dev.multiarch.pipeline;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.RegistryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Has the merged index made, checks it, and has it pushed by digest alone. */
final class Candidate {
    private final Tools tools;
    private final Engine engine;

    Candidate(Tools tools, Engine engine) {
        this.tools = tools;
        this.engine = engine;
    }

    /** @throws StepFailed if what the engine makes is not what was asked for; nothing is pushed then */
    Published push(Reference repository, List<ResolvedLeg> legs, MergeAnnotations wanted)
            throws ProgramException, StepFailed, RegistryException, CannotJudge {
        MergeAnnotations annotations = wanted;
        byte[] bytes = engine.make(repository, legs, annotations);
        Index index = Index.parse(bytes, "what " + engine.name() + " makes");
        if (index.mediaType().equals(MediaTypes.DOCKER_INDEX) && !wanted.equals(MergeAnnotations.none())) {
            tools.progress()
                    .accept("warning: all legs are Docker images, and a Docker manifest list carries no annotations:"
                            + " facts stay in the build records alone");
            annotations = MergeAnnotations.none();
        }
        check(index, legs, annotations);
        Reference candidate = repository.with(Digest.of(bytes));
        tools.progress().accept("pushing the candidate " + candidate);
        engine.push(candidate, bytes, legs, annotations);
        Published published = readBack(candidate);
        if (!Arrays.equals(published.document().bytes(), bytes)) {
            throw new StepFailed("reading back " + candidate + ": it differs from what " + engine.name()
                    + " announced. No tag was moved");
        }
        return published;
    }

    private Published readBack(Reference candidate) throws RegistryException, CannotJudge {
        return Published.read(tools.registry().awaiting(), candidate);
    }

    /** Exactly the planned images in their order, each attestation behind its image, every annotation in its place. */
    private void check(Index index, List<ResolvedLeg> legs, MergeAnnotations annotations) throws StepFailed {
        List<Digest> expected = new ArrayList<>();
        for (ResolvedLeg leg : legs) {
            expected.add(leg.image());
            expected.addAll(leg.attestations());
        }
        List<Digest> found = index.manifests().stream().map(Descriptor::digest).toList();
        List<String> faults = new ArrayList<>();
        if (!found.equals(expected)) {
            faults.add("its entries are " + found + ", expected each planned image followed by its attestations "
                    + expected);
        }
        annotations.missingFrom(index).forEach(missing -> faults.add(missing + " is missing"));
        if (!faults.isEmpty()) {
            throw new StepFailed(engine.name() + ": " + String.join("; ", faults)
                    + ". Nothing was pushed, no tag was moved. Fix: try another buildx (0.12 or later), or --facts none"
                    + " where annotations are missing");
        }
    }
}
