package dev.multiarch.json;

import dev.multiarch.text.AmbiguousException;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of a JSON document that knows its path, so that a wrong or missing member is named by its path:
 * {@code record linux-arm64/1.json: host.kernel: expected text, found a number}.
 *
 * <p>Go's encoding/json takes {@code Architecture} for {@code architecture}, so Docker, containerd and Podman do; other
 * clients do not. A member whose name differs only in case from one that is read here is refused, even where it is {@code
 * null}: for Go that may empty what the other one says.
 *
 * @param document what the whole document is, for messages
 * @param path of this object within it, empty for the root
 * @param newer the schema that the document names, where that is a later minor version than is known here; else empty
 */
public record JsonObject(String document, String path, Map<String, Object> members, String newer) {
    private static final int LONGEST_LINE = 4096;

    public JsonObject(String document, String path, Map<String, Object> members) {
        this(document, path, members, "");
    }

    public boolean has(String key) {
        requireSpelling(key);
        return members.get(key) != null;
    }

    public String text(String key) {
        return require(key, optionalText(key), "text");
    }

    public Optional<String> optionalText(String key) {
        return get(key, String.class, "text");
    }

    /** Text of one line, for an argument of a program: without control characters, and no longer than 4,096 of the rest. */
    public String line(String key) {
        return require(key, optionalLine(key), "text");
    }

    public Optional<String> optionalLine(String key) {
        Optional<String> text = optionalText(key);
        if (text.filter(t -> t.length() > LONGEST_LINE || t.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw problem(key, "expected one line of at most " + LONGEST_LINE + " characters");
        }
        return text;
    }

    public long number(String key) {
        return require(key, optionalNumber(key), "a whole number");
    }

    public Optional<Long> optionalNumber(String key) {
        return get(key, Long.class, "a whole number");
    }

    /** Whole or not. */
    public Optional<Double> optionalDecimal(String key) {
        return get(key, Number.class, "a number").map(Number::doubleValue);
    }

    public boolean flag(String key) {
        return require(key, optionalFlag(key), "true or false");
    }

    public Optional<Boolean> optionalFlag(String key) {
        return get(key, Boolean.class, "true or false");
    }

    public JsonObject object(String key) {
        return require(key, optionalObject(key), "an object");
    }

    public Optional<JsonObject> optionalObject(String key) {
        return get(key, Map.class, "an object").map(map -> child(key, map));
    }

    /** The objects of a list; a list that is absent is empty. */
    public List<JsonObject> objects(String key) {
        List<JsonObject> objects = new ArrayList<>();
        List<?> items = list(key);
        for (int i = 0; i < items.size(); i++) {
            String place = key + "[" + i + "]";
            if (!(items.get(i) instanceof Map<?, ?> map)) {
                throw wrong(place, "an object", items.get(i));
            }
            objects.add(child(place, map));
        }
        return objects;
    }

    /** The strings of a list; a list that is absent is empty. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        List<?> items = list(key);
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof String text)) {
                throw wrong(key + "[" + i + "]", "text", items.get(i));
            }
            texts.add(text);
        }
        return texts;
    }

    /** An object whose members are all text, such as annotations; one that is absent is empty. */
    public Map<String, String> textMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        optionalObject(key)
                .ifPresent(object -> object.members
                        .keySet()
                        .forEach(name -> texts.put(
                                name, object.typed(name, String.class, "text").orElse(""))));
        return texts;
    }

    /**
     * A document of ours says what it is: {@code dev.multiarch.record/v1}. A later minor version, {@code v1.1}, only adds
     * members, which are read over; a later major one may mean something else.
     *
     * @param ours with its major version
     * @return what is wrong with the schema that this document names; empty if nothing
     */
    public Optional<String> schemaProblem(String ours) {
        return SchemaVersion.problem(optionalText("schema"), ours);
    }

    /**
     * The same document, which knows whether a later minor version wrote it.
     *
     * @throws FormatException if it is another document, or one of a later major version, see {@link #schemaProblem}
     */
    public JsonObject ofSchema(String ours) {
        text("schema");
        schemaProblem(ours).ifPresent(problem -> {
            throw problem("schema", problem);
        });
        String found = text("schema");
        return new JsonObject(document, path, members, SchemaVersion.isNewer(found, ours) ? found : "");
    }

    /** Whether a later minor version wrote it: it may hold words that are not known here. */
    public boolean isNewer() {
        return !newer.isEmpty();
    }

    /** A failure at this object that its own reader found. */
    public FormatException problem(String key, String why) {
        return new FormatException(document + ": " + place(key) + ": " + advised(why));
    }

    /** What is wrong with a document, with what to do about it where a later minor version wrote it: then it may be right. */
    public String advised(String why) {
        return isNewer() && !why.contains("Fix: ")
                ? why + ", and it is a newer \"" + newer
                        + "\". Fix: use the version of multiarch that wrote it, or a later one"
                : why;
    }

    /** The same, of a document that clients read in different ways. */
    public AmbiguousException ambiguous(String key, String why) {
        return new AmbiguousException(document + ": " + place(key) + ": " + why);
    }

    private List<?> list(String key) {
        return get(key, List.class, "a list").orElse(List.of());
    }

    private JsonObject child(String key, Map<?, ?> map) {
        Map<String, Object> typed = new LinkedHashMap<>();
        map.forEach((name, value) -> typed.put((String) name, value));
        return new JsonObject(document, place(key), typed, newer);
    }

    private <T> Optional<T> get(String key, Class<T> type, String expected) {
        requireSpelling(key);
        return typed(key, type, expected);
    }

    /** @throws AmbiguousException if a member has one of these names, but for its case */
    public void requireSpelling(Collection<String> keys) {
        keys.forEach(this::requireSpelling);
    }

    private void requireSpelling(String key) {
        for (String other : members.keySet()) {
            if (!other.equals(key) && GoNames.areSame(other, key)) {
                throw ambiguous(
                        other,
                        "programs in Go, such as Docker, read this as \"" + key
                                + "\", other programs do not; expected \"" + key + "\" once, and no other spelling");
            }
        }
    }

    private <T> Optional<T> typed(String key, Class<T> type, String expected) {
        Object value = members.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw wrong(key, expected, value);
        }
        return Optional.of(type.cast(value));
    }

    private <T> T require(String key, Optional<T> value, String expected) {
        return value.orElseThrow(() -> problem(key, "missing, expected " + expected));
    }

    private FormatException wrong(String key, String expected, Object found) {
        return problem(key, "expected " + expected + ", found " + kind(found));
    }

    private static String kind(Object value) {
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "a list";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        return value instanceof Number ? "a number" : value == null ? "null" : "text";
    }

    private String place(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
