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
import java.time.Duration;
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
 * Looks up the base images while the leg is being built, so that nobody waits for it. A leg never fails for that: a base image that
 * is not found out is unknown, and the others are known.
 */
final class LegBases implements AutoCloseable {
    /** For a registry that still has not answered when the build has ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int LONGEST = 500;

    /** As one registry that does not answer must not keep the others' answers away. */
    private static final int AT_ONCE = 8;

    private final BaseLookup lookup;
    private final ExecutorService threads;
    private final Future<List<UsedImage>> images;
    private final Duration patience;

    /** @param images finds out which images there are; a {@link FormatException} says why that is not known */
    LegBases(BaseLookup lookup, Callable<List<UsedImage>> images) {
        this(lookup, images, PATIENCE);
    }

    LegBases(BaseLookup lookup, Callable<List<UsedImage>> images, Duration patience) {
        this.lookup = lookup;
        this.patience = patience;
        this.threads = Executors.newFixedThreadPool(AT_ONCE, work -> {
            var daemon = new Thread(work, "looks up base images");
            daemon.setDaemon(true);
            return daemon;
        });
        this.images = threads.submit(() -> {
            List<UsedImage> all = images.call();
            all.stream().limit(BaseImage.MOST).forEach(image -> threads.submit(() -> lookup.now(image.name())));
            return all;
        });
    }

    /** @param materials which of them BuildKit says that it read: a name may have moved since it was looked up */
    Fact<List<BaseImage>> get(BaseMaterials materials) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            List<UsedImage> all = images.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (all.size() > BaseImage.MOST) {
                return Fact.unknown("it is built of more than " + BaseImage.MOST + " images");
            }
            List<Future<Fact<BaseImage.Taken>>> found = new ArrayList<>();
            all.forEach(image -> found.add(threads.submit(() -> taken(image, materials))));
            List<BaseImage> bases = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                UsedImage image = all.get(i);
                bases.add(new BaseImage(image.name().toString(), within(found.get(i), end), image.stage()));
            }
            return Fact.known(List.copyOf(bases), FactSource.REGISTRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fact.unknown("the build was interrupted");
        } catch (TimeoutException e) {
            return Fact.unknown("which images its Dockerfile names was not found out in time");
        } catch (ExecutionException e) {
            return unknown(e.getCause());
        }
    }

    private static Fact<BaseImage.Taken> within(Future<Fact<BaseImage.Taken>> found, long end)
            throws InterruptedException, ExecutionException {
        try {
            Fact<BaseImage.Taken> taken = found.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return taken.isKnown() ? taken : Fact.unknown(Printable.line(Printable.cut(taken.reason(), LONGEST)));
        } catch (TimeoutException e) {
            return Fact.unknown("its registry did not answer in time");
        }
    }

    private Fact<BaseImage.Taken> taken(UsedImage image, BaseMaterials materials) {
        Reference name = image.name();
        Optional<Digest> read = name.digest().isPresent() ? Optional.empty() : materials.digest(name, image.platform());
        Fact<BaseNow> now = lookup.now(name);
        if (read.isPresent() && !now.value().map(BaseNow::digest).equals(read)) {
            now = lookup.now(name.with(read.get()));
        }
        if (!now.isKnown()) {
            return Fact.unknown(now.reason());
        }
        BaseNow index = now.value().orElseThrow();
        return index.taken(image.platform())
                .map(digest -> Fact.known(new BaseImage.Taken(index.digest(), digest), FactSource.REGISTRY))
                .orElseGet(() ->
                        Fact.unknown("base image " + name + " has no image for the platform that it was built for"));
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
        threads.shutdownNow();
    }
}
