package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.util.List;

/** Has the merged index made, checks it, and has it pushed by digest alone. */
final class CandidatePublisher {
    private final Session tools;
    private final Engine engine;

    CandidatePublisher(Session tools, Engine engine) {
        this.tools = tools;
        this.engine = engine;
    }

    /**
     * @throws StepFailed if what the engine makes is not what was asked for; nothing is pushed then
     * @throws RegistryException if it cannot be read back, or is there with other bytes
     */
    PublishedIndex push(Reference repository, List<ResolvedLeg> legs, MergeAnnotations wanted)
            throws ProgramException, StepFailed, RegistryException, CannotJudge {
        IndexDraft draft = IndexDraft.of(tools, engine, repository, legs, wanted);
        byte[] bytes = draft.bytes();
        Reference candidate = repository.with(Digest.of(bytes));
        tools.progress().accept("pushing the candidate " + candidate);
        engine.push(candidate, bytes, legs, draft.annotations());
        return readBack(candidate);
    }

    /** What is read by digest has exactly the bytes of the draft: reading compares them with the digest. */
    private PublishedIndex readBack(Reference candidate) throws RegistryException, CannotJudge {
        return PublishedIndex.read(tools.registry().awaiting(), candidate);
    }
}
