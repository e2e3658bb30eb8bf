package dev.multiarch.sign;

import dev.multiarch.image.Reference;
import dev.multiarch.step.StepFailed;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which repositories take bundles, which are artifacts with a subject, and what to do about those that refuse them. */
final class Bundles {
    private static final String WHY = ". Why: multiarch doctor --explain artifact-refused";
    private static final String KEEP = "leave out --attest, and keep the verdict by --report json=FILE";

    private final Set<String> taking = ConcurrentHashMap.newKeySet();
    private final Set<String> refusing = ConcurrentHashMap.newKeySet();

    void took(Reference subject) {
        taking.add(subject.name());
    }

    /**
     * One refusal says nothing of a repository that took others.
     *
     * @param what was refused
     */
    void refused(Reference subject, String what, ArtifactRefused e) throws StepFailed, ArtifactRefused {
        if (!taking.contains(subject.name())) {
            refusing.add(subject.name());
            throw e;
        }
        throw new StepFailed(
                e.getMessage() + "\nThe registry refused " + what
                        + " and took others there. Fix: try again; if it is refused again, ask its operator why",
                e);
    }

    boolean areRefused(Reference subject) {
        return refusing.contains(subject.name());
    }

    /** Whether a repository of this call refuses them. */
    boolean areRefused() {
        return refusing.stream().anyMatch(name -> !taking.contains(name));
    }

    static StepFailed noSignature(ArtifactRefused e, boolean attests) {
        return new StepFailed(
                e.getMessage() + "\nThe registry refuses the artifact that a signature is. Fix: sign under tags"
                        + " with --legacy-signatures"
                        + (attests ? "; no verdict can be attached there, so " + KEEP : "") + WHY,
                e);
    }

    static StepFailed noVerdict(ArtifactRefused e) {
        return new StepFailed(
                e.getMessage()
                        + "\nThe registry refuses the artifact that an attached verdict is, and there is no other"
                        + " form of it. Fix: " + KEEP + WHY,
                e);
    }
}
