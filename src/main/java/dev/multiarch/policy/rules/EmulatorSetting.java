package dev.multiarch.policy.rules;

import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** @param probe whether a program of the platform must have run */
record EmulatorSetting(Optional<LeastVersion> min, boolean probe) {
    private static final List<String> KEYS = List.of("min", "probe");

    static Optional<EmulatorSetting> read(Yaml value, Yaml.Mapping siblings, Values values) {
        return values.mapping(value, "a mapping such as {min: \"7.0\", probe: true}")
                .map(mapping -> {
                    values.onlyKeys(mapping, "host.emulator", KEYS);
                    if (KEYS.stream().noneMatch(key -> mapping.get(key).isPresent())) {
                        values.problem(value.place(), "expected one of the keys min, probe, found none");
                    }
                    return new EmulatorSetting(
                            mapping.get("min")
                                    .flatMap(min -> Settings.version("7.0").read(min, mapping, values)),
                            mapping.get("probe").flatMap(values::flag).orElse(false));
                })
                .filter(setting -> setting.min.isPresent() || setting.probe);
    }

    static Shape shape() {
        return new Shape.Keys(Map.of("min", Shape.VERSION, "probe", Shape.FLAG), 1);
    }
}
