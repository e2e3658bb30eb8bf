package dev.multiarch.sign;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Verdict;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.signature.FoundSignature;
import dev.multiarch.signature.Signatures;
import dev.multiarch.signature.VerificationKey;
import dev.multiarch.step.Session;
import dev.multiarch.step.Signing;
import dev.multiarch.step.StepFailed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Signs attestation manifests, images and then the index, one after another: without the referrers API signatures are in a
 * list that each writer replaces, so of several at once some are lost though cosign ends with 0. Each is read back, and what
 * is signed already is left alone, so that a call that failed half-way can be made again.
 */
public final class Sign implements Signing {
    /** Others may replace the list between cosign's write and our look. */
    private static final int ATTEMPTS = 3;

    private final Session tools;
    private final SignRequest request;

    public Sign(Session tools, SignRequest request) {
        this.tools = tools;
        this.request = request;
    }

    @Override
    public void attest(Reference candidate, Verdict verdict) throws StepFailed {
        if (request.attest()) {
            new Attest(tools, request)
                    .attach(candidate.repositoryOnly().with(candidate.digest().orElseThrow()), verdict);
        }
    }

    @Override
    public void sign(Reference candidate, Index index) throws StepFailed {
        if (!request.sign()) {
            return;
        }
        List<Reference> all = order(candidate, index);
        var done = new ArrayList<Reference>();
        try {
            Cosign cosign = Cosign.find(tools.programs(), tools.environment(), request);
            Optional<VerificationKey> key = cosign.key();
            int signed = 0;
            for (Reference subject : all) {
                tools.status().accept("signed " + done.size() + " of " + all.size() + " manifests");
                signed += signed(cosign, subject, key) ? 1 : 0;
                done.add(subject);
            }
            tools.progress()
                    .accept("signed " + signed + " of " + all.size() + " manifests of " + candidate
                            + key.map(owner -> " with the " + owner).orElse("")
                            + (signed < all.size() ? "; the others were signed already" : ""));
            tools.timings().ended("sign");
        } catch (StepFailed e) {
            throw new StepFailed(
                    e.getMessage() + "\n"
                            + (done.isEmpty() ? "Nothing is" : done.size() + " of " + all.size() + " manifests are")
                            + " signed, the index is not. The next call signs what is missing",
                    e);
        }
    }

    @Override
    public String options() {
        return (request.sign() ? " --sign" : "") + (request.attest() ? " --attest" : "");
    }

    /** What is named before what names it: who finds the index signed finds all of it signed. */
    private static List<Reference> order(Reference candidate, Index index) {
        Set<Digest> digests = new LinkedHashSet<>();
        index.manifests().stream().filter(Descriptor::isAttestation).forEach(entry -> digests.add(entry.digest()));
        index.images().forEach(entry -> digests.add(entry.digest()));
        digests.add(candidate.digest().orElseThrow());
        return digests.stream().map(candidate.repositoryOnly()::with).toList();
    }

    private boolean signed(Cosign cosign, Reference subject, Optional<VerificationKey> key) throws StepFailed {
        boolean bundle = signed(cosign, subject, key, false);
        return request.legacy() && signed(cosign, subject, key, true) || bundle;
    }

    private boolean signed(Cosign cosign, Reference subject, Optional<VerificationKey> key, boolean legacy)
            throws StepFailed {
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
    private static boolean isThere(Registry registry, Reference subject, Optional<VerificationKey> key, boolean legacy)
            throws StepFailed {
        try {
            var signatures = new Signatures(registry);
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
