package dev.multiarch.archive;

import dev.multiarch.record.RecordNames;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record in a store, as its small name says.
 *
 * @param image the repository's name
 */
public record StoredRecord(RecordNames.Recent name, String image) {
    public String key() {
        return name.key();
    }

    public Instant finished() {
        return name.finished();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", key());
        json.put("plan", name.plan());
        json.put("platform", name.slug());
        json.put("attempt", name.attempt());
        json.put("image", image);
        json.put("finished", finished().toString());
        return json;
    }
}
