package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.Word;
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
    /** They fetch, unpack and move files. */
    private static final Set<String> WRITERS =
            Set.of("curl", "wget", "tar", "bsdtar", "unzip", "mv", "cp", "install", "ln");

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
                            if (view.runsOn().kind() == RunsOn.Kind.BUILDER) {
                                taken(analysis, run, view);
                            }
                        }));
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
    private void taken(Analysis analysis, ScriptRun run, StageView view) {
        for (Executed command : run.executed()) {
            Optional<Origin> asked = command.arguments().stream()
                    .filter(word -> word.value().text().contains("://"))
                    .flatMap(word -> word.value().origin(Origin.Kind.BUILDER).stream())
                    .filter(origin -> origin.offset() > 0)
                    .findFirst();
            if (asked.isPresent() && isTaken(analysis, run, view)) {
                add(ofBuilder, asked.get().offset(), view.platform());
            }
        }
    }

    private static boolean isTaken(Analysis analysis, ScriptRun run, StageView from) {
        Set<String> written = new LinkedHashSet<>();
        run.executed().stream()
                .filter(command -> WRITERS.contains(command.program()))
                .flatMap(command -> command.arguments().stream())
                .map(word -> word.value().text())
                .filter(text -> text.startsWith("/") && text.length() > 1)
                .forEach(written::add);
        return analysis.file().stages().stream()
                .filter(stage -> analysis.of(stage.index()).stream()
                        .anyMatch(view -> view.runsOn().kind() == RunsOn.Kind.TARGET))
                .flatMap(stage -> analysis.all(stage.index(), Keyword.COPY).stream())
                .filter(copy -> StageResolver.isFrom(copy, from.stage()))
                .flatMap(copy -> sources(copy).stream())
                .map(source -> source.replaceFirst("/+$", ""))
                .filter(source -> source.length() > 1)
                .anyMatch(source ->
                        written.stream().anyMatch(path -> path.equals(source) || path.startsWith(source + "/")));
    }

    private static List<String> sources(Instruction copy) {
        return copy.words().subList(0, copy.words().size() - 1).stream()
                .map(Word::value)
                .toList();
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
