package dev.multiarch.policy.rules;

import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.text.Sizes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * @param bytes compressed, of one platform
 * @param ratio of the largest platform to the smallest
 */
record SizeLimits(Optional<Long> bytes, Optional<Integer> layers, Optional<Double> ratio) {
    static final String RATIO_KEY = "max-platform-ratio";

    private static final List<String> KEYS = List.of("max-compressed", "max-layers", RATIO_KEY);
    private static final String COUNT = "[1-9]\\d{0,5}";
    private static final String PERCENTAGE = "[1-9]\\d{2,6}%";
    private static final String DECIMAL = "[1-9]\\d{0,5}(\\.\\d{1,3})?";
    private static final String RATIO = "a number from 1.0 on, such as 1.6, or as a percentage, 160%";

    static Optional<SizeLimits> read(Yaml value, Yaml.Mapping siblings, Values values) {
        return values.mapping(value, "a mapping such as {max-compressed: 300MiB, max-layers: 40}")
                .map(mapping -> {
                    values.onlyKeys(mapping, "image.size", KEYS);
                    var limits = new SizeLimits(
                            mapping.get(KEYS.get(0))
                                    .flatMap(size -> Settings.text("a size such as 300MiB", Sizes::parse)
                                            .read(size, mapping, values)),
                            mapping.get(KEYS.get(1)).flatMap(count -> count(count, values)),
                            mapping.get(KEYS.get(2)).flatMap(ratio -> ratio(ratio, values)));
                    boolean none =
                            KEYS.stream().noneMatch(key -> mapping.get(key).isPresent());
                    if (none) {
                        values.problem(
                                value.place(), "expected one of the keys " + String.join(", ", KEYS) + ", found none");
                    }
                    return limits;
                })
                .filter(limits -> limits.bytes.isPresent() || limits.layers.isPresent() || limits.ratio.isPresent());
    }

    static Shape shape() {
        Shape ratio = Shape.Either.of(
                new Shape.Number(false, 1, RATIO), new Shape.Text("[1-9]\\d{2,6}%", "a percentage such as 160%"));
        Shape layers = new Shape.Number(true, 1, "a number of layers such as 40");
        return new Shape.Keys(Map.of(KEYS.get(0), Shape.SIZE, KEYS.get(1), layers, RATIO_KEY, ratio), 1);
    }

    private static Optional<Integer> count(Yaml value, Values values) {
        boolean whole = value instanceof Yaml.Scalar scalar
                && scalar.plain()
                && scalar.text().matches(COUNT);
        return whole
                ? Optional.of(Integer.parseInt(((Yaml.Scalar) value).text()))
                : values.wrong(value, "a number of layers such as 40", unquoted(value, COUNT));
    }

    /** What to do about a number in quotes, which a version must have. */
    private static String unquoted(Yaml value, String number) {
        boolean quoted = value instanceof Yaml.Scalar scalar
                && !scalar.plain()
                && scalar.text().matches(number);
        return quoted ? "Write it without quotes: " + ((Yaml.Scalar) value).text() : "";
    }

    static Optional<Double> ratio(Yaml value, Values values) {
        String text = value instanceof Yaml.Scalar scalar && scalar.plain() ? scalar.text() : "";
        if (text.matches(PERCENTAGE)) {
            return Optional.of(Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0);
        }
        return text.matches(DECIMAL)
                ? Optional.of(Double.parseDouble(text))
                : values.wrong(value, RATIO, unquoted(value, PERCENTAGE + "|" + DECIMAL));
    }

    String expected() {
        var text = new StringBuilder();
        bytes.ifPresent(
                most -> text.append("at most ").append(Sizes.print(most)).append(" compressed"));
        layers.ifPresent(most ->
                text.append(text.isEmpty() ? "at most " : " and ").append(most).append(" layers"));
        return text.isEmpty() ? "any size" : text.toString();
    }
}
