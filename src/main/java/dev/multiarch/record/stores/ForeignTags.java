package dev.multiarch.record.stores;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** Tags that are spelt like ours and hold something else. They are skipped, and each is counted in one warning. */
final class ForeignTags {
    private static final int LONGEST = 300;

    private final String place;
    private final Consumer<String> warnings;
    private final Map<String, String> fresh = new ConcurrentSkipListMap<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    ForeignTags(String place, Consumer<String> warnings) {
        this.place = place;
        this.warnings = warnings;
    }

    /** Several threads may say so at once. */
    void skipped(String tag, String why) {
        if (known.add(tag)) {
            fresh.put(tag, why);
        }
    }

    /** Says how many are new since the last time; nothing where there is none. */
    synchronized void warn() {
        if (fresh.isEmpty()) {
            return;
        }
        Map.Entry<String, String> first = Map.copyOf(fresh).entrySet().stream()
                .min(Map.Entry.comparingByKey())
                .orElseThrow();
        String why = first.getValue().replaceFirst("\\. Fix: .*", "");
        String shown = why.length() > LONGEST ? why.substring(0, LONGEST) + "…" : why;
        int count = fresh.size();
        fresh.clear();
        warnings.accept("warning: " + place + ": " + (count == 1 ? "1 tag was" : count + " tags were")
                + " skipped, spelt like a record's but not ours, such as " + first.getKey() + " (" + shown
                + "). Fix: if nothing needs "
                + (count == 1 ? "it, remove it" : "them, remove them"));
    }
}
