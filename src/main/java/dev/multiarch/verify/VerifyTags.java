package dev.multiarch.verify;

import dev.multiarch.concurrent.Once;
import dev.multiarch.image.Artifact;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.record.stores.RegistryStore;
import dev.multiarch.registry.CachedSource;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.MemoryBudget;
import dev.multiarch.step.Session;
import dev.multiarch.step.Timings;
import dev.multiarch.text.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Judges many tags of one repository in one go: a few at a time, each index once however many tags point to it, and each
 * document once however many indexes hold it.
 */
public final class VerifyTags {
    /** More than anybody reads the verdicts of. */
    public static final int MOST = 10_000;

    /** Together with what each has in flight, as many connections as are kept alive. */
    private static final int PARALLEL = 8;

    private static final int NAMED = 5;

    /**
     * What became of one tag.
     *
     * @param outcome {@code skipped} where there is no image, but artifacts
     * @param verdict kept where it is not a pass; of the others there may be thousands
     * @param failure why it could not be judged at all, or how many of its findings were left out; else empty
     * @param artifact the kind of what is there, where that is not an image
     */
    public record Row(
            String tag,
            Optional<Digest> digest,
            Outcome outcome,
            Optional<Verdict> verdict,
            String failure,
            Optional<String> artifact) {}

    private final Session tools;
    private final CachedSource.Cache cache = new CachedSource.Cache();
    private final Once<Digest, Row> judged = new Once<>();
    private final KeptFindings kept = new KeptFindings();

    public VerifyTags(Session tools) {
        this.tools = tools;
    }

    /**
     * @return the tags that match, in the registry's order
     * @throws CannotJudge if there is none, or there are too many
     */
    public List<String> tags(Reference repository, Glob pattern) throws RegistryException, CannotJudge {
        List<String> all = tools.registry().tags(repository).stream()
                .filter(tag -> !RegistryStore.isSpeltLikeObject(tag)) // build records, each under a separate tag
                .toList();
        List<String> tags = all.stream().filter(pattern::matches).toList();
        if (tags.isEmpty()) {
            String some = String.join(", ", all.subList(0, Math.min(NAMED, all.size())));
            throw new CannotJudge(repository.name() + " has no tag like " + pattern
                    + ", so there is nothing to judge. It has "
                    + (all.isEmpty() ? "none at all" : all.size() + ": " + some + (all.size() > NAMED ? ", …" : "")));
        }
        if (tags.size() > MOST) {
            throw new CannotJudge(repository.name() + " has " + tags.size() + " tags like " + pattern
                    + ", expected at most " + MOST + ". Fix: name fewer by a longer pattern");
        }
        return tags;
    }

    public List<Row> run(
            Reference repository, List<String> tags, List<Policy> policies, Optional<RecordedFacts> records) {
        ExecutorService pool = Executors.newFixedThreadPool(PARALLEL, VerifyTags::daemon);
        try {
            var done = new AtomicInteger();
            List<Future<Row>> rows = new ArrayList<>();
            for (String tag : tags) {
                rows.add(pool.submit(() -> {
                    Row row = row(repository.withTag(tag), tag, policies, records);
                    tools.status().accept("judged " + done.incrementAndGet() + " of " + tags.size() + " tags");
                    return row;
                }));
            }
            List<Row> all = new ArrayList<>();
            for (Future<Row> row : rows) {
                all.add(row.get());
            }
            tools.timings().ended("read and judge " + tags.size() + " tags");
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while judging tags of " + repository.name(), e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** One that goes while others are judged is not a pass, and does not end the work. */
    private Row row(Reference reference, String tag, List<Policy> policies, Optional<RecordedFacts> records) {
        try (var source = new CachedSource(tools.registry().at(reference), cache)) {
            Document document = source.root();
            Row known = judged.get(document.digest(), () -> judge(source, document, tag, policies, records));
            return new Row(tag, known.digest(), known.outcome(), known.verdict(), known.failure(), known.artifact());
        } catch (RegistryException e) {
            return failed(tag, e);
        }
    }

    private static Row failed(String tag, Exception e) {
        return new Row(tag, Optional.empty(), Outcome.UNKNOWN, Optional.empty(), e.getMessage(), Optional.empty());
    }

    private Row judge(
            CachedSource source,
            Document document,
            String tag,
            List<Policy> policies,
            Optional<RecordedFacts> records) {
        try (MemoryBudget.Share memory = tools.memory().share()) {
            Index index = SingleDocument.index(source.name(), document, memory);
            var reading = FactGatherer.Reading.of(memory, 1);
            return row(
                    tag,
                    new Verify(tools, new Timings(System.nanoTime()))
                            .judge(source, document, index, policies, records, reading));
        } catch (CannotJudge e) {
            return failed(tag, e);
        }
    }

    private Row row(String tag, Verdict verdict) {
        if (verdict.subject() instanceof Verdict.OfIndex index
                && index.legs().isEmpty()
                && !index.aside().isEmpty()) {
            return new Row(
                    tag, verdict.digest(), Outcome.SKIPPED, Optional.empty(), "", Optional.of(kind(index.aside())));
        }
        if (verdict.outcome() == Outcome.PASS) {
            return new Row(tag, verdict.digest(), verdict.outcome(), Optional.empty(), "", Optional.empty());
        }
        KeptFindings.Kept some = kept.keep(verdict, "tag");
        return new Row(
                tag, verdict.digest(), verdict.outcome(), Optional.of(some.verdict()), some.left(), Optional.empty());
    }

    /** A build cache is an index of layers with one entry that says so. */
    private static String kind(Map<String, Integer> aside) {
        if (aside.containsKey(Artifact.CACHE)) {
            return Artifact.CACHE;
        }
        return aside.size() > 1 ? "several kinds" : aside.keySet().iterator().next();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "tags");
        thread.setDaemon(true);
        return thread;
    }
}
