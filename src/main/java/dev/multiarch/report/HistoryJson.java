package dev.multiarch.report;

import dev.multiarch.archive.LegTimes;
import dev.multiarch.archive.PastBuild;
import dev.multiarch.archive.PastBuilds;
import dev.multiarch.image.Platform;
import dev.multiarch.json.SafeJson;
import dev.multiarch.record.TimeStats;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Schema {@code dev.multiarch.history/v1}. */
final class HistoryJson {
    private static final double MILLIS = 1000;
    private static final double SHARE = 1000;

    private HistoryJson() {}

    static byte[] print(PastBuilds history) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", "dev.multiarch.history/v1");
        root.put("image", SafeJson.text(history.image()));
        root.put("store", SafeJson.text(history.store()));
        root.put("last", history.last());
        root.put("note", TimesReport.CLAIMS);
        root.put("legs", history.legs().stream().map(HistoryJson::leg).toList());
        Map<String, Object> slowdown = new LinkedHashMap<>();
        history.legs().stream()
                .map(LegTimes::platform)
                .distinct()
                .forEach(platform -> history.slowdown(platform)
                        .ifPresent(times -> slowdown.put(platform.toString(), rounded(times))));
        root.put("emulatedToNative", slowdown);
        root.put("builds", history.builds().stream().map(HistoryJson::build).toList());
        root.put("problems", history.problems().stream().map(SafeJson::text).toList());
        return SafeJson.write(root);
    }

    private static Map<String, Object> leg(LegTimes leg) {
        Map<String, Object> json = named(leg.platform(), leg.how());
        json.put("builds", leg.builds().size());
        json.put("failed", leg.failed());
        json.put("cached", leg.cached());
        leg.time().ifPresent(stats -> json.put("time", stats(stats)));
        Map<String, Object> emulated = new LinkedHashMap<>();
        leg.emulated().forEach((basis, stats) -> emulated.put(basis, stats(stats)));
        json.put("emulatedTime", emulated);
        json.put("steps", leg.steps().stream().map(HistoryJson::step).toList());
        return json;
    }

    private static Map<String, Object> named(Platform platform, PastBuild.How how) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("platform", platform.toString());
        json.put("how", how.toString());
        return json;
    }

    private static Map<String, Object> stats(TimeStats stats) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("builds", stats.count());
        json.put("median", seconds(stats.median()));
        json.put("low", seconds(stats.low()));
        json.put("high", seconds(stats.high()));
        json.put("shortest", seconds(stats.shortest()));
        json.put("longest", seconds(stats.longest()));
        stats.trend().ifPresent(trend -> json.put("trend", rounded(trend)));
        return json;
    }

    private static Map<String, Object> step(LegTimes.StepTimes step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", SafeJson.text(step.last().name()));
        if (!step.last().file().isEmpty()) {
            json.put("file", SafeJson.text(step.last().file()));
        }
        if (step.last().line() > 0) {
            json.put("line", step.last().line());
        }
        json.put("builds", step.builds());
        json.put("median", seconds(step.median()));
        return json;
    }

    private static Map<String, Object> build(PastBuild build) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("record", build.key());
        json.putAll(named(build.platform(), build.how()));
        json.put("finished", build.finished().toString());
        json.put("outcome", build.built() ? "built" : "failed");
        json.put("seconds", seconds(build.time()));
        build.emulatedTime().ifPresent(time -> {
            json.put("emulatedSeconds", seconds(time));
            json.put("basis", build.basis());
            json.put("cached", build.cached());
        });
        return json;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }

    private static double rounded(double share) {
        return Math.round(share * SHARE) / SHARE;
    }
}
