package dev.multiarch.step;

import dev.multiarch.concurrent.InFlight;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.layers.LayerFacts;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the layers hold that images of one call share, in whichever repository: bytes of one digest never change. Of the
 * latest only, as a layer may hold a hundred thousand files.
 */
public final class SharedLayers {
    /** Files of all layers together; one of them takes about 200 bytes. */
    private static final long MOST = 100_000;

    private final Map<String, Fact<LayerFacts>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final InFlight<String, Fact<LayerFacts>> running = new InFlight<>();
    private long files;

    /** Reads a layer. */
    public interface Reading {
        /** Unknown where it can't be read. */
        Fact<LayerFacts> read();
    }

    public synchronized boolean has(String content, FactSource from) {
        return kept.containsKey(key(content, from));
    }

    /**
     * Read once for all who want to know at the same time.
     *
     * @param content what decides what is in it: digest, media type and size
     * @param from where, as findings say it
     * @return unknown also where another caller could not read it from its own place
     */
    public Fact<LayerFacts> get(String content, FactSource from, Reading reading) {
        String key = key(content, from);
        return running.get(key, () -> {
            Fact<LayerFacts> known = known(key);
            return known != null ? known : keep(key, reading.read());
        });
    }

    private static String key(String content, FactSource from) {
        return from + " " + content;
    }

    private synchronized Fact<LayerFacts> known(String key) {
        return kept.get(key);
    }

    private synchronized Fact<LayerFacts> keep(String key, Fact<LayerFacts> read) {
        if (!read.isKnown() || weight(read) > MOST) {
            return read;
        }
        kept.put(key, read);
        files += weight(read);
        var oldest = kept.values().iterator();
        while (files > MOST) {
            files -= weight(oldest.next());
            oldest.remove();
        }
        return read;
    }

    private static long weight(Fact<LayerFacts> read) {
        LayerFacts facts = read.value().orElseThrow();
        return 1L
                + facts.nodes().size()
                + facts.whiteouts().size()
                + facts.opaque().size();
    }
}
