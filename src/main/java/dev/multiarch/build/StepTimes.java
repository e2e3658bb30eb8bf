package dev.multiarch.build;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Platform;
import dev.multiarch.json.JsonObject;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.record.EmulatedTime.Step;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which steps of a build were emulated, and how long they took: BuildKit's log says when each vertex ran, its provenance
 * which step a vertex is, and on which platform.
 */
final class StepTimes {
    private StepTimes() {}

    /**
     * @param leg what was built
     * @param emulated whether the builder emulates this platform
     * @return unknown where the two don't tell, or don't belong together
     */
    static Fact<EmulatedTime> of(Provenance provenance, VertexLog log, Platform leg, Predicate<Platform> emulated) {
        try {
            Optional<Platform> other = provenance.target().filter(built -> !built.equals(leg));
            return other.isPresent()
                    ? Fact.unknown("BuildKit's provenance is of a build for " + other.get() + ", expected " + leg)
                    : join(provenance, log, emulated);
        } catch (FormatException odd) {
            return Fact.unknown("BuildKit's provenance does not describe its steps as expected");
        }
    }

    private static Fact<EmulatedTime> join(Provenance provenance, VertexLog log, Predicate<Platform> emulated) {
        List<Step> steps = new ArrayList<>();
        List<VertexTimes> ran = new ArrayList<>();
        for (JsonObject step : provenance.programs()) {
            Optional<VertexTimes> vertex = provenance.vertex(step).flatMap(log::find);
            if (vertex.isEmpty()) {
                return Fact.unknown("BuildKit's log does not hold all steps, or not to their end");
            }
            if (emulated.test(Provenance.platform(step))) {
                steps.add(vertex.get().step(provenance.line(step)));
                ran.add(vertex.get());
            }
        }
        boolean cached = !steps.isEmpty() && steps.stream().allMatch(Step::cached);
        var time = new EmulatedTime(VertexTimes.together(ran), EmulatedTime.STEPS, cached, steps);
        return Fact.known(time, FactSource.COMMAND);
    }
}
