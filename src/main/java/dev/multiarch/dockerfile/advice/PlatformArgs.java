package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.Stage;
import dev.multiarch.image.Platform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** BuildKit's own variables: used in a stage that does not declare them, or declared with a value that replaces theirs. */
final class PlatformArgs implements Check {
    @Override
    public String good() {
        return "each stage declares the platform's variables that it uses";
    }

    @Override
    public Advice look(Analysis analysis) {
        List<Fault> faults = new ArrayList<>();
        Map<String, Value> none = StageResolver.builtIn(analysis.platforms().get(0));
        for (Instruction arg : analysis.file().globals()) {
            faults.addAll(ArgDefaults.faults(analysis, arg, none.keySet()));
        }
        List<Set<String>> declared = new ArrayList<>();
        for (Stage stage : analysis.file().stages()) {
            Set<String> names = new LinkedHashSet<>();
            analysis.views().values().stream()
                    .flatMap(views -> views.get(stage.index()).parent().stream())
                    .forEach(parent -> names.addAll(declared.get(parent)));
            look(analysis, stage, names, faults);
            declared.add(names);
        }
        faults.sort(Comparator.comparing(Fault::offset));
        return Advice.of(faults);
    }

    private static void look(Analysis analysis, Stage stage, Set<String> declared, List<Fault> faults) {
        for (Instruction instruction : stage.instructions()) {
            Map<String, Integer> missing = new LinkedHashMap<>();
            References.in(instruction, analysis.file().escape(), analysis.scripts())
                    .forEach((name, offset) -> {
                        if (PlatformNames.ARGS.contains(name) && !declared.contains(name)) {
                            missing.put(name, offset);
                        }
                    });
            if (instruction.keyword() == Keyword.ARG) {
                faults.addAll(ArgDefaults.faults(analysis, instruction, declared));
            } else if (!missing.isEmpty()) {
                faults.add(undeclared(analysis, stage, instruction, missing));
                declared.addAll(missing.keySet()); // each is said once
            }
            if (instruction.keyword() == Keyword.ARG || instruction.keyword() == Keyword.ENV) {
                instruction.pairs().forEach(pair -> declared.add(pair.name()));
            }
        }
    }

    private static Fault undeclared(
            Analysis analysis, Stage stage, Instruction instruction, Map<String, Integer> missing) {
        List<String> names = List.copyOf(missing.keySet());
        boolean global = analysis.file().globals().stream()
                .flatMap(arg -> arg.pairs().stream())
                .anyMatch(pair -> names.contains(pair.name()));
        String all = String.join(", ", names);
        int start = Places.start(analysis.file(), instruction);
        List<Edit> edits = new ArrayList<>();
        names.forEach(name -> edits.add(new Edit.Declare(stage.index(), start, name)));
        return new Fault(
                missing.values().iterator().next(),
                List.of(),
                "ARG " + String.join(" ", names) + " behind FROM",
                "not declared",
                instruction.keyword() + " uses " + all + ", which this stage does not declare, so "
                        + (names.size() == 1 ? "it is empty" : "they are empty")
                        + (global ? "; the ARG in front of FROM counts for FROM alone" : ""),
                "add ARG " + String.join(" ", names) + " behind FROM, in front of this instruction",
                edits);
    }

    /** What a default makes of one of BuildKit's variables. */
    static boolean differs(String name, Value value, Platform platform) {
        String expected = PlatformNames.targetArgs(platform).get(name);
        return value.isKnown() && !value.text().equals(expected);
    }
}
