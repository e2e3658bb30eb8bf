package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.advice.StageView.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Walks through the instructions of a stage, with what variables hold. */
final class StageWalk {
    private final Analysis analysis;
    private final StageView view;
    private final Map<String, Value> globals;
    private Map<String, Value> values;
    private boolean posix;

    /** @param posix whether its shell is one that speaks like sh */
    StageWalk(Analysis analysis, StageView view, Map<String, Value> globals, Map<String, Value> start, boolean posix) {
        this.analysis = analysis;
        this.view = view;
        this.globals = globals;
        this.values = start;
        this.posix = posix;
    }

    /** What variables hold behind the last instruction. */
    Map<String, Value> end() {
        return values;
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Instruction instruction : view.stage().instructions()) {
            analysis.budget().spend(1);
            Map<String, Value> before = values;
            if (instruction.keyword() == Keyword.ARG || instruction.keyword() == Keyword.ENV) {
                set(instruction);
            } else if (instruction.keyword() == Keyword.SHELL) {
                posix = instruction.words().stream().anyMatch(word -> Scripts.isShell(word.value()));
            }
            List<ScriptRun> runs =
                    instruction.keyword() == Keyword.RUN && posix ? runs(instruction, before) : List.of();
            steps.add(new Step(instruction, before, runs));
        }
        return steps;
    }

    private void set(Instruction instruction) {
        analysis.budget().spend(1 + values.size() / 8);
        char escape = analysis.file().escape();
        Map<String, Value> changed = new LinkedHashMap<>(values);
        for (Instruction.Pair pair : instruction.pairs()) {
            if (instruction.keyword() == Keyword.ARG) {
                StageResolver.declare(pair, instruction, escape, changed, globals);
                continue;
            }
            var origin = Origin.of(Origin.Kind.ENV, instruction.offset(pair.whole()));
            String raw = pair.value().orElseThrow().value();
            changed.put(pair.name(), FileWords.of(raw, escape, values).from(origin));
        }
        values = changed;
    }

    private List<ScriptRun> runs(Instruction instruction, Map<String, Value> before) {
        List<ScriptRun> runs = new ArrayList<>();
        for (Scripts.Readable script : analysis.scripts().of(instruction)) {
            var run = new ScriptRun(script.text(), view.runsOn().machine(view.platform()));
            var state = new ShellState(before, analysis.budget());
            new Evaluator(run, analysis.budget(), script.block()).block(script.block(), state);
            runs.add(run);
        }
        return runs;
    }
}
