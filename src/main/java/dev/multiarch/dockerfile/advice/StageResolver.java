package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Flag;
import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Stage;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which stages a platform takes, and what they run on. */
final class StageResolver {
    private final Dockerfile file;
    private final Platform platform;
    private final Map<String, Integer> names = new HashMap<>();
    private final List<StageView> stages = new ArrayList<>();

    StageResolver(Dockerfile file, Platform platform) {
        this.file = file;
        this.platform = platform;
    }

    /** BuildKit's own, and the global {@code ARG}s. */
    static Map<String, Value> globals(Dockerfile file, Platform platform) {
        Map<String, Value> globals = new LinkedHashMap<>(builtIn(platform));
        for (Instruction arg : file.globals()) {
            arg.pairs().forEach(pair -> declare(pair, arg, file.escape(), globals, Map.of()));
        }
        return globals;
    }

    static Map<String, Value> builtIn(Platform platform) {
        Map<String, Value> values = new LinkedHashMap<>();
        PlatformNames.targetArgs(platform)
                .forEach((name, text) -> values.put(name, Value.of(text, Origin.of(Origin.Kind.TARGET, 0), true)));
        PlatformNames.ARGS.forEach(name ->
                values.putIfAbsent(name, Value.of(Value.UNKNOWN, Origin.of(Origin.Kind.BUILDER, 0), true)));
        return values;
    }

    /** An {@code ARG}. BuildKit's own keep the value that they should have, so that one fault is not told as ten. */
    static void declare(
            Instruction.Pair pair,
            Instruction arg,
            char escape,
            Map<String, Value> values,
            Map<String, Value> globals) {
        if (PlatformNames.ARGS.contains(pair.name())) {
            return;
        }
        Origin origin = Origin.of(Origin.Kind.DEFAULT, arg.offset(pair.whole()));
        Value value = pair.value()
                .map(word -> FileWords.of(word.value(), escape, values))
                .orElseGet(() -> globals.getOrDefault(pair.name(), Value.unknown()));
        values.put(pair.name(), value.from(origin));
    }

    List<StageView> resolve() {
        Map<String, Value> globals = globals(file, platform);
        for (Stage stage : file.stages()) {
            Value base = FileWords.of(stage.base().value(), file.escape(), globals);
            Optional<Integer> parent = Optional.ofNullable(names.get(base.text()));
            RunsOn own = stage.platform().map(flag -> runsOn(flag, globals)).orElse(RunsOn.TARGET);
            RunsOn runsOn = parent.map(index -> stages.get(index).runsOn()).orElse(own);
            Set<Integer> needs = new LinkedHashSet<>();
            parent.ifPresent(needs::add);
            stage.instructions()
                    .forEach(instruction -> instruction
                            .sources()
                            .forEach(name -> source(FileWords.of(name, file.escape(), globals)
                                            .text())
                                    .ifPresent(needs::add)));
            stages.add(new StageView(stage, platform, runsOn, base, parent, needs, false, List.of()));
            stage.name().ifPresent(name -> names.put(name, stage.index()));
        }
        return stages;
    }

    private RunsOn runsOn(Flag flag, Map<String, Value> globals) {
        String raw = flag.value().orElse("");
        Value value = FileWords.of(raw, file.escape(), globals);
        if (value.isKnown()) {
            boolean target = value.origin(Origin.Kind.TARGET).isPresent();
            try {
                return target ? RunsOn.TARGET : RunsOn.fixed(Platform.parse(value.text()));
            } catch (FormatException noPlatform) {
                return RunsOn.UNKNOWN;
            }
        }
        return raw.contains("BUILDPLATFORM") ? RunsOn.BUILDER : RunsOn.UNKNOWN;
    }

    /** Whether something is taken from this stage. */
    static boolean isFrom(Instruction instruction, Stage stage) {
        return isFrom(instruction, stage.names());
    }

    /** @param names of stages, as {@link Stage#names} has them */
    static boolean isFrom(Instruction instruction, Collection<String> names) {
        return sources(instruction).anyMatch(names::contains);
    }

    /** What something is taken from, as {@link Stage#names} writes it. */
    static Stream<String> sources(Instruction instruction) {
        return instruction.sources().stream().map(name -> name.toLowerCase(Locale.ROOT));
    }

    /** Of many stages at once, as each question for one of them reads the instruction again. */
    static Set<String> names(Dockerfile file, Set<Integer> stages) {
        return stages.stream()
                .flatMap(index -> file.stages().get(index).names().stream())
                .collect(Collectors.toSet());
    }

    /** An earlier stage, by its name or number. */
    private Optional<Integer> source(String name) {
        Integer named = names.get(name.toLowerCase(Locale.ROOT));
        if (named != null) {
            return Optional.of(named);
        }
        boolean number = name.matches("\\d{1,6}") && Integer.parseInt(name) < stages.size();
        return number ? Optional.of(Integer.valueOf(name)) : Optional.empty();
    }
}
