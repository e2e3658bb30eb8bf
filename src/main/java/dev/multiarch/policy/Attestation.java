package dev.multiarch.policy;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Statement;
import java.util.List;
import java.util.Optional;

/**
 * An attestation of an index, with the statements in its layers.
 *
 * @param subject what its manifest says that it is about (OCI Image Format 1.1, {@code subject}); it may say nothing
 * @param held one for each layer that holds a statement
 */
public record Attestation(Manifest manifest, Optional<Digest> subject, List<Held> held) {
    /** @param layer that holds the statement */
    public record Held(Descriptor layer, Fact<Statement> statement) {}

    public Attestation {
        held = List.copyOf(held);
    }
}
