package dev.multiarch.publish;

import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.StepFailed;
import java.util.List;
import java.util.Optional;

/** What makes an index of legs, pushes it by digest, and points tags to it. All engines make the same bytes. */
interface Engine extends IndexMaker {
    /** Brings what the index is to name into this repository, where that is not so yet. */
    default void bring(Reference repository) throws StepFailed {}

    /** @param bytes that {@link #make} made of the same legs and annotations */
    void push(Reference candidate, byte[] bytes, List<ResolvedLeg> legs, MergeAnnotations annotations)
            throws ProgramException, RegistryException;

    /**
     * @param tags of this or other repositories
     * @return what went wrong, though some tags may have moved
     */
    Optional<String> tag(PublishedIndex candidate, List<Reference> tags) throws ProgramException;
}
