package dev.multiarch.record;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A fact in JSON: {@code {"value": …, "learnt": "probe"}} or {@code {"unknown": "why"}}. */
final class FactJson {
    private FactJson() {}

    static <T> Map<String, Object> write(Fact<T> fact, Function<T, ?> value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (fact.isKnown()) {
            map.put("value", value.apply(fact.value().orElseThrow()));
            map.put("learnt", fact.learnt().orElseThrow().toString());
        } else {
            map.put("unknown", fact.reason());
        }
        return map;
    }

    static Fact<String> text(JsonObject json) {
        return read(json, object -> object.line("value"));
    }

    static Fact<Boolean> flag(JsonObject json) {
        return read(json, object -> object.flag("value"));
    }

    static <T> Fact<T> object(JsonObject json, Function<JsonObject, T> reader) {
        return read(json, object -> reader.apply(object.object("value")));
    }

    static <T> Fact<T> read(JsonObject json, Function<JsonObject, T> value) {
        if (!json.has("value")) {
            return Fact.unknown(json.text("unknown"));
        }
        String learnt = json.text("learnt");
        FactSource how = Arrays.stream(FactSource.values())
                .filter(known -> known.toString().equals(learnt))
                .findFirst()
                .orElseThrow(() -> json.problem(
                        "learnt",
                        "expected one of " + Arrays.toString(FactSource.values()) + ", found \"" + learnt + "\""));
        return Fact.known(value.apply(json), how);
    }
}
