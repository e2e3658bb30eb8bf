package dev.multiarch.cli;

import dev.multiarch.publish.MergeSources;
import dev.multiarch.publish.source.Part;
import dev.multiarch.publish.source.SourceContents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a merge took in addition to its legs, for its answer in JSON. */
final class SourcesJson {
    private SourcesJson() {}

    static List<Map<String, Object>> of(MergeSources sources) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (SourceContents taken : sources.taken()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", taken.name().toString());
            row.put("digest", taken.at().digest().orElseThrow().toString());
            row.put("why", taken.origin().toString().toLowerCase(Locale.ROOT));
            row.put(
                    "platforms",
                    sources.assembly().parts().stream()
                            .filter(part -> part.origin() == taken.origin() && isOf(part, taken))
                            .map(part -> part.platform().toString())
                            .toList());
            rows.add(row);
        }
        return rows;
    }

    private static boolean isOf(Part part, SourceContents taken) {
        return part.source().equals(taken.name().toString());
    }
}
