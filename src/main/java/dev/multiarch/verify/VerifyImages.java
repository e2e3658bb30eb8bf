package dev.multiarch.verify;

import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.registry.CachedSource;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Session;
import dev.multiarch.step.Timings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Judges many images, each by itself, a few at a time. They share connections and tokens, the documents of a repository, and
 * what layers hold.
 */
public final class VerifyImages {
    /** Each gets a whole verdict, which somebody is to read. */
    public static final int MOST = 1_000;

    private static final int AT_ONCE = 8;

    private final Session tools;
    private final Opening opening;
    private final KeptFindings kept = new KeptFindings();

    /** Those of which an image is still to be judged, and how many. */
    private final Map<String, Shelf> shelves = new HashMap<>();

    private record Shelf(CachedSource.Cache cache, AtomicInteger left) {}

    /** Finds what a user named. */
    public interface Opening {
        Source open(String named) throws RegistryException;
    }

    /**
     * What became of one image.
     *
     * @param verdict empty if the image could not be read
     * @param failure why it could not be read
     * @param left what says how many findings were left out; else empty
     */
    public record Judged(String named, Optional<Verdict> verdict, Optional<Exception> failure, String left) {}

    public VerifyImages(Session tools, Opening opening) {
        this.tools = tools;
        this.opening = opening;
    }

    /** @param named each once */
    public List<Judged> run(List<String> named, List<Policy> policies, Optional<RecordedFacts> records) {
        int atOnce = Math.min(AT_ONCE, named.size());
        for (String each : named) {
            shelves.computeIfAbsent(
                            place(each), place -> new Shelf(CachedSource.Cache.oneOf(atOnce), new AtomicInteger()))
                    .left()
                    .incrementAndGet();
        }
        ExecutorService pool = Executors.newFixedThreadPool(atOnce, VerifyImages::daemon);
        try {
            var done = new AtomicInteger();
            List<Future<Judged>> running = new ArrayList<>();
            for (String each : named) {
                running.add(pool.submit(() -> {
                    Judged judged = judge(each, policies, records, Math.max(1, FactGatherer.PARALLEL / atOnce));
                    tools.status().accept("judged " + done.incrementAndGet() + " of " + named.size() + " images");
                    return judged;
                }));
            }
            List<Judged> all = new ArrayList<>();
            for (Future<Judged> each : running) {
                all.add(each.get());
            }
            tools.timings().ended("read and judge " + named.size() + " images");
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while judging " + named.size() + " images", e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** One that can't be read is not a pass, and keeps nobody from the others. */
    private Judged judge(String named, List<Policy> policies, Optional<RecordedFacts> records, int parallel) {
        Shelf shelf = shelf(named);
        try (var source = new CachedSource(opening.open(named), shelf.cache())) {
            Verdict verdict =
                    new Verify(tools, new Timings(System.nanoTime())).run(source, policies, records, parallel);
            KeptFindings.Kept some = kept.keep(verdict, "image");
            return new Judged(named, Optional.of(some.verdict()), Optional.empty(), some.left());
        } catch (RegistryException | CannotJudge e) {
            return new Judged(named, Optional.empty(), Optional.of(e), "");
        } finally {
            leave(named, shelf);
        }
    }

    private synchronized Shelf shelf(String named) {
        return shelves.get(place(named));
    }

    /** Documents of a repository of which nothing is left to judge only take memory. */
    private synchronized void leave(String named, Shelf shelf) {
        if (shelf.left().decrementAndGet() == 0) {
            shelves.remove(place(named));
        }
    }

    /** A repository has separate documents, as another one may lack what this one has. */
    private static String place(String named) {
        return Source.isLayout(named) ? named : Reference.parse(named).name();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "images");
        thread.setDaemon(true);
        return thread;
    }
}
