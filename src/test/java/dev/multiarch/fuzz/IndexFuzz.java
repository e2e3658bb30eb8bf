package dev.multiarch.fuzz;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.text.FormatException;

/** Any bytes are an index, a manifest, or refused in one sentence. */
public final class IndexFuzz {
    private IndexFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            for (Descriptor entry : Index.parse(input, "index").images()) {
                require(!entry.isAttestation() || entry.platform().isEmpty(), "an attestation is not an image");
                entry.platform().ifPresent(p -> require(!p.toString().isBlank(), "a platform has a name"));
            }
        } catch (FormatException refused) {
            require(!refused.getMessage().isBlank(), "a refusal says why");
        }
        try {
            Manifest manifest = Manifest.parse(input, "manifest");
            require(manifest.compressedSize() >= 0, "sizes add up without overflow");
        } catch (FormatException refused) {
            require(!refused.getMessage().isBlank(), "a refusal says why");
        }
    }

    static void require(boolean held, String what) {
        if (!held) {
            throw new IllegalStateException("expected that " + what);
        }
    }
}
