package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.advice.Executed.Argument;
import dev.multiarch.dockerfile.advice.StageView.Step;
import dev.multiarch.image.Platform;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code uname -m} and the like where the target is meant: 32-bit platforms are called by the kernel's name, and a stage that
 * runs on the builder by the builder's.
 */
final class MachineName implements Check {
    private static final String EXPECTED = "the name of the platform that is built";

    private final Map<Integer, Set<Platform>> ofKernel = new TreeMap<>();
    private final Map<Integer, Set<Platform>> ofBuilder = new TreeMap<>();

    @Override
    public String good() {
        return "no program is asked for the machine where the target is meant";
    }

    @Override
    public Advice look(Analysis analysis) {
        for (var stage : analysis.file().stages()) {
            for (StageView view : analysis.of(stage.index())) {
                view.steps()
                        .forEach(step -> step.scripts().forEach(run -> {
                            if (run.machine()
                                    .platform()
                                    .flatMap(PlatformNames::machine)
                                    .isEmpty()) {
                                run.machineNames().forEach(offset -> add(ofKernel, offset, view.platform()));
                            }
                        }));
                if (view.runsOn().kind() == RunsOn.Kind.BUILDER) {
                    taken(analysis, view);
                }
            }
        }
        Map<Integer, Fault> faults = new TreeMap<>();
        ofKernel.forEach((offset, platforms) -> faults.put(offset, kernel(offset, List.copyOf(platforms))));
        ofBuilder.forEach((offset, platforms) -> faults.put(offset, builder(offset, List.copyOf(platforms))));
        Map<Instruction, Fault> first = new LinkedHashMap<>();
        faults.values()
                .forEach(fault -> Places.at(analysis.file(), fault.offset())
                        .ifPresent(instruction -> first.putIfAbsent(instruction, fault)));
        return Advice.of(List.copyOf(first.values()));
    }

    private static void add(Map<Integer, Set<Platform>> places, int offset, Platform platform) {
        places.computeIfAbsent(offset, at -> new LinkedHashSet<>()).add(platform);
    }

    /** What is fetched by the builder's name and taken into a stage of the target. */
    private void taken(Analysis analysis, StageView view) {
        TakenFiles taken = TakenFiles.of(
                analysis, FixedPlatform.builtOn(analysis, view.stage().index()));
        List<ScriptRun> runs =
                view.steps().stream().flatMap(step -> step.scripts().stream()).toList();
        String folder = "";
        for (Step step : view.steps()) {
            folder = TakenFiles.folder(folder, step, analysis.file().escape());
            for (ScriptRun run : step.scripts()) {
                for (Executed command : run.executed()) {
                    Optional<Argument> asked = command.arguments().stream()
                            .filter(word -> word.value().text().contains("://"))
                            .filter(word -> origin(word).isPresent())
                            .findFirst();
                    if (asked.isPresent() && !taken.sources().isEmpty()) {
                        List<Executed> others = runs.stream()
                                .skip(runs.indexOf(run) + 1L)
                                .flatMap(other -> other.executed().stream())
                                .limit(FetchedFile.MOST)
                                .toList();
                        var fetched = FetchedFile.of(command, asked.get(), folder, run.executed(), others);
                        if (fetched.isIn(taken)) {
                            add(ofBuilder, origin(asked.get()).orElseThrow().offset(), view.platform());
                        }
                    }
                }
            }
        }
    }

    private static Optional<Origin> origin(Argument word) {
        return word.value().origin(Origin.Kind.BUILDER).filter(origin -> origin.offset() > 0);
    }

    private static Fault kernel(int offset, List<Platform> platforms) {
        return new Fault(
                offset,
                platforms,
                EXPECTED,
                "the kernel's machine",
                "the kernel names its own machine: for " + Check.names(platforms)
                        + " that is another name on a 64-bit builder than under QEMU",
                "use ARG TARGETARCH and ARG TARGETVARIANT, or dpkg --print-architecture or apk --print-arch",
                List.of());
    }

    private static Fault builder(int offset, List<Platform> platforms) {
        return new Fault(
                offset,
                platforms,
                EXPECTED,
                "the builder's",
                "this stage runs on the builder, so what is fetched is for the builder, and it is copied into the image for "
                        + Check.names(platforms),
                "use ARG TARGETARCH",
                List.of());
    }
}
