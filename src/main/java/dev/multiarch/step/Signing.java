package dev.multiarch.step;

import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Verdict;
import dev.multiarch.signature.Insistence;

/** Signs what passed, before tags move to it. */
public interface Signing {
    /** Where nobody asked for that. */
    Signing NONE = new Signing() {
        @Override
        public void sign(Reference candidate, Index index) {}

        @Override
        public void attest(Reference candidate, Verdict verdict) {}

        @Override
        public boolean attests() {
            return false;
        }

        @Override
        public void insist(Reference candidate, Insistence insistence) {}

        @Override
        public String options() {
            return "";
        }
    };

    /**
     * Signs an index and what it names; what is signed already is left alone.
     *
     * @param candidate repository and digest of the index
     * @throws StepFailed if not all of it is signed afterwards, or nobody can tell
     */
    void sign(Reference candidate, Index index) throws StepFailed;

    /**
     * Attaches a verdict to the index, whatever it says.
     *
     * @throws StepFailed if it is not attached afterwards, or nobody can tell
     */
    void attest(Reference candidate, Verdict verdict) throws StepFailed;

    /** Whether verdicts are attached at all. */
    boolean attests();

    /**
     * Attaches to the index that it is published without a good verdict.
     *
     * @throws StepFailed if it is not attached afterwards, or nobody can tell
     */
    void insist(Reference candidate, Insistence insistence) throws StepFailed;

    /** What to give to another call so that it does the same, with a space before each. A key is named. */
    String options();
}
