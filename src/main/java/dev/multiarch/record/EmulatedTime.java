package dev.multiarch.record;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How long a leg spent in emulated steps.
 *
 * @param basis {@link #STEPS} where the time was added up step by step, {@link #LEG} where it is the whole leg's
 * @param cached whether there are emulated steps and every one of them came from the cache
 * @param steps the emulated ones; empty where the basis is the leg
 */
public record EmulatedTime(Duration time, String basis, boolean cached, List<Step> steps) {
    public static final String STEPS = "steps";
    public static final String LEG = "leg";

    /**
     * One step of a Dockerfile.
     *
     * @param name as BuildKit prints it
     * @param line in the Dockerfile, from 1; 0 where it is not known
     */
    public record Step(String name, Duration time, int line, boolean cached) {}

    public EmulatedTime {
        steps = List.copyOf(steps);
    }

    /** The same, with the names of its steps changed. */
    public EmulatedTime named(UnaryOperator<String> change) {
        List<Step> named = steps.stream()
                .map(step -> new Step(change.apply(step.name()), step.time(), step.line(), step.cached()))
                .toList();
        return new EmulatedTime(time, basis, cached, named);
    }
}
