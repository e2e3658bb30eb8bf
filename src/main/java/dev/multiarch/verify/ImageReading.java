package dev.multiarch.verify;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Manifest;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Subject;
import dev.multiarch.record.BuildFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Reads images in two turns: what a manifest names is asked for all at once. A registry far away answers late, and nothing
 * that a manifest names waits for anything else that it names.
 *
 * @param asked looks whether a blob is there
 * @param read gets each manifest
 */
record ImageReading(Documents documents, Set<Need> needs, Asking asked, Consumer<Manifest> read, ExecutorService pool) {
    /** Looks for one blob. */
    interface Asking {
        Subject.Blob of(String what, Descriptor blob);
    }

    /** @param blobs whether the config is there, where that is known or wanted */
    private record Config(Fact<ImageConfig> fact, List<Subject.Blob> blobs) {}

    /** An image whose manifest was read, and whose config and blobs are being asked for. */
    record Begun(
            Descriptor entry,
            Fact<Manifest> manifest,
            List<Subject.Blob> first,
            Future<Config> config,
            List<Future<Subject.Blob>> layers,
            BuildFacts build) {
        Subject.Image end() throws ExecutionException, InterruptedException {
            List<Subject.Blob> blobs = new ArrayList<>(first);
            blobs.addAll(config.get().blobs());
            for (Future<Subject.Blob> layer : layers) {
                blobs.add(layer.get());
            }
            return new Subject.Image(entry, manifest, config.get().fact(), blobs, build);
        }
    }

    static Begun without(Descriptor entry, Fact<Manifest> manifest, BuildFacts build) {
        return new Begun(entry, manifest, List.of(), done(manifest), List.of(), build);
    }

    private static Future<Config> done(Fact<Manifest> manifest) {
        return CompletableFuture.completedFuture(new Config(configless(manifest), List.of()));
    }

    Begun begin(Descriptor entry, BuildFacts build) {
        boolean named = entry.platform().filter(p -> !p.isUnknown()).isPresent();
        boolean looked = needs.contains(Need.BLOBS);
        if (named && !needs.contains(Need.MANIFESTS) && !needs.contains(Need.CONFIGS) && !looked) {
            return without(entry, Fact.unknown("no enabled rule reads the manifest"), build);
        }
        List<Subject.Blob> blobs = new ArrayList<>();
        Fact<Manifest> fact = documents.manifest(entry, blobs);
        Optional<Manifest> manifest = fact.value();
        if (manifest.isEmpty()) {
            return new Begun(entry, fact, blobs, done(fact), List.of(), build);
        }
        // Without a platform its config decides whether it is an image at all.
        boolean wanted = needs.contains(Need.CONFIGS) || !named;
        Future<Config> config =
                wanted || looked ? pool.submit(() -> config(fact, manifest.get().config(), wanted)) : done(fact);
        var begun = new Begun(entry, fact, blobs, config, looked ? layers(manifest.get()) : List.of(), build);
        read.accept(manifest.get()); // layers come behind configs
        return begun;
    }

    private Config config(Fact<Manifest> manifest, Descriptor descriptor, boolean wanted) {
        List<Subject.Blob> blobs = new ArrayList<>();
        Fact<ImageConfig> config = wanted ? documents.config(descriptor, blobs) : configless(manifest);
        if (needs.contains(Need.BLOBS) && !config.isKnown() && blobs.isEmpty()) {
            blobs.add(asked.of("config", descriptor));
        }
        return new Config(config, blobs);
    }

    /** Layers that may not be distributed (Windows' base layers) may be kept elsewhere, where nobody asks. */
    private List<Future<Subject.Blob>> layers(Manifest manifest) {
        List<Future<Subject.Blob>> asking = new ArrayList<>();
        for (int i = 0; i < manifest.layers().size(); i++) {
            Descriptor layer = manifest.layers().get(i);
            String what = "layer " + (i + 1);
            asking.add(pool.submit(() -> asked.of(what, layer)));
        }
        return asking;
    }

    private static Fact<ImageConfig> configless(Fact<Manifest> manifest) {
        if (manifest.isRefused()) {
            return Fact.refused(manifest.reason(), manifest.learnt().orElseThrow());
        }
        return Fact.unknown(manifest.isKnown() ? "no enabled rule reads the config" : manifest.reason());
    }
}
