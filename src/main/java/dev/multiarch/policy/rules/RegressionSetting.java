package dev.multiarch.policy.rules;

import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * @param ratio of this build's time to the median of the earlier ones
 * @param last so many of them are compared
 * @param least fewer say nothing
 */
record RegressionSetting(double ratio, int last, int least) {
    private static final String RATIO = "max-ratio";
    private static final String LAST = "last";
    private static final String LEAST = "min-samples";
    private static final int USUAL_LAST = 20;
    private static final int USUAL_LEAST = 5;

    /** As many as are read. */
    private static final int MOST = 100;

    static Optional<RegressionSetting> read(Yaml value, Yaml.Mapping siblings, Values values) {
        return values.mapping(value, "a mapping such as {max-ratio: 1.5}").flatMap(mapping -> {
            values.onlyKeys(mapping, "build.regression", List.of(RATIO, LAST, LEAST));
            if (mapping.get(RATIO).isEmpty()) {
                values.problem(value.place(), "expected the key \"" + RATIO + "\" here, found none");
            }
            Optional<Double> ratio = mapping.get(RATIO).flatMap(each -> SizeLimits.ratio(each, values));
            Optional<Integer> last = count(mapping, LAST, USUAL_LAST, values);
            Optional<Integer> least = count(mapping, LEAST, USUAL_LEAST, values);
            if (ratio.isEmpty() || last.isEmpty() || least.isEmpty()) {
                return Optional.empty();
            }
            if (least.get() > last.get()) {
                values.problem(
                        value.place(),
                        LEAST + " is " + least.get() + ", and only the last " + last.get()
                                + " are compared, so nothing could be judged");
                return Optional.empty();
            }
            return Optional.of(new RegressionSetting(ratio.get(), last.get(), least.get()));
        });
    }

    private static Optional<Integer> count(Yaml.Mapping mapping, String key, int usual, Values values) {
        if (mapping.get(key).isEmpty()) {
            return Optional.of(usual);
        }
        Yaml value = mapping.get(key).get();
        boolean whole = value instanceof Yaml.Scalar scalar
                && scalar.plain()
                && scalar.text().matches("[1-9]\\d{0,2}")
                && Integer.parseInt(scalar.text()) <= MOST;
        return whole
                ? Optional.of(Integer.parseInt(((Yaml.Scalar) value).text()))
                : values.wrong(value, "a number of builds from 1 to " + MOST, "");
    }

    static Shape shape() {
        Shape builds = new Shape.Number(true, 1, "a number of builds from 1 to " + MOST);
        Shape ratio = Shape.Either.of(
                new Shape.Number(false, 1, "a number from 1.0 on, such as 1.5"),
                new Shape.Text("[1-9]\\d{2,6}%", "a percentage such as 150%"));
        return new Shape.Keys(Map.of(RATIO, ratio, LAST, builds, LEAST, builds), 1);
    }
}
