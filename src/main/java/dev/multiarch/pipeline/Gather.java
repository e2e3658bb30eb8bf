package dev.multiarch.pipeline;

import dev.multiarch.host.Fact;
import dev.multiarch.host.Learnt;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.FormatException;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Subject;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Presence;
import dev.multiarch.registry.RegistryException;
import dev.multiarch.registry.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** Fetches what the enabled rules ask for, and no more: one GET a document, one HEAD a distinct blob, in parallel. */
final class Gather {
    /** Connections to one registry at once; more gain nothing on two cores and annoy registries. */
    static final int PARALLEL = 4;

    static final int LARGEST_CONFIG = 8 << 20;

    /** Of an index's manifests together: a thousand times what images have, and what fits into the smallest heap. */
    private static final long LARGEST_MANIFESTS = 16 << 20;

    private final Source source;
    private final Learnt learnt;
    private final Set<Need> needs;
    private final int parallel;
    private final Consumer<String> status;
    private final AtomicLong manifestBytes = new AtomicLong();
    private final Map<Digest, Fact<Presence>> asked = new ConcurrentHashMap<>();

    Gather(Source source, Set<Need> needs) {
        this(source, needs, PARALLEL, text -> {});
    }

    /** @param status gets how many images were read */
    Gather(Source source, Set<Need> needs, int parallel, Consumer<String> status) {
        this.parallel = parallel;
        this.status = status;
        this.source = source;
        this.learnt = source.isLocal() ? Learnt.LAYOUT : Learnt.REGISTRY;
        this.needs = needs;
    }

    Subject subject(Document document, Index top, Function<Descriptor, BuildFacts> facts) {
        Index index = top.nests() ? NestedIndexes.flat(source, top) : top;
        ExecutorService pool = Executors.newFixedThreadPool(parallel, Gather::daemon);
        try {
            List<Future<Subject.Image>> futures = new ArrayList<>();
            for (Descriptor entry : index.images()) {
                futures.add(pool.submit(() -> image(entry, facts.apply(entry))));
            }
            Map<Digest, Future<Fact<Manifest>>> attestations = new LinkedHashMap<>();
            if (needs.contains(Need.ATTESTATIONS)) {
                index.manifests().stream()
                        .filter(Descriptor::isAttestation)
                        .forEach(entry -> attestations.computeIfAbsent(
                                entry.digest(), digest -> pool.submit(() -> manifest(entry, new ArrayList<>()))));
            }
            List<Subject.Image> images = new ArrayList<>();
            for (Future<Subject.Image> future : futures) {
                images.add(future.get());
                status.accept("read " + images.size() + " of " + futures.size() + " images");
            }
            Map<Digest, Fact<Manifest>> read = new LinkedHashMap<>();
            for (Map.Entry<Digest, Future<Fact<Manifest>>> each : attestations.entrySet()) {
                read.put(each.getKey(), each.getValue().get());
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
        Fact<Manifest> manifest = manifest(entry, blobs);
        Fact<ImageConfig> config = needs.contains(Need.CONFIGS) && manifest.isKnown()
                ? config(manifest.value().get().config(), blobs)
                : configless(manifest);
        if (needs.contains(Need.BLOBS)) {
            manifest.value().ifPresent(m -> addBlobs(m, config.isKnown(), blobs));
        }
        return new Subject.Image(entry, manifest, config, blobs, build);
    }

    private Fact<Manifest> manifest(Descriptor entry, List<Subject.Blob> blobs) {
        if (!MediaTypes.isManifest(entry.mediaType())) {
            return Fact.unknown("the entry's media type is \"" + entry.mediaType() + "\", which is no image manifest");
        }
        long mine = Math.min(entry.size(), LARGEST_MANIFESTS + 1);
        if (manifestBytes.addAndGet(mine) > LARGEST_MANIFESTS) {
            manifestBytes.addAndGet(-mine);
            return Fact.unknown("the index's manifests are together larger than " + (LARGEST_MANIFESTS >> 20)
                    + " MiB, and this one was not read");
        }
        try {
            byte[] bytes = source.manifest(entry.digest()).bytes();
            blobs.add(present("manifest", entry.digest()).of(entry.size(), Optional.of((long) bytes.length)));
            if (bytes.length != entry.size()) {
                return Fact.unknown("the manifest has " + bytes.length + " bytes, its descriptor says " + entry.size());
            }
            return Fact.known(Manifest.parse(bytes, "manifest " + entry.digest()), learnt);
        } catch (RegistryException e) {
            blobs.add(new Subject.Blob("manifest", entry.digest(), absence(e)));
            return Fact.unknown(e.getMessage());
        } catch (FormatException malformed) {
            return Fact.unknown(malformed.getMessage());
        }
    }

    private Fact<ImageConfig> config(Descriptor config, List<Subject.Blob> blobs) {
        if (!MediaTypes.isConfig(config.mediaType())) {
            return Fact.unknown("the config's media type is \"" + config.mediaType() + "\", which is no image config");
        }
        try {
            byte[] bytes = source.blob(config, LARGEST_CONFIG).bytes();
            blobs.add(present("config", config.digest()));
            return Fact.known(ImageConfig.parse(bytes, "config " + config.digest()), learnt);
        } catch (RegistryException e) {
            boolean differs = e.kind() == RegistryException.Kind.DIGEST_MISMATCH;
            blobs.add(differs ? asked("config", config) : new Subject.Blob("config", config.digest(), absence(e)));
            return Fact.unknown(e.getMessage());
        } catch (FormatException malformed) {
            return Fact.unknown(malformed.getMessage());
        }
    }

    /** Layers that may not be distributed (Windows' base layers) lie elsewhere by design, so no registry is asked for them. */
    private void addBlobs(Manifest manifest, boolean configRead, List<Subject.Blob> blobs) {
        boolean configAsked = blobs.stream().anyMatch(blob -> blob.what().equals("config"));
        if (!configRead && !configAsked) {
            blobs.add(asked("config", manifest.config()));
        }
        for (int i = 0; i < manifest.layers().size(); i++) {
            Descriptor layer = manifest.layers().get(i);
            if (!layer.mediaType().contains("nondistributable")
                    && !layer.mediaType().contains("foreign")) {
                blobs.add(asked("layer " + (i + 1), layer));
            }
        }
    }

    private Subject.Blob asked(String what, Descriptor blob) {
        Fact<Presence> presence = presence(blob);
        return new Subject.Blob(what, blob.digest(), presence.map(Presence::there))
                .of(blob.size(), presence.value().flatMap(Presence::size));
    }

    private Fact<Presence> presence(Descriptor blob) {
        return asked.computeIfAbsent(blob.digest(), digest -> {
            try {
                return Fact.known(source.presence(digest), learnt);
            } catch (RegistryException e) {
                return Fact.unknown(e.getMessage());
            }
        });
    }

    private Subject.Blob present(String what, Digest digest) {
        return new Subject.Blob(what, digest, Fact.known(true, learnt));
    }

    private Fact<Boolean> absence(RegistryException e) {
        return e.kind() == RegistryException.Kind.NOT_FOUND ? Fact.known(false, learnt) : Fact.unknown(e.getMessage());
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
