package dev.multiarch.build;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import java.io.IOException;
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
}
