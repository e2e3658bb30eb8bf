package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.request.RegistryException;
import java.util.ArrayList;
import java.util.List;

/** What makes an index of legs. All of them make the same bytes. */
interface IndexMaker {
    /** The index, without writing anything anywhere. */
    byte[] make(Reference repository, List<ResolvedLeg> legs, MergeAnnotations annotations)
            throws ProgramException, RegistryException;

    /** What the index is to hold, in its order: each leg's image followed by its attestations. */
    default List<Digest> entries(List<ResolvedLeg> legs) {
        List<Digest> entries = new ArrayList<>();
        for (ResolvedLeg leg : legs) {
            entries.add(leg.image());
            entries.addAll(leg.attestations());
        }
        return entries;
    }

    /** What messages call it. */
    String name();
}
