package dev.multiarch.record;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.AmbiguousException;
import dev.multiarch.text.FormatException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A fact in JSON: {@code {"value": …, "learnt": "probe"}} or {@code {"unknown": "why"}}. In a document of a later minor version a
 * value that can't be read is unknown rather than malformed.
 */
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
        try {
            return json.has("value") ? Fact.known(value.apply(json), learnt(json)) : Fact.unknown(json.text("unknown"));
        } catch (AmbiguousException refused) {
            throw refused;
        } catch (FormatException malformed) {
            if (!json.isNewer()) {
                throw malformed;
            }
            return Fact.unknown(json.advised(malformed.getMessage()));
        }
    }

    /** What was learnt in a way that only a later version has a word for is at least what the document states. */
    private static FactSource learnt(JsonObject json) {
        String learnt = json.text("learnt");
        Optional<FactSource> how = Arrays.stream(FactSource.values())
                .filter(known -> known.toString().equals(learnt))
                .findFirst();
        return how.orElseGet(() -> {
            if (json.isNewer()) {
                return FactSource.RECORD;
            }
            throw json.problem(
                    "learnt", "expected one of " + Arrays.toString(FactSource.values()) + ", found \"" + learnt + "\"");
        });
    }
}
