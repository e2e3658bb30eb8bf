package dev.multiarch.policy.rules;

import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The kinds of settings that rules have. */
final class Settings {
    private static final String PLATFORM = "a platform such as linux/arm64";

    private Settings() {}

    /** {@code true}, or {@code false} which switches the rule off. */
    static Setting<Boolean> flag() {
        return (value, siblings, values) -> values.flag(value).filter(on -> on);
    }

    /** A list of platforms; an empty one asks for nothing, and so switches the rule off. */
    static Setting<List<Platform>> platforms() {
        return (value, siblings, values) -> platforms(value, values).filter(list -> !list.isEmpty());
    }

    /** A mapping with this one key. */
    static <S> Setting<S> only(String key, Setting<S> setting) {
        return (value, siblings, values) -> values.mapping(value, "a mapping with the key \"" + key + "\"")
                .flatMap(mapping -> {
                    values.onlyKeys(mapping, "this rule", List.of(key));
                    if (mapping.get(key).isEmpty()) {
                        values.problem(value.place(), "expected the key \"" + key + "\" here, found none");
                    }
                    return mapping.get(key).flatMap(inner -> setting.read(inner, mapping, values));
                });
    }

    static Shape only(String key, Shape shape) {
        return new Shape.Keys(Map.of(key, shape), 1);
    }

    /** A version of a program. */
    static Setting<LeastVersion> version(String example) {
        return text("a version in quotes such as \"" + example + "\"", text -> LeastVersion.parse(text, example));
    }

    /** Its own text format; what its parser says becomes the problem. */
    static <S> Setting<S> text(String expected, Function<String, S> parser) {
        return (value, siblings, values) -> values.text(value, expected, quoted -> parses(parser, quoted))
                .flatMap(text -> {
                    try {
                        return Optional.of(parser.apply(text));
                    } catch (FormatException malformed) {
                        values.problem(value.place(), malformed.getMessage());
                        return Optional.empty();
                    }
                });
    }

    private static boolean parses(Function<String, ?> parser, String text) {
        try {
            parser.apply(text);
            return true;
        } catch (FormatException malformed) {
            return false;
        }
    }

    /** Empty only where the value is not a list at all. */
    static Optional<List<Platform>> platforms(Yaml value, Values values) {
        return values.texts(value, "a list of platforms such as [linux/amd64, linux/arm64]", PLATFORM)
                .map(texts -> {
                    Map<Platform, Values.Text> platforms = new LinkedHashMap<>();
                    texts.forEach(text -> add(platforms, text, values));
                    return new ArrayList<>(platforms.keySet());
                });
    }

    private static void add(Map<Platform, Values.Text> platforms, Values.Text text, Values values) {
        try {
            Platform platform = KnownPlatforms.parse(text.text());
            Values.Text first = platforms.putIfAbsent(platform, text);
            if (first != null) {
                values.problem(text.place(), "the platform " + platform + " is in this list twice");
            }
        } catch (FormatException malformed) {
            values.problem(text.place(), malformed.getMessage());
        }
    }
}
