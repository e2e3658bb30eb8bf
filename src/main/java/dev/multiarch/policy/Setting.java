package dev.multiarch.policy;

import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.util.Optional;

/** How the value at a rule's path in a policy is read. */
@FunctionalInterface
public interface Setting<S> {
    /**
     * @param siblings the mapping that contains the value, for a rule that also reads another key
     * @param values reports what is wrong
     * @return empty where the value switches the rule off, or is wrong
     */
    Optional<S> read(Yaml value, Yaml.Mapping siblings, Values values);
}
