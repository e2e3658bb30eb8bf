package dev.multiarch.pipeline;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Verdict;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.registry.RegistryException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Judges a published index: resolves it once, reads everything by digest, and says which digest it judged. */
public final class Verify {
    private final Tools tools;

    public Verify(Tools tools) {
        this.tools = tools;
    }

    /**
     * @throws RegistryException if the index can't be read
     * @throws CannotJudge if there is no index to judge
     */
    public Verdict run(Reference reference, List<Policy> policies, Optional<RecordedFacts> records)
            throws RegistryException, CannotJudge {
        Published published = Published.read(tools.registry(), reference);
        Verdict verdict = judge(reference.toString(), published, policies, records);
        if (reference.orLatest().digest().isEmpty()) {
            warnIfMoved(reference.orLatest(), published.document().digest());
        }
        return verdict;
    }

    /** Facts of a record win over annotations, which are claims of whoever pushed. */
    Verdict judge(String named, Published published, List<Policy> policies, Optional<RecordedFacts> records) {
        Set<Need> needs = Judgement.needs(policies);
        Function<Descriptor, BuildFacts> facts = entry -> records.flatMap(r -> r.of(entry.digest()))
                .orElseGet(() -> BuildFacts.fromAnnotations(entry.annotations()));
        Subject subject = new Gather(tools.registry(), published.reference(), needs).subject(named, published, facts);
        if (needs.contains(Need.LAYERS)) {
            subject = new Layers(tools, published.reference(), Judgement.reads(policies)).read(subject);
        }
        return Judgement.judge(policies, subject);
    }

    /** A tag that moves meanwhile does no harm, as the digest that was judged is named; but people should know. */
    private void warnIfMoved(Reference tag, Digest judged) throws RegistryException {
        Optional<Digest> current = tools.registry().resolve(tag);
        if (!current.equals(Optional.of(judged))) {
            tools.progress()
                    .accept("warning: " + tag + " moved while it was judged: the verdict is on " + judged
                            + ", the tag now points to "
                            + current.map(Digest::toString).orElse("nothing"));
        }
    }
}
