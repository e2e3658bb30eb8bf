package dev.multiarch.publish.source;

import dev.multiarch.image.Reference;
import java.util.List;
import java.util.Map;

/**
 * What a source holds.
 *
 * @param at the digest that was read, whatever the tag says by now
 * @param others entries of the index that are neither images nor attestations of one
 * @param annotations of the index
 */
public record SourceContents(
        SourceName name,
        Part.Origin origin,
        Reference at,
        List<Part> parts,
        List<Entry> others,
        Map<String, String> annotations) {}
