package dev.multiarch.record;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
import dev.multiarch.json.JsonObject;
import dev.multiarch.record.SmokeResult.End;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What became of commands, in a build record. */
final class SmokeJson {
    /** As many as policies can ask for, several times over. */
    private static final int MOST = 200;

    private static final int LONGEST = 8_000;
    private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

    private SmokeJson() {}

    static Map<String, Object> write(Fact<SmokeRun> smoke) {
        return FactJson.write(smoke, run -> {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("emulated", FactJson.write(run.emulated(), Function.identity()));
            map.put("emulator", FactJson.write(run.emulator(), Function.identity()));
            map.put("version", FactJson.write(run.version(), Function.identity()));
            map.put("results", run.results().stream().map(SmokeJson::write).toList());
            return map;
        });
    }

    static Fact<SmokeRun> read(JsonObject json) {
        return FactJson.object(json, value -> {
            List<JsonObject> results = value.objects("results");
            if (results.size() > MOST) {
                throw value.problem("results", "expected at most " + MOST + ", found " + results.size());
            }
            return new SmokeRun(
                    FactJson.flag(value.object("emulated")),
                    FactJson.text(value.object("emulator")),
                    FactJson.text(value.object("version")),
                    results.stream().map(SmokeJson::result).toList());
        });
    }

    private static Map<String, Object> write(SmokeResult result) {
        SmokeCommand command = result.command();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(command.ofEntrypoint() ? "arguments" : "run", command.words());
        if (!command.environment().isEmpty()) {
            map.put("environment", command.environment());
        }
        map.put("timeLimit", command.limit().toMillis() / 1000.0);
        map.put("end", result.end().word());
        map.put("exitCode", result.exit());
        map.put("why", result.why());
        map.put("output", result.text());
        map.put("outputDigest", result.digest().toString());
        map.put("outputBytes", result.bytes());
        map.put("outputIsLonger", result.more());
        map.put("seconds", result.took().toMillis() / 1000.0);
        return map;
    }

    private static SmokeResult result(JsonObject json) {
        boolean arguments = json.has("arguments");
        if (!arguments && !json.has("run")) {
            throw json.problem("run", "missing, expected a command's words");
        }
        List<String> words = json.texts(arguments ? "arguments" : "run");
        if (words.stream().mapToInt(String::length).sum() > LONGEST) {
            throw json.problem("run", "expected at most " + LONGEST + " characters");
        }
        var command = new SmokeCommand(arguments, words, json.textMap("environment"), time(json, "timeLimit"));
        String text = json.text("output");
        End end = end(json);
        String why = end == End.OTHER ? unknown(json).getMessage() : json.text("why");
        return new SmokeResult(
                command,
                end,
                (int) number(json, "exitCode", 255),
                Printable.line(Printable.cut(why, LONGEST)),
                Printable.text(text.substring(0, Math.min(text.length(), SmokeResult.LONGEST_TEXT))),
                Digest.parse(json.text("outputDigest")),
                (int) number(json, "outputBytes", SmokeResult.MOST_BYTES),
                json.flag("outputIsLonger"),
                time(json, "seconds"));
    }

    private static End end(JsonObject json) {
        Optional<End> end = End.of(json.text("end"));
        if (end.isEmpty() && !json.isNewer()) {
            throw unknown(json);
        }
        return end.orElse(End.OTHER);
    }

    private static FormatException unknown(JsonObject json) {
        return json.problem("end", "expected how a program ended, found \"" + json.text("end") + "\"");
    }

    private static long number(JsonObject json, String key, long most) {
        long number = json.number(key);
        if (number < 0 || number > most) {
            throw json.problem(key, "expected a number from 0 to " + most + ", found " + number);
        }
        return number;
    }

    private static Duration time(JsonObject json, String key) {
        double seconds = json.optionalDecimal(key).orElse(-1.0);
        if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
            throw json.problem(key, "expected a number of seconds from 0 to " + LONGEST_SECONDS);
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
