package dev.multiarch.publish;

import dev.multiarch.image.AnnotationKeys;
import dev.multiarch.plan.Renewal;
import dev.multiarch.publish.source.Part;
import dev.multiarch.publish.source.SourceContents;
import dev.multiarch.record.IndexAnnotations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What an index says of itself because the index whose images it keeps said so. Facts are another merge's, and its time is its
 * own. Where it comes from is kept only where nothing else says it: with legs of a plan the old commit is not the new one's.
 */
final class KeptAnnotations {
    private static final List<String> ORIGIN =
            List.of(AnnotationKeys.REVISION, AnnotationKeys.SOURCE, AnnotationKeys.VERSION);

    private KeptAnnotations() {}

    /**
     * @param own annotations of the new index, which win
     * @param isBuilt whether it has legs of a plan
     * @param progress gets what is left out
     */
    static MergeAnnotations in(
            MergeAnnotations own, List<SourceContents> taken, boolean isBuilt, Consumer<String> progress) {
        boolean hasOrigin = isBuilt || ORIGIN.stream().anyMatch(own.index()::containsKey);
        Map<String, String> all = new TreeMap<>();
        TreeSet<String> leftOut = new TreeSet<>();
        for (SourceContents source : taken) {
            if (source.origin() == Part.Origin.KEPT) {
                source.annotations().forEach((key, value) -> {
                    boolean fact = key.startsWith(IndexAnnotations.RESERVED) && (isBuilt || !key.equals(Renewal.SINCE));
                    if (hasOrigin && ORIGIN.contains(key) && !own.index().containsKey(key)) {
                        leftOut.add(key);
                    } else if (!fact && !key.equals(CreationTime.KEY)) {
                        all.put(key, value);
                    }
                });
            }
        }
        if (!leftOut.isEmpty()) {
            progress.accept(
                    "annotations of the index whose images are kept are left out, as they are of another commit: "
                            + String.join(", ", leftOut));
        }
        all.putAll(own.index());
        return new MergeAnnotations(all, own.images(), own.layout());
    }
}
