package dev.multiarch.step;

import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;

/** Signs what passed, before tags move to it. */
public interface Signing {
    /** Where nobody asked for that. */
    Signing NONE = (candidate, index) -> {};

    /**
     * Signs an index and what it names; what is signed already is left alone.
     *
     * @param candidate repository and digest of the index
     * @throws StepFailed if not all of it is signed afterwards, or nobody can tell
     */
    void sign(Reference candidate, Index index) throws StepFailed;
}
