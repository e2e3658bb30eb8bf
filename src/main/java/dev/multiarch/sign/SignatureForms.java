package dev.multiarch.sign;

import dev.multiarch.image.Reference;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.signature.FoundSignature;
import dev.multiarch.signature.Signatures;
import dev.multiarch.signature.VerificationKey;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs one manifest as a bundle, and in cosign's first form where that is asked for. A registry that refuses the artifact that a
 * bundle is gets the first form alone. Each is read back. Many threads may use it, for a manifest each.
 */
final class SignatureForms {
    /** Others may replace the list between cosign's write and our look. */
    private static final int ATTEMPTS = 3;

    private final Session tools;
    private final SignRequest request;
    private final Signatures known;
    private final Set<String> underTags = ConcurrentHashMap.newKeySet();
    private final Set<String> takesBundles = ConcurrentHashMap.newKeySet();

    SignatureForms(Session tools, SignRequest request) {
        this.tools = tools;
        this.request = request;
        this.known = new Signatures(tools.registry()); // remembers which repositories lack the referrers API
    }

    /** Whether its repository was seen to refuse bundles. */
    boolean isUnderTags(Reference subject) {
        return underTags.contains(subject.name());
    }

    /** @return whether something was missing */
    boolean sign(Cosign cosign, Reference subject) throws StepFailed {
        if (!request.legacy()) {
            try {
                return bundle(cosign, subject);
            } catch (ArtifactRefused e) {
                throw new StepFailed(
                        e.getMessage() + "\nThe registry refuses the artifact that a signature is. Fix: sign under tags"
                                + " with --legacy-signatures. Why: multiarch doctor --explain artifact-refused",
                        e);
            }
        }
        boolean bundle = false;
        try {
            bundle = !isUnderTags(subject) && bundle(cosign, subject);
        } catch (ArtifactRefused e) {
            underTags.add(subject.name());
        }
        try {
            boolean tag = sign(cosign, subject, true);
            return tag || bundle;
        } catch (ArtifactRefused e) {
            throw new StepFailed(e.getMessage(), e);
        }
    }

    /** One refusal says nothing of a repository that took others. */
    private boolean bundle(Cosign cosign, Reference subject) throws StepFailed, ArtifactRefused {
        try {
            boolean made = sign(cosign, subject, false);
            takesBundles.add(subject.name());
            return made;
        } catch (ArtifactRefused e) {
            if (!takesBundles.contains(subject.name())) {
                throw e;
            }
            throw new StepFailed(
                    e.getMessage() + "\nThe registry refused the signature of " + subject
                            + " and took others there. Fix: try again; if it is refused again, ask its operator why",
                    e);
        }
    }

    private boolean sign(Cosign cosign, Reference subject, boolean legacy) throws StepFailed, ArtifactRefused {
        Optional<VerificationKey> key = cosign.key();
        // Without a key nobody can tell whose signature is there, so it is signed again.
        if (key.isPresent() && isThere(tools.registry(), subject, key, legacy)) {
            return false;
        }
        boolean plain = tools.hosts().mayBePlain(subject.registry());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            cosign.sign(subject, legacy, plain);
            if (isThere(tools.registry(), subject, key, legacy)
                    || isThere(tools.registry().doubting(), subject, key, legacy)) {
                return true;
            }
        }
        throw new StepFailed(
                "cosign signed " + subject + " " + ATTEMPTS + " times and ended with 0, and the registry has"
                        + " no such signature of it. Fix: let nobody else sign there at the same time, and look at what the"
                        + " registry does with manifests that name a subject");
    }

    /** Of a signature by an identity it is only seen that it is of this digest. */
    private boolean isThere(Registry registry, Reference subject, Optional<VerificationKey> key, boolean legacy)
            throws StepFailed {
        try {
            var signatures = registry == tools.registry() ? known : new Signatures(registry);
            Signatures.Check check =
                    key.<Signatures.Check>map(owner -> owner::verifies).orElse((bytes, made) -> true);
            List<FoundSignature> found =
                    legacy ? signatures.tagged(subject, check) : signatures.referring(subject, check);
            return found.stream().anyMatch(each -> each.state() == FoundSignature.State.VALID);
        } catch (RegistryException e) {
            throw new StepFailed("whether " + subject + " is signed can't be read: " + e.getMessage(), e);
        }
    }
}
