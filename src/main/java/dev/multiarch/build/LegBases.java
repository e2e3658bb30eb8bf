package dev.multiarch.build;

import dev.multiarch.dockerfile.UsedImage;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.record.BaseImage;
import dev.multiarch.step.BaseLookup;
import dev.multiarch.step.BaseNow;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up the base images while the leg is being built, so that nobody waits for it. A leg never fails for that: what is not found out
 * is unknown.
 */
final class LegBases implements AutoCloseable {
    /** For a registry that still has not answered when the build has ended. */
    private static final long PATIENCE_SECONDS = 30;

    private static final int LONGEST = 500;

    private final BaseLookup lookup;
    private final ExecutorService thread;
    private final Future<List<UsedImage>> images;

    /** @param images finds out which images there are; a {@link FormatException} says why that is not known */
    LegBases(BaseLookup lookup, Callable<List<UsedImage>> images) {
        this.lookup = lookup;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            var daemon = new Thread(work, "looks up base images");
            daemon.setDaemon(true);
            return daemon;
        });
        this.images = thread.submit(images);
        thread.execute(this::lookUp);
    }

    private void lookUp() {
        try {
            images.get().forEach(image -> lookup.now(image.name()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException notKnown) {
            return; // get() says why
        }
    }

    /** @param materials which of them BuildKit says that it read: a name may have moved since it was looked up */
    Fact<List<BaseImage>> get(BaseMaterials materials) {
        Future<Fact<List<BaseImage>>> found = thread.submit(() -> found(materials));
        try {
            return found.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fact.unknown("the build was interrupted");
        } catch (TimeoutException e) {
            return Fact.unknown("a registry of its base images did not answer in time");
        } catch (ExecutionException e) {
            return unknown(e.getCause());
        }
    }

    private Fact<List<BaseImage>> found(BaseMaterials materials) throws InterruptedException {
        List<UsedImage> all;
        try {
            all = images.get();
        } catch (ExecutionException notKnown) {
            return unknown(notKnown.getCause());
        }
        if (all.size() > BaseImage.MOST) {
            return Fact.unknown("it is built of more than " + BaseImage.MOST + " images");
        }
        List<BaseImage> bases = new ArrayList<>();
        for (UsedImage image : all) {
            Fact<BaseImage> base = base(image, materials);
            if (!base.isKnown()) {
                return Fact.unknown(Printable.line(Printable.cut(base.reason(), LONGEST)));
            }
            bases.add(base.value().orElseThrow());
        }
        return Fact.known(List.copyOf(bases), FactSource.REGISTRY);
    }

    private Fact<BaseImage> base(UsedImage image, BaseMaterials materials) {
        Reference name = image.name();
        Fact<BaseNow> now = lookup.now(name);
        Optional<Digest> read = name.digest().isPresent() ? Optional.empty() : materials.digest(name, image.platform());
        if (read.isPresent() && !now.value().map(BaseNow::digest).equals(read)) {
            now = lookup.now(name.with(read.get()));
        }
        if (!now.isKnown()) {
            return Fact.unknown(now.reason());
        }
        BaseNow index = now.value().orElseThrow();
        Optional<Digest> taken = index.taken(image.platform());
        return taken.isEmpty()
                ? Fact.unknown("base image " + name + " has no image for the platform that it was built for")
                : Fact.known(
                        new BaseImage(name.toString(), index.digest(), taken.get(), image.stage()),
                        FactSource.REGISTRY);
    }

    private static Fact<List<BaseImage>> unknown(Throwable why) {
        if (why instanceof FormatException reason) {
            return Fact.unknown(reason.getMessage());
        }
        if (why instanceof IOException) {
            return Fact.unknown("its Dockerfile could not be read");
        }
        throw new IllegalStateException(why);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
