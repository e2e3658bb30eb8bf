package dev.multiarch.publish;

import dev.multiarch.copy.Copy;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.record.JournalEntry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.Optional;

/** Has an engine move tags, writes that down before and after, and reads each tag back. */
final class TagMover {
    static final String OURS = "a bug in multiarch: ";

    private final Session tools;
    private final Engine engine;

    TagMover(Session tools, Engine engine) {
        this.tools = tools;
        this.engine = engine;
    }

    /**
     * @param states of the tags in their order
     * @param failure what the engine said, though it may have moved some
     */
    record Outcome(List<TagState> states, Optional<String> failure) {
        boolean isWhole(Digest digest) {
            return failure.isEmpty() && states.stream().allMatch(state -> state.isAt(digest));
        }
    }

    /** Every tag is looked at, whatever the engine said: it may have moved some and failed at others. */
    Outcome move(PublishedIndex index, List<Promote.Moved> due, String verdict) {
        List<Reference> tags = due.stream().map(Promote.Moved::tag).toList();
        tools.progress()
                .accept("moving "
                        + String.join(
                                ", ", tags.stream().map(Reference::toString).toList()));
        JournalEntry.Because because = JournalWriter.because(tools, index.index(), verdict);
        var steps = new JournalWriter(tools);
        due.forEach(move -> steps.beforeTag(move, because));
        Optional<String> failure = tag(index, tags);
        List<TagState> states = TagState.read(tools.registry(), tags);
        for (int i = 0; i < due.size(); i++) {
            steps.afterTag(due.get(i), states.get(i), because);
        }
        return new Outcome(states, failure);
    }

    /**
     * Copies the index, its images and what refers to them to the other repositories: imagetools would leave behind the
     * signatures of the index, and a copy that fails should fail before the first tag moves.
     */
    private void bring(PublishedIndex index, List<Reference> tags) throws RegistryException, StepFailed {
        List<Reference> repositories =
                tags.stream().map(Reference::repositoryOnly).distinct().toList();
        for (Reference repository : repositories) {
            new Copy(tools, repository).run(List.of(index.reference()));
        }
    }

    /** From here on tags may have moved whatever goes wrong, also what nobody thought of: the tags themselves are asked. */
    private Optional<String> tag(PublishedIndex index, List<Reference> tags) {
        try {
            bring(index, tags);
            return engine.tag(index, tags);
        } catch (ProgramException | RegistryException | FormatException | StepFailed e) {
            return Optional.of(e.getMessage());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return Optional.of(OURS + e);
        }
    }
}
