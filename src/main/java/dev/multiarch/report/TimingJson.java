package dev.multiarch.report;

import dev.multiarch.archive.PlanTimes;
import dev.multiarch.json.SafeJson;
import dev.multiarch.record.BuildRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Schema {@code dev.multiarch.timing/v1}. */
final class TimingJson {
    private static final double MILLIS = 1000;

    private TimingJson() {}

    static byte[] print(PlanTimes times) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", "dev.multiarch.timing/v1");
        root.put("plan", SafeJson.text(times.plan()));
        root.put("image", SafeJson.text(times.image()));
        root.put("store", SafeJson.text(times.store()));
        root.put("note", TimesReport.CLAIMS);
        root.put("seconds", seconds(times.whole()));
        root.put("legSeconds", seconds(times.worked()));
        root.put("emulatedSeconds", seconds(times.emulated()));
        root.put(
                "legs",
                times.records().stream().map(record -> leg(times, record)).toList());
        root.put("slowest", times.slowest().stream().map(TimingJson::step).toList());
        return SafeJson.write(root);
    }

    private static Map<String, Object> leg(PlanTimes times, BuildRecord record) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("record", record.key());
        json.put("platform", record.platform().toString());
        json.put("attempt", record.attempt());
        json.put("outcome", record.built() ? "built" : "failed");
        json.put("how", times.how(record).toString());
        json.put("builder", SafeJson.text(record.builder().name()));
        json.put("started", record.started().toString());
        json.put("finished", record.finished().toString());
        json.put("seconds", seconds(record.duration()));
        record.emulatedTime().value().ifPresent(time -> {
            json.put("emulatedSeconds", seconds(time.time()));
            json.put("basis", SafeJson.text(time.basis()));
        });
        PlanTimes.cached(record).ifPresent(hits -> {
            json.put("cachedSteps", hits[0]);
            json.put("emulatedSteps", hits[1]);
        });
        return json;
    }

    private static Map<String, Object> step(PlanTimes.LegStep each) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("platform", each.leg().platform().toString());
        json.put("name", SafeJson.text(each.step().name()));
        if (!each.step().file().isEmpty()) {
            json.put("file", SafeJson.text(each.step().file()));
        }
        if (each.step().line() > 0) {
            json.put("line", each.step().line());
        }
        json.put("seconds", seconds(each.step().time()));
        return json;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }
}
