package dev.multiarch.rebuild;

import dev.multiarch.json.Json;
import dev.multiarch.plan.Plan;
import dev.multiarch.text.FixText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answer for programs; its schema is {@code policies/rebuild-v1.schema.json}. */
public final class RebuildJson {
    private static final String SCHEMA = "dev.multiarch.rebuild/v1";

    private RebuildJson() {}

    public static byte[] write(RebuildAnswer answer) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("complete", answer.complete());
        root.put("legs", answer.legs());
        root.put(
                "images",
                answer.images().stream().map(image -> image(answer, image)).toList());
        root.put("unread", answer.unread().stream().map(RebuildJson::unread).toList());
        root.put("artifacts", answer.artifacts());
        root.put("matrix", Map.of("include", rows(answer)));
        root.put("merges", Map.of("include", mergeRows(answer)));
        return Json.write(root);
    }

    /** One line a leg, for a workflow's job that builds it: an empty list where nothing is stale. */
    public static String matrix(RebuildAnswer answer) {
        return Json.writeLine(Map.of("include", rows(answer)));
    }

    /** One line an image, for the job that merges it. */
    public static String merges(RebuildAnswer answer) {
        return Json.writeLine(Map.of("include", mergeRows(answer)));
    }

    private static List<Map<String, Object>> rows(RebuildAnswer answer) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RebuildPlan each : answer.plans()) {
            for (Plan.Leg leg : each.plan().legs()) {
                Map<String, Object> row = head(each);
                row.put("platform", leg.platform().toString());
                row.put("slug", leg.platform().slug());
                row.put("runner", leg.runner().value());
                row.put("emulated", leg.emulated());
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<Map<String, Object>> mergeRows(RebuildAnswer answer) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RebuildPlan each : answer.plans()) {
            Map<String, Object> row = head(each);
            row.put("tags", String.join(",", each.tags()));
            row.put(
                    "keepFrom",
                    each.plan().renews().map(renewal -> each.reference()).orElse(""));
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, Object> head(RebuildPlan each) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("key", each.plan().id());
        row.put("image", each.plan().image().name());
        row.put("revision", each.plan().revision().orElse(""));
        row.put("plan", each.plan().line());
        return row;
    }

    private static Map<String, Object> image(RebuildAnswer answer, ImageState image) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("image", image.published().image().name());
        map.put("digest", image.digest().toString());
        map.put("tags", image.published().tags());
        image.published().revision().ifPresent(commit -> map.put("revision", commit));
        map.put("notes", image.notes());
        map.put(
                "platforms",
                image.legs().stream().map(leg -> leg(answer, image, leg)).toList());
        answer.planOf(image)
                .ifPresent(plan ->
                        map.put("plan", Json.read(plan.plan().write(), "plan").members()));
        return map;
    }

    private static Map<String, Object> unread(UnreadReference one) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("reference", one.reference().toString());
        FixText.put(map, "why", one.why());
        return map;
    }

    private static Map<String, Object> base(BaseState base) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", base.base().name());
        map.put("stage", base.base().stage());
        map.put("state", base.state().word());
        if (!base.why().isEmpty()) {
            map.put("why", base.why());
        }
        return map;
    }

    private static Map<String, Object> leg(RebuildAnswer answer, ImageState image, LegState leg) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("platform", leg.platform().toString());
        map.put("digest", leg.image().toString());
        map.put("state", answer.state(image, leg).word());
        leg.built().value().ifPresent(time -> map.put("built", time.toString()));
        leg.duration().value().ifPresent(time -> map.put("seconds", time.toMillis() / 1000.0));
        leg.emulated().ifPresent(emulated -> map.put("emulated", emulated));
        map.put(
                "reasons",
                leg.reasons().stream()
                        .map(reason -> Map.of(
                                "cause", reason.cause().word(), "why", reason.why(), "claimed", reason.claimed()))
                        .toList());
        map.put("unknown", leg.unknown());
        map.put("lasting", leg.lasting());
        map.put("bases", leg.bases().stream().map(RebuildJson::base).toList());
        answer.leftOf(image, leg).ifPresent(why -> FixText.put(map, "left", why));
        return map;
    }
}
