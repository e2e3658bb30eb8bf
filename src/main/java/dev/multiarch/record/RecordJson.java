package dev.multiarch.record;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.record.EmulatedTime.Step;
import dev.multiarch.record.RecordedHost.Entry;
import dev.multiarch.text.FormatException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A build record as its file. */
final class RecordJson {
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private RecordJson() {}

    static byte[] write(BuildRecord record) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", BuildRecord.SCHEMA);
        root.put("plan", record.plan());
        root.put("platform", record.platform().toString());
        root.put("attempt", record.attempt());
        root.put("outcome", record.built() ? "built" : "failed");
        root.put("image", record.image());
        record.leg().ifPresent(digest -> root.put("leg", digest.toString()));
        record.digest().ifPresent(digest -> root.put("digest", digest.toString()));
        root.put("emulated", FactJson.write(record.emulated(), value -> value));
        root.put("builder", builder(record.builder()));
        root.put("host", host(record.host()));
        root.put("started", record.started().toString());
        root.put("finished", record.finished().toString());
        root.put("emulatedTime", FactJson.write(record.emulatedTime(), RecordJson::time));
        root.put("flags", record.flags());
        if (!record.built()) {
            root.put("failure", record.failure());
        }
        record.layout().ifPresent(path -> root.put("layout", path));
        if (!record.annotations().equals(IndexAnnotations.NONE)) {
            root.put("annotations", record.annotations().json());
        }
        if (!record.bases().equals(BuildRecord.NO_BASES)) {
            root.put("bases", bases(record.bases()));
        }
        if (!record.smoke().equals(BuildRecord.NO_SMOKE)) {
            root.put("smoke", SmokeJson.write(record.smoke()));
        }
        return Json.write(root);
    }

    static BuildRecord read(byte[] bytes, String what) {
        JsonObject json = Json.read(bytes, what).ofSchema(BuildRecord.SCHEMA);
        try {
            BuildRecord record = record(json, Optional.empty());
            Digest file = Digest.of(bytes);
            return Digest.of(record.write()).equals(file) ? record : record(json, Optional.of(file));
        } catch (FormatException e) {
            throw e.getMessage().startsWith(what) ? e : new FormatException(what + ": " + json.advised(e.getMessage()));
        }
    }

    private static BuildRecord record(JsonObject json, Optional<Digest> file) {
        String outcome = json.text("outcome");
        if (!outcome.equals("built") && !outcome.equals("failed")) {
            throw json.problem("outcome", "expected \"built\" or \"failed\", found \"" + outcome + "\"");
        }
        long attempt = json.number("attempt");
        if (attempt < 1 || attempt > Integer.MAX_VALUE) {
            throw json.problem("attempt", "expected a number from 1, found " + attempt);
        }
        return new BuildRecord(
                json.text("plan"),
                Platform.parse(json.text("platform")),
                (int) attempt,
                outcome.equals("built"),
                json.text("image"),
                json.optionalText("leg").map(Digest::parse),
                json.optionalText("digest").map(Digest::parse),
                FactJson.flag(json.object("emulated")),
                builder(json.object("builder")),
                host(json.object("host")),
                instant(json, "started"),
                instant(json, "finished"),
                FactJson.object(json.object("emulatedTime"), RecordJson::time),
                json.texts("flags"),
                json.texts("failure"),
                json.optionalText("layout"),
                json.optionalObject("annotations").map(IndexAnnotations::read).orElse(IndexAnnotations.NONE),
                json.optionalObject("bases").map(RecordJson::bases).orElse(BuildRecord.NO_BASES),
                json.optionalObject("smoke").map(SmokeJson::read).orElse(BuildRecord.NO_SMOKE),
                file);
    }

    private static Map<String, Object> bases(Fact<List<BaseImage>> bases) {
        return FactJson.write(bases, all -> all.stream().map(BaseImage::json).toList());
    }

    private static Fact<List<BaseImage>> bases(JsonObject json) {
        return FactJson.read(json, object -> {
            List<JsonObject> all = object.objects("value");
            if (all.size() > BaseImage.MOST) {
                throw object.problem(
                        "value", "expected at most " + BaseImage.MOST + " base images, found " + all.size());
            }
            return all.stream().map(BaseImage::read).toList();
        });
    }

    private static Map<String, Object> builder(RecordedBuilder builder) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", builder.name());
        map.put("driver", builder.driver());
        map.put("endpoint", builder.endpoint());
        map.put("buildkit", builder.buildkit());
        return map;
    }

    private static RecordedBuilder builder(JsonObject json) {
        return new RecordedBuilder(
                json.text("name"), json.text("driver"), json.text("endpoint"), json.text("buildkit"));
    }

    private static Map<String, Object> host(RecordedHost host) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kernel", FactJson.write(host.kernel(), Function.identity()));
        map.put("boot", FactJson.write(host.boot(), Function.identity()));
        map.put("binfmt", FactJson.write(host.binfmt(), RecordJson::entry));
        map.put("bundled", FactJson.write(host.bundled(), Function.identity()));
        map.put("emulator", FactJson.write(host.emulator(), Function.identity()));
        if (!host.version().equals(RecordedHost.NO_VERSION)) {
            map.put("version", FactJson.write(host.version(), Function.identity()));
        }
        return map;
    }

    private static RecordedHost host(JsonObject json) {
        return new RecordedHost(
                FactJson.text(json.object("kernel")),
                FactJson.text(json.object("boot")),
                FactJson.object(json.object("binfmt"), RecordJson::entry),
                FactJson.flag(json.object("bundled")),
                FactJson.text(json.object("emulator")),
                json.optionalObject("version").map(FactJson::text).orElse(RecordedHost.NO_VERSION));
    }

    private static Map<String, Object> entry(Entry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", entry.name());
        map.put("interpreter", entry.interpreter());
        map.put("flags", entry.flags());
        map.put("enabled", entry.enabled());
        return map;
    }

    private static Entry entry(JsonObject json) {
        return new Entry(json.line("name"), json.line("interpreter"), json.line("flags"), json.flag("enabled"));
    }

    private static Map<String, Object> time(EmulatedTime time) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("seconds", seconds(time.time()));
        map.put("basis", time.basis());
        map.put("cached", time.cached());
        map.put(
                "steps",
                time.steps().stream()
                        .map(step -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("name", step.name());
                            row.put("seconds", seconds(step.time()));
                            row.put("line", step.line());
                            row.put("cached", step.cached());
                            return row;
                        })
                        .toList());
        return map;
    }

    private static EmulatedTime time(JsonObject json) {
        String basis = json.text("basis");
        if (!basis.equals(EmulatedTime.STEPS) && !basis.equals(EmulatedTime.LEG)) {
            throw json.problem("basis", "expected \"steps\" or \"leg\", found \"" + basis + "\"");
        }
        return new EmulatedTime(
                duration(json),
                basis,
                json.flag("cached"),
                json.objects("steps").stream()
                        .map(step -> new Step(step.text("name"), duration(step), line(step), step.flag("cached")))
                        .toList());
    }

    private static int line(JsonObject step) {
        long line = step.number("line");
        if (line < 0 || line > Integer.MAX_VALUE) {
            throw step.problem("line", "expected a line's number from 0, found " + line);
        }
        return (int) line;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private static Duration duration(JsonObject json) {
        double seconds = json.optionalDecimal("seconds")
                .orElseThrow(() -> json.problem("seconds", "missing, expected a number of seconds"));
        if (!(seconds >= 0 && seconds < 1e9)) {
            throw json.problem("seconds", "expected a number of seconds from 0, found " + seconds);
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static Instant instant(JsonObject json, String key) {
        try {
            Instant time = Instant.parse(json.text(key));
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                throw new DateTimeException("a year that is too large");
            }
            return time;
        } catch (DateTimeException malformed) {
            throw json.problem(key, "expected a time such as 2026-01-31T12:00:00Z, found \"" + json.text(key) + "\"");
        }
    }
}
