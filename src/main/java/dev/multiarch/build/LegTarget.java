package dev.multiarch.build;

import dev.multiarch.copy.UntaggedPush;
import dev.multiarch.host.Builder;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.StepFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where buildx puts a leg. */
interface LegTarget extends AutoCloseable {
    /** The value of {@code --output}. */
    String output();

    /** The leg that buildx made. */
    Source made(Digest leg) throws RegistryException;

    /** Keeps it for the merge. */
    void keep(Digest leg) throws IOException;

    /** The layout that holds the leg, relative to the record store; empty where it was pushed. */
    Optional<String> layout(Digest leg);

    /** A tag for a registry that refuses what has none, the same for each attempt at this leg. */
    static Reference candidate(LegRequest request) {
        String leg = request.plan() + "/" + request.platform().slug();
        return UntaggedPush.tag(request.image(), Digest.of(leg.getBytes(StandardCharsets.UTF_8)));
    }

    /** Removes what was not kept. */
    @Override
    void close() throws IOException;

    /**
     * @param oci whether the leg must have OCI media types
     * @param dated whether SOURCE_DATE_EPOCH is set
     */
    static LegTarget of(Registry registry, LegRequest request, boolean oci, boolean dated) throws IOException {
        return request.layouts().isPresent()
                ? LegLayout.begin(request.layouts().get(), request, dated)
                : new Pushed(registry, request.image(), oci, dated);
    }

    /** In its repository, by digest: there it is already. */
    record Pushed(Registry registry, Reference image, boolean oci, boolean dated) implements LegTarget {
        @Override
        public String output() {
            return BuildArguments.push(image, oci, dated);
        }

        @Override
        public Source made(Digest leg) {
            return registry.awaiting().at(image.with(leg));
        }

        @Override
        public void keep(Digest leg) {
            // the registry keeps it
        }

        @Override
        public Optional<String> layout(Digest leg) {
            return Optional.empty();
        }

        @Override
        public void close() {
            // what was pushed by digest is removed by the registry
        }
    }

    /** @throws StepFailed if it can't build, or can't push by digest where that is to be done */
    static Builder usable(LegRequest request, Builder builder) throws StepFailed {
        if (!builder.error().isEmpty()) {
            throw new StepFailed("builder " + builder.name() + " can't be used: " + builder.error()
                    + ". Fix: docker buildx inspect --bootstrap " + builder.name() + ". Nothing was built");
        }
        // Whether it writes layouts depends on its image store, and buildx says so before it builds.
        if (!builder.pushesByDigest() && request.layouts().isEmpty()) {
            throw new StepFailed("builder " + builder.name() + " has the driver docker, which can't push by digest;"
                    + " expected docker-container, remote or kubernetes."
                    + " Fix: docker buildx create --driver docker-container --use. Nothing was built");
        }
        return builder;
    }
}
