package dev.multiarch.publish;

import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.request.RegistryException;
import java.util.List;

/** What makes an index of legs. All of them make the same bytes. */
interface IndexMaker {
    /** The index, without writing anything anywhere. */
    byte[] make(Reference repository, List<ResolvedLeg> legs, MergeAnnotations annotations)
            throws ProgramException, RegistryException;

    /** What messages call it. */
    String name();
}
