package dev.multiarch.verify;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.registry.CachedSource;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.signature.SignatureLookup;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.MemoryBudget;
import dev.multiarch.step.Session;
import dev.multiarch.step.Signing;
import dev.multiarch.step.Timings;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Judges a published index or a single image: resolves it once, reads everything by digest, and says which digest it judged. */
public final class Verify {
    /** What takes its time when documents and layers were read. */
    private static final Set<Need> AFTERWARDS = Set.of(Need.RUNS, Need.SIGNATURES);

    private final Session tools;
    private final Timings timings;

    public Verify(Session tools) {
        this(tools, tools.timings());
    }

    /** @param timings other than the command's, where many are judged at once */
    public Verify(Session tools, Timings timings) {
        this.tools = tools;
        this.timings = timings;
    }

    /**
     * @throws RegistryException if the index can't be read
     * @throws CannotJudge if there is nothing to judge
     */
    public Verdict run(Source source, List<Policy> policies, Optional<RecordedFacts> records)
            throws RegistryException, CannotJudge {
        return run(new CachedSource(source, new CachedSource.Cache()), policies, records, FactGatherer.PARALLEL);
    }

    /**
     * The same, of one of many.
     *
     * @param parallel how many documents are read at once
     */
    Verdict run(CachedSource source, List<Policy> policies, Optional<RecordedFacts> records, int parallel)
            throws RegistryException, CannotJudge {
        if (!source.isLocal()) {
            SignatureFacts.prepare(Judgement.signatures(policies));
        }
        try (MemoryBudget.Share memory = tools.memory().share()) {
            Document document = source.root();
            timings.ended("connect, and read the index");
            Index index = SingleDocument.index(source.name(), document, memory);
            boolean early = Collections.disjoint(Judgement.needs(policies), AFTERWARDS);
            var again = new TagAgain(source, document.digest(), early);
            var reading = new FactGatherer.Reading(memory, parallel, manifest -> {}, again::begin);
            Verdict verdict = judge(source, document, index, policies, records, reading);
            warnIfMoved(source, document.digest(), again.answer());
            timings.ended("read the tag again");
            return verdict;
        }
    }

    /** What was just pushed and read back. */
    public Verdict judge(
            Source source, Document document, Index index, List<Policy> policies, Optional<RecordedFacts> records) {
        try (MemoryBudget.Share memory = tools.memory().share()) {
            return judge(source, document, index, policies, records, FactGatherer.Reading.of(memory));
        }
    }

    Verdict judge(
            Source source,
            Document document,
            Index index,
            List<Policy> policies,
            Optional<RecordedFacts> records,
            FactGatherer.Reading reading) {
        Set<Need> needs = Judgement.needs(policies);
        var facts = RecordedFacts.orAnnotations(records, index, Judgement.looksBack(policies));
        Subject subject = gathered(
                source,
                policies,
                reading,
                way -> new FactGatherer(source, needs, way, tools.status()).subject(document, index, facts));
        if (needs.contains(Need.RUNS)) {
            subject = tools.runs().run(source, subject, platform -> Judgement.runs(policies, platform));
            timings.ended("run the images");
        }
        if (needs.contains(Need.SIGNATURES)) {
            subject = signatures(source, subject, policies, reading.parallel());
        }
        Verdict verdict = Judgement.judge(policies, subject);
        timings.ended("judge");
        return verdict;
    }

    /** @param documents reads them, in this way */
    private Subject gathered(
            Source source,
            List<Policy> policies,
            FactGatherer.Reading reading,
            Function<FactGatherer.Reading, Subject> documents) {
        boolean layered = Judgement.needs(policies).contains(Need.LAYERS);
        try (Layers layers = layered ? new Layers(source, tools, Judgement.reads(policies), reading.begun()) : null) {
            Subject subject = documents.apply(layered ? reading.with(layers) : reading);
            timings.ended("read manifests, configs, and which blobs there are");
            if (layered) {
                subject = layers.read(subject);
                timings.ended("read layers");
            }
            return subject;
        }
    }

    /** What is signed by this call is not there yet: {@link #signed} judges it. */
    private Subject signatures(Source source, Subject subject, List<Policy> policies, int parallel) {
        if (tools.signing() != Signing.NONE && !source.isLocal()) {
            return subject.with(SignatureLookup.LATER);
        }
        Subject read = new SignatureFacts(source, tools, parallel).read(subject, Judgement.signatures(policies));
        timings.ended("look for signatures");
        return read;
    }

    /** What policies say of signatures and attached verdicts alone, once they were made; empty where they ask for none. */
    public Optional<Verdict> signed(Source source, Document document, Index index, List<Policy> policies) {
        List<Policy> asking = policies.stream()
                .flatMap(policy -> policy.only(Set.of(Rules.SIGNATURE.id(), Rules.VERDICT.id())).stream())
                .toList();
        if (asking.isEmpty()) {
            return Optional.empty();
        }
        try (MemoryBudget.Share memory = tools.memory().share()) {
            Subject subject = new FactGatherer(
                            source, Judgement.needs(asking), FactGatherer.Reading.of(memory), tools.status())
                    .subject(document, index, RecordedFacts.orAnnotations(Optional.empty(), index, 0));
            Subject read = new SignatureFacts(source, tools, FactGatherer.PARALLEL)
                    .read(subject, Judgement.signatures(asking));
            return Optional.of(Judgement.judge(asking, read));
        }
    }

    /** A tag that moves meanwhile does no harm, as the digest that was judged is named; but people should know. */
    private void warnIfMoved(Source source, Digest judged, Optional<Digest> current) {
        if (!current.equals(Optional.of(judged))) {
            tools.progress()
                    .accept("warning: " + source.name() + " moved while it was judged: the verdict is on " + judged
                            + ", it now points to "
                            + current.map(Digest::toString).orElse("nothing"));
        }
    }
}
