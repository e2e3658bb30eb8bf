package dev.multiarch.verify;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.Binaries;
import dev.multiarch.image.layers.LayerException;
import dev.multiarch.image.layers.LayerFacts;
import dev.multiarch.image.layers.RootFs;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.registry.Source;
import dev.multiarch.step.Session;
import dev.multiarch.step.SharedLayers;
import dev.multiarch.text.Sizes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Reads the layers of images, each distinct one once, as many at a time as there are cores: decompressing and hashing
 * keep a core busy. Images one after another, so that the facts of few layers are held at once.
 */
final class Layers implements AutoCloseable {
    private static final int MOST_WORKERS = 4;

    private final Source source;
    private final FactSource learnt;
    private final SharedLayers shared;
    private final long most;
    private final LayersAhead ahead;
    private final LayerReading reading;
    private final Consumer<String> status;
    private final Runnable asked;
    private final AtomicInteger begun = new AtomicInteger();
    private volatile int distinct;
    private final Map<String, Future<LayerRead>> read = new HashMap<>();

    /**
     * @param tools has what earlier calls, and other images of this one, have read
     * @param most compressed bytes of an image that is read
     * @param asked runs if all layers are small enough to be asked for before the first is read
     */
    Layers(Source source, Session tools, long most, Runnable asked) {
        this.asked = asked;
        this.status = tools.status();
        this.source = source;
        this.learnt = source.isLocal() ? FactSource.LAYOUT : FactSource.REGISTRY;
        this.shared = tools.sharedLayers();
        this.most = most;
        this.ahead = new LayersAhead(source, tools.layers());
        this.reading = new LayerReading(source, tools.layers(), ahead, this::tell);
    }

    /** Asks for small layers as soon as their manifest was read. */
    void ahead(Manifest manifest) {
        if (isRead(manifest)) {
            ahead.ask(unknown(manifest.layers()));
        }
    }

    private List<Descriptor> unknown(List<Descriptor> layers) {
        return layers.stream()
                .filter(layer -> !shared.has(content(layer), learnt))
                .toList();
    }

    Subject read(Subject subject) {
        int cores = Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(cores, Layers::daemon);
        try {
            Map<String, Long> uses = new HashMap<>();
            List<Descriptor> all = subject.images().stream()
                    .filter(this::isRead)
                    .flatMap(image -> layers(image).stream())
                    .toList();
            all.forEach(layer -> uses.merge(content(layer), 1L, Long::sum));
            distinct = uses.size();
            // What is too large to be read is asked for its sizes, which takes its time.
            boolean whole = subject.images().stream().allMatch(this::isRead);
            if (ahead.ask(unknown(all)) && whole) {
                asked.run();
            }
            List<Image> images = new ArrayList<>();
            for (Image image : subject.images()) {
                images.add(isRead(image) ? image.with(binaries(image, pool)) : unread(image));
                layers(image).forEach(layer -> {
                    if (uses.merge(content(layer), -1L, Long::sum) == 0) {
                        read.remove(content(layer));
                    }
                });
            }
            return subject.with(images);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading layers of " + subject.reference(), e);
        } finally {
            pool.shutdownNow();
        }
    }

    private boolean isRead(Image image) {
        return image.manifest().value().filter(this::isRead).isPresent();
    }

    private boolean isRead(Manifest manifest) {
        return isImage(manifest) && manifest.compressedSize() <= most;
    }

    private static boolean isImage(Manifest manifest) {
        return MediaTypes.isConfig(manifest.config().mediaType());
    }

    /** An image that is larger than what is read, if it really is: a claim alone must not keep anybody from reading it. */
    private Image unread(Image image) {
        if (most == 0 || image.manifest().value().filter(Layers::isImage).isEmpty()) {
            return image;
        }
        List<String> faults = new RealSizes(source, most).faults(layers(image));
        return faults.isEmpty() ? image : image.with(Fact.known(Binaries.faulty(faults), learnt));
    }

    private static List<Descriptor> layers(Image image) {
        return image.manifest().value().map(Manifest::layers).orElse(List.of());
    }

    private Fact<Binaries> binaries(Image image, ExecutorService pool) throws ExecutionException, InterruptedException {
        List<Descriptor> layers = layers(image);
        if (layers.isEmpty()) {
            return Fact.unknown("the image has no layer");
        }
        // The largest first: begun last, it would keep one core busy while the others have nothing left to do.
        layers.stream()
                .sorted(Comparator.comparingLong(Descriptor::size).reversed())
                .forEach(layer -> read.computeIfAbsent(content(layer), content -> pool.submit(() -> facts(layer))));
        if (!image.config().isKnown()) {
            return Fact.unknown("its config, which says what each layer unpacks to, is unknown: "
                    + image.config().reason());
        }
        List<LayerRead> all = new ArrayList<>();
        for (Descriptor layer : layers) {
            all.add(read.get(content(layer)).get());
        }
        List<String> faults =
                LayerRead.faults(all, image.config().value().orElseThrow().diffIds());
        return faults.isEmpty()
                ? laid(all, image.config().value().orElseThrow())
                : Fact.known(Binaries.faulty(faults), learnt);
    }

    private Fact<Binaries> laid(List<LayerRead> layers, ImageConfig config) {
        var root = new RootFs();
        FactSource how = learnt;
        for (int i = 0; i < layers.size(); i++) {
            Fact<LayerFacts> facts = layers.get(i).facts();
            try {
                if (!facts.isKnown()) {
                    return Fact.unknown("layer " + (i + 1) + ": " + facts.reason());
                }
                root.lay(facts.value().get());
                how = facts.learnt().equals(Optional.of(FactSource.CACHE)) ? FactSource.CACHE : how;
            } catch (LayerException e) {
                return Fact.unknown("layer " + (i + 1) + ": " + e.getMessage());
            }
        }
        try {
            return Fact.known(Binaries.of(root, config.start()), how);
        } catch (LayerException e) {
            return Fact.unknown(String.valueOf(e.getMessage()));
        }
    }

    private void tell(Descriptor layer) {
        status.accept("reading layer " + begun.incrementAndGet() + " of " + distinct + ", which has "
                + Sizes.print(layer.size()));
    }

    /** One that may not be distributed is not taken from another image: whether it is here decides. */
    private LayerRead facts(Descriptor layer) {
        if (!layer.elsewhere().isEmpty()) {
            return reading.read(layer);
        }
        var own = new AtomicReference<LayerRead>();
        Fact<LayerFacts> found = shared.get(content(layer), learnt, () -> {
            own.set(reading.read(layer));
            return own.get().facts();
        });
        if (own.get() != null) {
            return own.get();
        }
        // What kept another image's layer from being read need not keep this one's.
        return found.isKnown() ? new LayerRead(found, Optional.empty()) : reading.read(layer);
    }

    /** The same bytes may be a tar archive and a gzip stream at once, with other files in each. */
    private static String content(Descriptor layer) {
        return layer.digest() + " " + layer.mediaType() + " " + layer.size();
    }

    /** Ends what was asked for ahead. */
    @Override
    public void close() {
        ahead.close();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "layers");
        thread.setDaemon(true);
        return thread;
    }
}
