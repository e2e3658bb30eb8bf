package dev.multiarch.build;

import dev.multiarch.image.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where buildah writes the layout of a leg.
 *
 * @param kept next to the leg's records; empty where the leg is pushed
 */
record BuildahTarget(Path aside, Optional<LegLayout> kept) implements AutoCloseable {
    /** @param folder for what is deleted again */
    static BuildahTarget of(LegRequest request, Path folder) throws IOException {
        if (request.layouts().isEmpty()) {
            return new BuildahTarget(folder.resolve("layout"), Optional.empty());
        }
        LegLayout layout = LegLayout.begin(request.layouts().get(), request, false);
        return new BuildahTarget(layout.aside(), Optional.of(layout));
    }

    boolean isPushed() {
        return kept.isEmpty();
    }

    void keep(Digest leg) throws IOException {
        if (kept.isPresent()) {
            kept.get().keep(leg);
        }
    }

    Optional<String> layout(Digest leg) {
        return kept.flatMap(layout -> layout.layout(leg));
    }

    @Override
    public void close() throws IOException {
        if (kept.isPresent()) {
            kept.get().close();
        }
    }
}
