package dev.multiarch.image.layers;

import dev.multiarch.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one layer does to the layers below it. Paths are relative to the root, without a leading slash.
 *
 * @param nodes in the archive's order, the last of each path
 * @param whiteouts paths of lower layers that it takes away
 * @param opaque directories of which it takes everything away that lower layers put there
 * @param diffId the digest of the layer when unpacked (OCI Image Format 1.1, "Layer DiffID")
 */
public record LayerFacts(Map<String, Node> nodes, Set<String> whiteouts, Set<String> opaque, Digest diffId) {
    /** A path as tar spells it, resolved as text against the root: unpacking never leaves it. */
    static String clean(String path) {
        if (!path.startsWith("/")
                && !path.endsWith("/")
                && !path.contains("//")
                && !path.contains("./")
                && !path.endsWith(".")) {
            return path;
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.remove(parts.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }
}
