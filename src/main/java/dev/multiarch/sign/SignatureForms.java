package dev.multiarch.sign;

import dev.multiarch.image.Reference;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.signature.FoundSignature;
import dev.multiarch.signature.Signatures;
import dev.multiarch.signature.VerificationKey;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

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
    private final Bundles bundles;
    private final AtomicBoolean ran = new AtomicBoolean();

    SignatureForms(Session tools, SignRequest request, Bundles bundles) {
        this.tools = tools;
        this.request = request;
        this.bundles = bundles;
        this.known = new Signatures(tools.registry()); // remembers which repositories lack the referrers API
    }

    /**
     * @return whether something was missing
     * @throws StepFailed also if the registry refuses what --attest is to make later
     */
    boolean sign(Cosign cosign, Reference subject) throws StepFailed {
        boolean bundle = false;
        try {
            bundle = isBundled(subject) && bundle(cosign, subject);
        } catch (ArtifactRefused e) {
            if (!request.legacy()) {
                throw Bundles.noSignature(e, request.attest());
            }
            if (request.attest()) {
                throw Bundles.noVerdict(e);
            }
        }
        try {
            boolean tag = request.legacy() && sign(cosign, subject, true);
            return tag || bundle;
        } catch (ArtifactRefused e) {
            throw new StepFailed(e.getMessage(), e);
        }
    }

    /** Where the first form is made too, a repository that refuses bundles is not asked again. */
    private boolean isBundled(Reference subject) {
        return !request.legacy() || !bundles.areRefused(subject);
    }

    private boolean bundle(Cosign cosign, Reference subject) throws StepFailed, ArtifactRefused {
        boolean made = false;
        try {
            made = sign(cosign, subject, false);
            bundles.took(subject);
        } catch (ArtifactRefused e) {
            bundles.refused(subject, "the signature of " + subject, e);
        }
        return made;
    }

    /** Whether it is signed after a failure all the same: cosign may fail behind its last request. */
    boolean isSigned(Cosign cosign, Reference subject) {
        try {
            return cosign.key().isPresent()
                    && (!isBundled(subject) || isThere(tools.registry(), subject, cosign.key(), false))
                    && (!request.legacy() || isThere(tools.registry(), subject, cosign.key(), true));
        } catch (StepFailed notKnown) {
            return false;
        }
    }

    /** Whether cosign made nothing at all, as far as these show it, at which it failed. */
    boolean madeNothing(Cosign cosign, Collection<Reference> failed) {
        try {
            for (Reference subject : failed) {
                if (isThere(tools.registry(), subject, cosign.key(), false)
                        || isThere(tools.registry(), subject, cosign.key(), true)) {
                    return false;
                }
            }
            return !ran.get();
        } catch (StepFailed notKnown) {
            return false;
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
            ran.set(true);
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
