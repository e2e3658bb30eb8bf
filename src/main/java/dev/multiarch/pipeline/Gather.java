package dev.multiarch.pipeline;

import dev.multiarch.host.Fact;
import dev.multiarch.host.Learnt;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.policy.Attestation;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Subject;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.RegistryException;
import dev.multiarch.registry.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
final class Gather {
    /** Connections to one registry at once; more gain nothing on two cores and annoy registries. */
    static final int PARALLEL = 4;

    static final int LARGEST_CONFIG = 8 << 20;

    private final Source source;
    private final Learnt learnt;
    private final Set<Need> needs;
    private final int parallel;
    private final Consumer<String> status;
    private final Memory.Share memory;
    private final Documents documents;
    private final Once<Digest, Fact<Boolean>> asked = new Once<>();

    Gather(Source source, Set<Need> needs) {
        this(source, needs, PARALLEL, new Memory().share(), text -> {});
    }

    /** @param status gets how many images were read */
    Gather(Source source, Set<Need> needs, int parallel, Memory.Share memory, Consumer<String> status) {
        this.parallel = parallel;
        this.status = status;
        this.source = source;
        this.learnt = source.isLocal() ? Learnt.LAYOUT : Learnt.REGISTRY;
        this.needs = needs;
        this.memory = memory;
        this.documents = new Documents(source, learnt, memory);
    }

    Subject subject(Document document, Index top, Function<Descriptor, BuildFacts> facts) {
        Index index = top.nests() ? NestedIndexes.flat(source, top, memory) : top;
        ExecutorService pool = Executors.newFixedThreadPool(parallel, Gather::daemon);
        try {
            List<Future<Subject.Image>> futures = new ArrayList<>();
            for (Descriptor entry : index.images()) {
                futures.add(pool.submit(() -> image(entry, facts.apply(entry))));
            }
            var attestations = new Attestations(source, documents, learnt);
            Map<Digest, Future<Fact<Attestation>>> reading = new LinkedHashMap<>();
            for (Descriptor entry : index.manifests()) {
                if (needs.contains(Need.ATTESTATIONS)
                        && entry.isAttestation()
                        && !reading.containsKey(entry.digest())) {
                    reading.put(entry.digest(), pool.submit(() -> attestations.read(entry)));
                }
            }
            List<Subject.Image> images = new ArrayList<>();
            for (Future<Subject.Image> future : futures) {
                images.add(future.get());
                status.accept("read " + images.size() + " of " + futures.size() + " images");
            }
            Map<Digest, Fact<Attestation>> read = new LinkedHashMap<>();
            for (Map.Entry<Digest, Future<Fact<Attestation>>> each : reading.entrySet()) {
                read.put(each.getKey(), documents.knowing(each.getValue().get()));
            }
            return new Subject(source.name(), document.digest(), index, read, images);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while gathering " + source.name(), e);
        } finally {
            pool.shutdownNow();
        }
    }

    private Subject.Image image(Descriptor entry, BuildFacts build) {
        if (!needs.contains(Need.MANIFESTS) && !needs.contains(Need.CONFIGS) && !needs.contains(Need.BLOBS)) {
            Fact<Manifest> none = Fact.unknown("no enabled rule reads the manifest");
            return new Subject.Image(entry, none, configless(none), List.of(), build);
        }
        List<Subject.Blob> blobs = new ArrayList<>();
        Fact<Manifest> manifest = documents.manifest(entry, blobs);
        Fact<ImageConfig> config = needs.contains(Need.CONFIGS) && manifest.isKnown()
                ? documents.config(manifest.value().get().config(), blobs)
                : configless(manifest);
        if (needs.contains(Need.BLOBS)) {
            manifest.value().ifPresent(m -> addBlobs(m, config.isKnown(), blobs));
        }
        return new Subject.Image(entry, manifest, config, blobs, build);
    }

    /** Layers that may not be distributed (Windows' base layers) lie elsewhere by design, so no registry is asked for them. */
    private void addBlobs(Manifest manifest, boolean configRead, List<Subject.Blob> blobs) {
        boolean configAsked = blobs.stream().anyMatch(blob -> blob.what().equals("config"));
        if (!configRead && !configAsked) {
            blobs.add(new Subject.Blob("config", manifest.config().digest(), exists(manifest.config())));
        }
        for (int i = 0; i < manifest.layers().size(); i++) {
            Descriptor layer = manifest.layers().get(i);
            if (!layer.mediaType().contains("nondistributable")
                    && !layer.mediaType().contains("foreign")) {
                blobs.add(new Subject.Blob("layer " + (i + 1), layer.digest(), exists(layer)));
            }
        }
    }

    private Fact<Boolean> exists(Descriptor blob) {
        return asked.get(blob.digest(), () -> {
            try {
                return Fact.known(source.blobExists(blob.digest()), learnt);
            } catch (RegistryException e) {
                return Fact.unknown(e.getMessage());
            }
        });
    }

    private static Fact<ImageConfig> configless(Fact<Manifest> manifest) {
        return Fact.unknown(manifest.isKnown() ? "no enabled rule reads the config" : manifest.reason());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "gather");
        thread.setDaemon(true);
        return thread;
    }
}
