package dev.multiarch.registry;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.Failures;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.request.Response;
import dev.multiarch.text.FormatException;
import java.util.Optional;

/** What a registry says that a manifest's digest is ({@code Docker-Content-Digest}, OCI Distribution 1.1, "Pulling Manifests"). */
final class ContentDigest {
    private ContentDigest() {}

    /** @throws RegistryException if what it says is not a digest */
    static Optional<Digest> of(Failures failures, Response answer) throws RegistryException {
        try {
            return answer.header(Response.CONTENT_DIGEST).map(Digest::parse);
        } catch (FormatException e) {
            String what = Response.CONTENT_DIGEST + ": " + e.getMessage();
            throw failures.of(Kind.MALFORMED, what, answer.attempts(), "ask the operator of " + failures.host());
        }
    }

    /** The digest asked for decides; the registry's own word is only held against what a tag gave. */
    static Digest verified(Failures failures, Reference ref, Response answer) throws RegistryException {
        Optional<Digest> promised = ref.digest().isPresent() ? ref.digest() : of(failures, answer);
        Digest digest = promised.map(p -> p.sameOf(answer.body())).orElseGet(() -> Digest.of(answer.body()));
        if (promised.isPresent() && !digest.equals(promised.get())) {
            String by = ref.digest().isPresent() ? "asked for " : Response.CONTENT_DIGEST + " says ";
            throw failures.mismatch(answer, "the bytes are " + digest + ", " + by + promised.get());
        }
        return digest;
    }
}
