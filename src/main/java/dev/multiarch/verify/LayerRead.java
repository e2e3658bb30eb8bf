package dev.multiarch.verify;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.layers.LayerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a layer.
 *
 * @param fault why no client could use this layer as it is described
 */
record LayerRead(Fact<LayerFacts> facts, Optional<String> fault) {
    static LayerRead fault(String why) {
        return new LayerRead(Fact.unknown(why), Optional.of(why));
    }

    /** The config's diff_ids are what a client compares with what it unpacked, in the manifest's order. */
    static List<String> faults(List<LayerRead> layers, List<String> diffIds) {
        List<String> faults = new ArrayList<>();
        if (layers.size() != diffIds.size()) {
            faults.add("diff_ids in its config: " + diffIds.size() + ", layers in its manifest: " + layers.size());
        }
        for (int i = 0; i < layers.size(); i++) {
            LayerRead layer = layers.get(i);
            String name = "layer " + (i + 1);
            layer.fault().ifPresent(fault -> faults.add(name + ": " + fault));
            Optional<String> found =
                    layer.facts().value().map(facts -> facts.diffId().toString());
            if (found.isPresent() && i < diffIds.size() && !found.get().equals(diffIds.get(i))) {
                faults.add(name + " unpacks to " + found.get() + ", the config's diff_id for it is " + diffIds.get(i));
            }
        }
        return faults;
    }
}
