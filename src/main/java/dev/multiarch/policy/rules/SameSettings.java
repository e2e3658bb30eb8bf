package dev.multiarch.policy.rules;

import dev.multiarch.image.ImageSettings;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which settings of a container must be the same.
 *
 * @param names of {@link #KNOWN}
 * @param except variables and labels that may differ, as {@code env NAME} and {@code label NAME}
 */
record SameSettings(List<String> names, Set<String> except) {
    static final List<String> KNOWN =
            List.of("entrypoint", "cmd", "env", "user", "workdir", "ports", "volumes", "labels");

    private static final String VARIABLE = "env ";
    private static final String LABEL = "label ";

    /** Each setting by its name; each variable and label is one of its own. */
    Map<String, String> of(ImageSettings settings) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String name : names) {
            switch (name) {
                case "entrypoint" -> all.put(name, list(settings.entrypoint()));
                case "cmd" -> all.put(name, list(settings.command()));
                case "env" -> settings.environment().forEach((key, value) -> put(all, VARIABLE + key, value));
                case "user" -> all.put(name, settings.user());
                case "workdir" -> all.put(name, settings.folder());
                case "ports" -> all.put(name, list(settings.ports()));
                case "volumes" -> all.put(name, list(settings.volumes()));
                default -> settings.labels().forEach((key, value) -> put(all, LABEL + key, value));
            }
        }
        return all;
    }

    /** In quotes, so that one that is set to nothing differs from one that is not set. */
    private void put(Map<String, String> all, String name, String value) {
        if (!except.contains(name)) {
            all.put(name, "\"" + value + "\"");
        }
    }

    private static String list(List<String> items) {
        return items.isEmpty() ? "" : "[\"" + String.join("\", \"", items) + "\"]";
    }

    static Optional<SameSettings> read(Yaml value, Yaml.Mapping siblings, Values values) {
        if (!(value instanceof Yaml.Mapping mapping)) {
            return values.flag(value).filter(on -> on).map(on -> new SameSettings(KNOWN, Set.of()));
        }
        values.onlyKeys(mapping, "image.consistency", List.of("same", "except"));
        Optional<List<String>> same = mapping.get("same").isEmpty()
                ? Optional.of(KNOWN)
                : values.texts(mapping.get("same").get(), "a list such as [entrypoint, cmd]", "a setting")
                        .map(texts -> names(texts, values));
        Set<String> except = new LinkedHashSet<>();
        mapping.get("except")
                .flatMap(inner -> values.mapping(inner, "a mapping such as {env: [BUILD_ARCH], labels: [built-on]}"))
                .ifPresent(inner -> except(inner, values, except));
        return same.filter(names -> !names.isEmpty()).map(names -> new SameSettings(names, except));
    }

    static Shape shape() {
        Shape names = new Shape.Lists(Shape.Text.any("a name"));
        Shape except = new Shape.Keys(Map.of("env", names, "labels", names), 0);
        Shape same = new Shape.Lists(new Shape.Words(KNOWN));
        return Shape.Either.of(Shape.FLAG, new Shape.Keys(Map.of("same", same, "except", except), 0));
    }

    private static List<String> names(List<Values.Text> texts, Values values) {
        List<String> names = new ArrayList<>();
        for (Values.Text text : texts) {
            if (!KNOWN.contains(text.text())) {
                values.unknown(text.place(), "setting", text.text(), " in same", KNOWN);
            } else if (!names.contains(text.text())) {
                names.add(text.text());
            }
        }
        return names;
    }

    private static void except(Yaml.Mapping mapping, Values values, Set<String> except) {
        values.onlyKeys(mapping, "except", List.of("env", "labels"));
        mapping.get("env")
                .flatMap(list -> values.texts(list, "a list of variables", "a variable's name"))
                .ifPresent(texts -> texts.forEach(text -> except.add(VARIABLE + text.text())));
        mapping.get("labels")
                .flatMap(list -> values.texts(list, "a list of labels", "a label's name"))
                .ifPresent(texts -> texts.forEach(text -> except.add(LABEL + text.text())));
    }
}
