package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Word;
import dev.multiarch.image.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ARG TARGETARCH=amd64}: BuildKit then takes the default, and not the platform's. */
final class ArgDefaults {
    private ArgDefaults() {}

    /** @param declared names that have a value in front of it; others are empty there */
    static List<Fault> faults(Analysis analysis, Instruction arg, Set<String> declared) {
        List<Fault> faults = new ArrayList<>();
        for (Instruction.Pair pair : arg.pairs()) {
            if (pair.value().isPresent() && PlatformNames.ARGS.contains(pair.name())) {
                List<Platform> wrong = analysis.platforms().stream()
                        .filter(platform ->
                                PlatformArgs.differs(pair.name(), value(analysis, pair, declared, platform), platform))
                        .toList();
                if (!wrong.isEmpty()) {
                    faults.add(fault(analysis, arg, pair, declared, wrong));
                }
            }
        }
        return faults;
    }

    private static Value value(Analysis analysis, Instruction.Pair pair, Set<String> declared, Platform platform) {
        Map<String, Value> values = new LinkedHashMap<>();
        StageResolver.builtIn(platform)
                .forEach((name, value) -> values.put(name, declared.contains(name) ? value : Value.of("")));
        return FileWords.of(pair.value().orElseThrow().value(), analysis.file().escape(), values);
    }

    private static Fault fault(
            Analysis analysis, Instruction arg, Instruction.Pair pair, Set<String> declared, List<Platform> wrong) {
        String value = value(analysis, pair, declared, wrong.get(0)).text();
        String shown = value.isEmpty() ? "empty" : value;
        boolean ofBuilder = pair.name().startsWith("BUILD");
        Word whole = pair.whole();
        int start = arg.line().source(whole.start() + pair.name().length());
        int end = arg.line().source(whole.end() - 1) + 1;
        return new Fault(
                arg.offset(whole),
                ofBuilder ? List.of() : wrong,
                "ARG " + pair.name() + " without a value",
                shown,
                "the value of ARG " + pair.name() + " replaces the one that BuildKit sets, so it is " + shown
                        + (ofBuilder ? " on each builder" : ", also when " + Check.built(wrong)),
                "write ARG " + pair.name(),
                List.of(new Edit.Replace(start, end, "")));
    }
}
