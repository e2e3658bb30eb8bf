package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.record.JournalEntry;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.util.List;
import java.util.Optional;

/** Has the merged index made, checks it, and has it pushed by digest alone. */
final class CandidatePublisher {
    private final Session tools;
    private final Engine engine;

    CandidatePublisher(Session tools, Engine engine) {
        this.tools = tools;
        this.engine = engine;
    }

    /**
     * @throws StepFailed if what the engine makes is not what was asked for, and nothing is pushed then; or if the registry
     *     has something else or nothing after the push
     * @throws RegistryException if the registry cannot be asked
     */
    PublishedIndex push(Reference repository, List<ResolvedLeg> legs, MergeAnnotations wanted)
            throws ProgramException, StepFailed, RegistryException {
        IndexDraft draft = IndexDraft.of(tools, engine, repository, legs, wanted);
        engine.bring(repository);
        byte[] bytes = draft.bytes();
        Reference candidate = repository.with(Digest.of(bytes));
        tools.progress().accept("pushing the candidate " + candidate);
        var steps = new JournalWriter(tools);
        JournalEntry.Because because = JournalWriter.because(tools, draft.index(), "not judged yet");
        steps.push(JournalEntry.Phase.BEFORE, candidate, because);
        engine.push(candidate, bytes, legs, draft.annotations());
        requireThere(candidate);
        steps.push(JournalEntry.Phase.AFTER, candidate, because);
        var document = new Document(Digest.of(bytes), draft.index().mediaType(), bytes);
        return new PublishedIndex(candidate, document, draft.index());
    }

    /** The registry's digest of it decides, or where it gives none, that of its bytes. */
    private void requireThere(Reference candidate) throws RegistryException, StepFailed {
        Optional<Digest> found = tools.registry().awaiting().resolve(candidate);
        if (!found.equals(candidate.digest())) {
            throw new StepFailed("the candidate " + candidate + " was pushed, but the registry has "
                    + found.map(digest -> digest + " there").orElse("nothing there")
                    + ". No tag was moved. Fix: merge again; if that does not help, multiarch doctor --registry "
                    + candidate.name() + " finds out what this registry keeps");
        }
    }
}
