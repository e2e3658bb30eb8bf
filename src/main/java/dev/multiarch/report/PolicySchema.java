package dev.multiarch.report;

import dev.multiarch.json.Json;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.read.PolicyShape;
import dev.multiarch.policy.rules.Rules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The JSON Schema (2020-12) that editors read policies by, made of what the rules and the reader say of themselves. */
public final class PolicySchema {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private PolicySchema() {}

    public static byte[] print() {
        Map<String, Object> properties = new LinkedHashMap<>();
        PolicyShape.head().forEach((key, shape) -> properties.put(key, schema(shape)));
        properties.put("rules", weights(rule -> true));
        properties.putAll(tree(rule -> Optional.of(rule.shape())));
        Map<String, Object> one = new LinkedHashMap<>(tree(PolicyShape::override));
        one.put("rules", weights(rule -> PolicyShape.override(rule).isPresent()));
        properties.put("platforms", described("policy.platforms", anyKey(object(one))));
        properties.put("waivers", described("policy.waivers", schema(PolicyShape.waivers())));
        properties.put("immutable-tags", described("policy.immutable-tags", schema(PolicyShape.immutableTags())));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", DIALECT);
        root.put("title", "A policy of multiarch, version 1");
        root.putAll(object(properties));
        root.put("required", List.of("apiVersion", "kind", "name"));
        return Json.write(root);
    }

    private static Map<String, Object> weights(Predicate<Rule<?>> which) {
        Map<String, Object> rules = new LinkedHashMap<>();
        for (Rule<?> rule : Rules.ALL) {
            if (which.test(rule)) {
                rules.put(rule.id(), described(rule.id(), schema(PolicyShape.weight())));
            }
        }
        return object(rules);
    }

    /** The rules' settings under the paths of their ids. */
    private static Map<String, Object> tree(Function<Rule<?>, Optional<Shape>> shapes) {
        Map<String, Object> root = new LinkedHashMap<>();
        for (Rule<?> rule : Rules.ALL) {
            shapes.apply(rule).ifPresent(shape -> put(root, rule, described(rule.id(), schema(shape))));
        }
        return root;
    }

    @SuppressWarnings("unchecked") // our own maps, a few lines above
    private static void put(Map<String, Object> root, Rule<?> rule, Map<String, Object> schema) {
        Map<String, Object> at = root;
        String[] keys = rule.id().split("\\.");
        for (int i = 0; i < keys.length - 1; i++) {
            Object inner = at.computeIfAbsent(keys[i], key -> object(new LinkedHashMap<>()));
            at = (Map<String, Object>) ((Map<String, Object>) inner).get("properties");
        }
        at.put(keys[keys.length - 1], schema);
    }

    private static Map<String, Object> described(String page, Map<String, Object> schema) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("description", "");
        described.putAll(schema);
        RulePage.of(page).ifPresent(text -> described.put("description", page + ": " + text.summary()));
        return described;
    }

    private static Map<String, Object> schema(Shape shape) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (shape instanceof Shape.Flag) {
            schema.put("type", "boolean");
        } else if (shape instanceof Shape.Words words) {
            schema.put("enum", words.words());
        } else if (shape instanceof Shape.Text text) {
            schema.put("type", "string");
            schema.put("description", text.about());
            if (!text.pattern().isEmpty()) {
                schema.put("pattern", "^(?:" + text.pattern() + ")$");
            }
        } else if (shape instanceof Shape.Number number) {
            schema.put("type", number.whole() ? "integer" : "number");
            schema.put("minimum", number.least());
            schema.put("description", number.about());
        } else if (shape instanceof Shape.Lists list) {
            schema.put("type", "array");
            schema.put("items", schema(list.item()));
        } else if (shape instanceof Shape.Keys keys) {
            Map<String, Object> properties = new LinkedHashMap<>();
            keys.keys().forEach((key, value) -> properties.put(key, schema(value)));
            schema.putAll(object(properties));
            if (keys.least() > 0) {
                schema.put("minProperties", keys.least());
            }
            if (!keys.required().isEmpty()) {
                schema.put("required", keys.required());
            }
        } else if (shape instanceof Shape.AnyKey any) {
            schema.putAll(anyKey(schema(any.value())));
        } else if (shape instanceof Shape.Either either) {
            schema.put(
                    "anyOf", either.shapes().stream().map(PolicySchema::schema).toList());
        }
        return schema;
    }

    private static Map<String, Object> object(Map<String, Object> properties) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("additionalProperties", false);
        object.put("properties", properties);
        return object;
    }

    private static Map<String, Object> anyKey(Map<String, Object> value) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("additionalProperties", value);
        return object;
    }
}
