package dev.multiarch.publish;

import dev.multiarch.image.AnnotationKeys;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.Renewal;
import dev.multiarch.plan.Run;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.IndexAnnotations;
import dev.multiarch.step.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The annotations of a merged index: on the index its origin, on each image's descriptor facts, and on both what the user
 * asked for.
 *
 * @param images by image digest
 * @param layout of the entry that names the index in an OCI layout
 */
public record MergeAnnotations(
        Map<String, String> index, Map<Digest, Map<String, String>> images, Map<String, String> layout) {
    /**
     * What the user asked for wins over what the plan says.
     *
     * @param facts whether to write what only this project knows ({@code dev.multiarch.*}), or OCI's own keys alone
     * @throws Refused if the legs ask for different annotations of the one index
     */
    public static MergeAnnotations of(Plan plan, List<ResolvedLeg> legs, List<Digest> policies, boolean facts)
            throws Refused {
        Map<String, String> index = new LinkedHashMap<>();
        index.put(CreationTime.KEY, plan.created().toString());
        index.putAll(origin(plan, legs));
        // No fact: without it a tag could go back to an older commit that is built again.
        plan.renews().flatMap(Renewal::since).ifPresent(time -> index.put(Renewal.SINCE, time.toString()));
        Map<Digest, Map<String, String>> images = new LinkedHashMap<>();
        if (facts) {
            index.put(AnnotationKeys.PLAN, plan.id());
            plan.run().ifPresent(run -> index.put(Run.ANNOTATION, run.toString()));
            if (!policies.isEmpty()) {
                index.put(
                        "dev.multiarch.policy",
                        String.join(" ", policies.stream().map(Digest::toString).toList()));
            }
            for (ResolvedLeg leg : legs) {
                Digest record = leg.record().claim().record();
                Map<String, String> own =
                        new LinkedHashMap<>(BuildFacts.of(leg.record()).toAnnotations(record));
                own.putAll(namesBase(leg) ? Map.of() : leg.record().baseAnnotations());
                images.put(leg.image(), own);
            }
        }
        index.putAll(agreed(legs));
        Map<String, String> layout = new TreeMap<>();
        legs.forEach(leg -> layout.putAll(leg.record().annotations().layout()));
        for (ResolvedLeg leg : legs) {
            Map<String, String> users = leg.record().annotations().descriptor();
            if (!users.isEmpty()) {
                images.computeIfAbsent(leg.image(), digest -> new LinkedHashMap<>())
                        .putAll(users);
            }
        }
        return new MergeAnnotations(index, images, layout);
    }

    /** Whether the user says what the base is, of the index or of this image: half of ours next to it would be of another image. */
    private static boolean namesBase(ResolvedLeg leg) {
        IndexAnnotations users = leg.record().annotations();
        return Stream.of(users.index(), users.descriptor())
                .flatMap(map -> map.keySet().stream())
                .anyMatch(key -> key.startsWith(BuildRecord.BASE));
    }

    /** Of the plan, but for what labels say in all legs alike. When it was made is the index's own. */
    private static Map<String, String> origin(Plan plan, List<ResolvedLeg> legs) {
        Map<String, String> origin = new LinkedHashMap<>(plan.labels());
        origin.remove(CreationTime.KEY);
        Map<String, Set<String>> labels = new TreeMap<>();
        for (ResolvedLeg leg : legs) {
            leg.record()
                    .annotations()
                    .origin()
                    .forEach((key, value) ->
                            labels.computeIfAbsent(key, none -> new HashSet<>()).add(value));
        }
        labels.forEach((key, values) -> {
            if (values.size() == 1) {
                origin.put(key, values.iterator().next());
            }
        });
        return origin;
    }

    /** Whether a user asked for annotations, which must not vanish as facts may. */
    static boolean askedFor(List<ResolvedLeg> legs) {
        return legs.stream().anyMatch(leg -> !leg.record().annotations().isEmpty());
    }

    /** Every leg was built with the flags of the whole image, so each must ask for the same. */
    private static Map<String, String> agreed(List<ResolvedLeg> legs) throws Refused {
        Map<String, String> agreed = new TreeMap<>();
        legs.forEach(leg -> agreed.putAll(leg.record().annotations().index()));
        List<String> reasons = new ArrayList<>();
        for (String key : agreed.keySet()) {
            Map<String, List<String>> legsByValue = new LinkedHashMap<>();
            for (ResolvedLeg leg : legs) {
                String value = leg.record().annotations().index().get(key);
                String said = value == null ? "does not set it" : "says \"" + value + "\"";
                legsByValue
                        .computeIfAbsent(said, none -> new ArrayList<>())
                        .add(leg.platform().toString());
            }
            if (legsByValue.size() > 1) {
                reasons.add("--annotation index:" + key + ": the legs differ: "
                        + legsByValue.entrySet().stream()
                                .map(each -> String.join(", ", each.getValue()) + " " + each.getKey())
                                .collect(Collectors.joining("; "))
                        + ". Nothing was merged, no tag was moved. Fix: give each leg the same value: compute it"
                        + " once and pass it to all legs");
            }
        }
        if (!isTime(agreed.getOrDefault(CreationTime.KEY, Instant.EPOCH.toString()))) {
            reasons.add("--annotation index:" + CreationTime.KEY + "=" + agreed.get(CreationTime.KEY)
                    + " is not a time, but tags move only forwards by this time. Nothing was merged, no tag was"
                    + " moved. Fix: write it such as"
                    + " 2026-01-31T12:00:00Z, or leave it out, and build again");
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        return agreed;
    }

    private static boolean isTime(String text) {
        try {
            return Instant.parse(text) != null;
        } catch (DateTimeException malformed) {
            return false;
        }
    }

    static MergeAnnotations none() {
        return new MergeAnnotations(Map.of(), Map.of(), Map.of());
    }

    boolean isNone() {
        return index.isEmpty() && images.isEmpty() && layout.isEmpty();
    }

    /**
     * As {@code imagetools create} takes them; a platform must be spelt there as its descriptor spells it, but for
     * Windows' version, which is not allowed there.
     */
    List<String> words(List<ResolvedLeg> legs) {
        List<String> words = new ArrayList<>();
        index.forEach((key, value) -> words.addAll(List.of("--annotation", "index:" + key + "=" + value)));
        for (ResolvedLeg leg : legs) {
            String platform = leg.spelling().replaceFirst("\\(.*\\)", "");
            images.getOrDefault(leg.image(), Map.of())
                    .forEach((key, value) -> words.addAll(
                            List.of("--annotation", "manifest-descriptor[" + platform + "]:" + key + "=" + value)));
        }
        return words;
    }

    /** What was asked for and is not there, as imagetools drops annotations without a word. */
    List<String> missingFrom(Index merged) {
        List<String> missing = new ArrayList<>();
        index.forEach((key, value) -> {
            if (!value.equals(merged.annotations().get(key))) {
                missing.add("index annotation " + key);
            }
        });
        for (Descriptor entry : merged.images()) {
            images.getOrDefault(entry.digest(), Map.of()).forEach((key, value) -> {
                if (!value.equals(entry.annotations().get(key))) {
                    missing.add("annotation " + key + " of " + entry.platformText());
                }
            });
        }
        return missing;
    }
}
