package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.util.Arrays;
import java.util.List;

/** Has the merged index made, checks it, and has it pushed by digest alone. */
final class CandidatePublisher {
    private final Session tools;
    private final Engine engine;

    CandidatePublisher(Session tools, Engine engine) {
        this.tools = tools;
        this.engine = engine;
    }

    /** @throws StepFailed if what the engine makes is not what was asked for; nothing is pushed then */
    PublishedIndex push(Reference repository, List<ResolvedLeg> legs, MergeAnnotations wanted)
            throws ProgramException, StepFailed, RegistryException, CannotJudge {
        IndexDraft draft = IndexDraft.of(tools, engine, repository, legs, wanted);
        byte[] bytes = draft.bytes();
        Reference candidate = repository.with(Digest.of(bytes));
        tools.progress().accept("pushing the candidate " + candidate);
        engine.push(candidate, bytes, legs, draft.annotations());
        PublishedIndex published = readBack(candidate);
        if (!Arrays.equals(published.document().bytes(), bytes)) {
            throw new StepFailed("reading back " + candidate + ": it differs from what " + engine.name()
                    + " announced. No tag was moved");
        }
        return published;
    }

    private PublishedIndex readBack(Reference candidate) throws RegistryException, CannotJudge {
        return PublishedIndex.read(tools.registry().awaiting(), candidate);
    }
}
