package dev.multiarch.verify;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.concurrent.Once;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.policy.Attestation;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Subject;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Presence;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.MemoryBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Fetches what the enabled rules ask for, and no more, in parallel: each distinct document is fetched and parsed once, and
 * each distinct blob is asked for once.
 */
final class FactGatherer {
    static final int PARALLEL = AtOnce.REQUESTS;

    static final int LARGEST_CONFIG = 8 << 20;

    private final Source source;
    private final FactSource learnt;
    private final Set<Need> needs;
    private final Reading reading;
    private final Consumer<String> status;
    private final Once<Digest, Fact<Presence>> asked = new Once<>();

    /**
     * @param parallel how many documents are read at once
     * @param read gets each manifest of an image as soon as it was read
     * @param begun runs when each manifest was read, and the configs and blobs that they name were asked for
     */
    record Reading(MemoryBudget.Share memory, int parallel, Consumer<Manifest> read, Runnable begun) {
        static Reading of(MemoryBudget.Share memory, int parallel) {
            return new Reading(memory, parallel, manifest -> {}, () -> {});
        }

        /** Where layers are read, too: they say themselves when all was asked for. */
        Reading with(Layers layers) {
            return new Reading(memory, parallel, layers::ahead, () -> {});
        }

        static Reading of(MemoryBudget.Share memory) {
            return of(memory, PARALLEL);
        }
    }

    FactGatherer(Source source, Set<Need> needs) {
        this(source, needs, Reading.of(new MemoryBudget().share()), text -> {});
    }

    /** @param status gets how many images were read */
    FactGatherer(Source source, Set<Need> needs, Reading reading, Consumer<String> status) {
        this.reading = reading;
        this.status = status;
        this.source = source;
        this.learnt = source.isLocal() ? FactSource.LAYOUT : FactSource.REGISTRY;
        this.needs = needs;
    }

    /** @param top the index, or one of a single image as {@link SingleDocument#index} makes it */
    Subject subject(Document document, Index top, Function<Descriptor, BuildFacts> facts) {
        NestedIndexes.Flat flat = NestedIndexes.flat(source, top, reading.memory());
        Index index = flat.index();
        boolean attested =
                needs.contains(Need.ATTESTATIONS) && index.manifests().stream().anyMatch(Descriptor::isAttestation);
        var documents = new Documents(source, learnt, reading.memory(), document, attested);
        ExecutorService pool = Executors.newFixedThreadPool(reading.parallel(), FactGatherer::daemon);
        try {
            var images = new ImageReading(documents, needs, this::asked, reading.read(), pool);
            List<Future<ImageReading.Begun>> futures = new ArrayList<>();
            for (Descriptor entry : index.images()) {
                Optional<Fact<Manifest>> unopened = unopened(flat, entry);
                futures.add(pool.submit(() -> unopened.isPresent()
                        ? ImageReading.without(entry, unopened.get(), facts.apply(entry))
                        : images.begin(entry, facts.apply(entry))));
            }
            Map<Digest, Future<Fact<Attestation>>> attestations = attestations(index, documents, pool);
            for (Future<ImageReading.Begun> future : futures) {
                future.get();
            }
            reading.begun().run();
            List<Subject.Image> all = new ArrayList<>();
            for (Future<ImageReading.Begun> future : futures) {
                all.add(future.get().end());
                status.accept("read " + all.size() + " of " + futures.size() + " images");
            }
            Map<Digest, Fact<Attestation>> read = new LinkedHashMap<>();
            for (Map.Entry<Digest, Future<Fact<Attestation>>> each : attestations.entrySet()) {
                read.put(each.getKey(), documents.knowing(each.getValue().get()));
            }
            return SingleDocument.named(new Subject(source.name(), document.digest(), index, read, all));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while gathering " + source.name(), e);
        } finally {
            pool.shutdownNow();
        }
    }

    private Map<Digest, Future<Fact<Attestation>>> attestations(
            Index index, Documents documents, ExecutorService pool) {
        var attestations = new Attestations(source, documents, learnt);
        Map<Digest, Future<Fact<Attestation>>> reading = new LinkedHashMap<>();
        for (Descriptor entry : index.manifests()) {
            if (needs.contains(Need.ATTESTATIONS) && entry.isAttestation() && !reading.containsKey(entry.digest())) {
                reading.put(entry.digest(), pool.submit(() -> attestations.read(entry)));
            }
        }
        return reading;
    }

    /** Why an index inside the index stayed closed. */
    private Optional<Fact<Manifest>> unopened(NestedIndexes.Flat flat, Descriptor entry) {
        return Optional.ofNullable(flat.refused().get(entry.digest()))
                .map(why -> Fact.<Manifest>refused(why, learnt))
                .or(() -> Optional.ofNullable(flat.closed().get(entry.digest())).map(Fact::unknown));
    }

    private Subject.Blob asked(String what, Descriptor blob) {
        Fact<Presence> presence = presence(blob);
        return new Subject.Blob(what, blob.digest(), presence.map(Presence::there), blob.elsewhere())
                .of(
                        blob.size(),
                        presence.value().flatMap(Presence::size),
                        source.isLocal() ? "" : " (as the registry says)");
    }

    private Fact<Presence> presence(Descriptor blob) {
        return asked.get(blob.digest(), () -> {
            try {
                return Fact.known(source.presence(blob), learnt);
            } catch (RegistryException e) {
                return Fact.unknown(e.getMessage());
            }
        });
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "gather");
        thread.setDaemon(true);
        return thread;
    }
}
