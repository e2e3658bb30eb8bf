package dev.multiarch.plan;

import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.json.JsonObject;
import dev.multiarch.policy.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/** Legs and policies as the plan's file and a matrix have them. */
final class PlanJson {
    private static final String PLATFORM = "platform";
    private static final String RUNNER = "runner";
    private static final String EMULATED = "emulated";
    private static final String MODE = "mode";
    private static final String CERTAIN = "certain";

    private PlanJson() {}

    /** Of a matrix. */
    static Map<String, Object> row(Plan.Leg leg) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(PLATFORM, leg.platform().toString());
        row.put("slug", leg.platform().slug());
        row.put(RUNNER, leg.runner().value());
        row.put(EMULATED, leg.emulated());
        return row;
    }

    /** Of the plan; what is usual is left out. */
    static Map<String, Object> json(Plan.Leg leg) {
        Map<String, Object> json = row(leg);
        json.remove("slug");
        if (leg.mode() != Mode.AUTO) {
            json.put(MODE, leg.mode().word());
        }
        if (!leg.certain()) {
            json.put(CERTAIN, false);
        }
        return json;
    }

    /** One plan, always the same bytes. */
    static Map<String, Object> json(Verdict.Judged policy) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", policy.name());
        json.put("digest", policy.digest().toString());
        return json;
    }

    static Plan.Leg read(JsonObject json) {
        return new Plan.Leg(
                KnownPlatforms.parse(json.text(PLATFORM)),
                new Runner(json.has(RUNNER) ? json.members().get(RUNNER) : json.text(RUNNER)),
                json.flag(EMULATED),
                json.has(MODE) ? Mode.parse(json.text(MODE)) : Mode.AUTO,
                !json.has(CERTAIN) || json.flag(CERTAIN));
    }
}
