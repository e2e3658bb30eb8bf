package dev.multiarch.archive;

import dev.multiarch.image.Platform;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.record.SlowStep;
import dev.multiarch.record.TimeStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last builds of one platform, all of them native or all emulated.
 *
 * @param builds those that did not fail, the newest first
 * @param failed how many did
 */
public record LegTimes(Platform platform, PastBuild.How how, List<PastBuild> builds, int failed) {
    private static final int MOST_STEPS = 5;

    /**
     * A step over several builds.
     *
     * @param last as the newest of them has it
     */
    public record StepTimes(SlowStep last, int builds, Duration median) {}

    /** @param all of one kind, at least one */
    static LegTimes of(List<PastBuild> all) {
        List<PastBuild> built = all.stream().filter(PastBuild::built).toList();
        return new LegTimes(all.get(0).platform(), all.get(0).how(), built, all.size() - built.size());
    }

    /** Of the whole legs; empty where all failed. */
    public Optional<TimeStats> time() {
        return TimeStats.of(builds.stream().map(PastBuild::time).toList());
    }

    /** Of the time under emulation by its basis, steps before legs; without builds that took all of it from the cache. */
    public Map<String, TimeStats> emulated() {
        Map<String, TimeStats> all = new LinkedHashMap<>();
        for (String basis : List.of(EmulatedTime.STEPS, EmulatedTime.LEG)) {
            TimeStats.of(builds.stream()
                            .filter(build -> build.basis().equals(basis) && !build.cached())
                            .flatMap(build -> build.emulatedTime().stream())
                            .toList())
                    .ifPresent(stats -> all.put(basis, stats));
        }
        return all;
    }

    /** How many builds took all their emulated steps from the cache. */
    public long cached() {
        return builds.stream().filter(PastBuild::cached).count();
    }

    /** The emulated steps with the longest median. */
    public List<StepTimes> steps() {
        Map<String, List<SlowStep>> byName = new LinkedHashMap<>();
        builds.forEach(build -> build.steps()
                .forEach(step -> byName.computeIfAbsent(step.name(), name -> new ArrayList<>())
                        .add(step)));
        return byName.values().stream()
                .map(steps -> new StepTimes(
                        steps.get(0),
                        steps.size(),
                        TimeStats.median(steps.stream().map(SlowStep::time).toList())))
                .sorted(Comparator.comparing(StepTimes::median).reversed())
                .limit(MOST_STEPS)
                .toList();
    }
}
