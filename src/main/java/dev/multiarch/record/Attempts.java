package dev.multiarch.record;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The attempts at the legs of one plan. Of each platform one counts: the latest that was built,
 * or the latest at all where none was.
 *
 * @param current one a platform, in the platforms' order
 * @param conflicts sentences about records that can't all be true: nothing may be merged then
 */
public record Attempts(List<BuildRecord> current, List<String> conflicts) {
    public static Attempts of(List<BuildRecord> records) {
        Map<Platform, BuildRecord> current = new TreeMap<>();
        Map<String, BuildRecord> seen = new HashMap<>();
        List<String> conflicts = new ArrayList<>();
        for (BuildRecord record : records) {
            BuildRecord first = seen.put(record.key(), record);
            if (first != null) {
                conflicts.add(record.platform() + ": there are two records of attempt " + record.attempt() + ", "
                        + first.claim().record() + " and " + record.claim().record()
                        + ". Fix: remove the wrong one");
            }
            current.merge(record.platform(), record, Attempts::later);
        }
        conflicts.addAll(shared(List.copyOf(current.values())));
        return new Attempts(List.copyOf(current.values()), conflicts);
    }

    private static BuildRecord later(BuildRecord one, BuildRecord other) {
        if (one.built() != other.built()) {
            return one.built() ? one : other;
        }
        return one.attempt() >= other.attempt() ? one : other;
    }

    /** One image under two platforms' names is a leg that was mixed up. */
    private static List<String> shared(List<BuildRecord> current) {
        List<String> conflicts = new ArrayList<>();
        Map<Digest, BuildRecord> owners = new HashMap<>();
        for (BuildRecord record : current) {
            record.digest().ifPresent(digest -> {
                BuildRecord owner = owners.putIfAbsent(digest, record);
                if (owner != null) {
                    conflicts.add(record.platform() + " and " + owner.platform() + ": their records, "
                            + record.claim().record() + " and " + owner.claim().record() + ", name one image, " + digest
                            + ". Fix: build both legs again");
                }
            });
        }
        return conflicts;
    }
}
