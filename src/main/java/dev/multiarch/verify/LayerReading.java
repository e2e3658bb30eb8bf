package dev.multiarch.verify;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.layers.AmbiguousLayerException;
import dev.multiarch.image.layers.LayerException;
import dev.multiarch.image.layers.LayerFacts;
import dev.multiarch.image.layers.LayerLimits;
import dev.multiarch.image.layers.LayerReader;
import dev.multiarch.registry.BlobStream;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.LayerCache;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads one layer, from the cache or from where it is.
 *
 * @param begun gets each layer that is not in the cache
 */
record LayerReading(Source source, Optional<LayerCache> cache, LayersAhead ahead, Consumer<Descriptor> begun) {
    LayerRead read(Descriptor layer) {
        Optional<LayerFacts> kept = cache.flatMap(c -> c.get(layer));
        if (kept.isPresent()) {
            return new LayerRead(Fact.known(kept.get(), FactSource.CACHE), Optional.empty());
        }
        if (!layer.elsewhere().isEmpty() && !isThere(layer)) {
            return unknown("it may not be distributed, and " + source.place() + " does not have it");
        }
        try (InputStream in = ahead.open(layer)) {
            begun.accept(layer);
            LayerFacts facts = LayerReader.read(in, layer.mediaType(), layer.size(), LayerLimits.USUAL);
            cache.ifPresent(c -> c.put(layer, facts));
            return new LayerRead(
                    Fact.known(facts, source.isLocal() ? FactSource.LAYOUT : FactSource.REGISTRY), Optional.empty());
        } catch (AmbiguousLayerException | BlobStream.WrongSize e) {
            return LayerRead.fault(e.getMessage());
        } catch (LayerException e) {
            return unknown(layer.digest() + " can't be read: " + e.getMessage());
        } catch (RegistryException | IOException e) {
            return unknown(String.valueOf(e.getMessage()));
        }
    }

    private boolean isThere(Descriptor layer) {
        try {
            return source.presence(layer).there();
        } catch (RegistryException unasked) {
            return true; // reading it says what is wrong
        }
    }

    private static LayerRead unknown(String why) {
        return new LayerRead(Fact.unknown(why), Optional.empty());
    }
}
