package dev.multiarch.signature;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.util.Optional;
import java.util.Set;

/**
 * cosign's first form (specs/SIGNATURE_SPEC.md): a layer with the payload in Red Hat's simple signing format, and the
 * signature of its bytes in an annotation.
 */
final class SimpleSigning {
    static final String TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
    static final String SIGNATURE = "dev.cosignproject.cosign/signature";
    static final int LARGEST = 64 << 10;

    /** What its payload calls a signature of an image. */
    static final Set<String> KINDS = Set.of("cosign container image signature", "atomic container signature");

    private SimpleSigning() {}

    static SignedContent read(Descriptor layer, byte[] payload) {
        String signature = Optional.ofNullable(layer.annotations().get(SIGNATURE))
                .orElseThrow(() -> new FormatException("its layer lacks the annotation " + SIGNATURE));
        JsonObject critical = Json.read(payload, "the payload of the signature").object("critical");
        String kind = critical.text("type");
        Digest about = Digest.parse(critical.object("image").text("docker-manifest-digest"));
        return SignedContent.plain(
                payload,
                Bundle.decoded(signature, "the signature"),
                about,
                KINDS.contains(kind)
                        ? Optional.empty()
                        : Optional.of("its payload has the type \"" + kind + "\", not that of an image's signature"));
    }
}
