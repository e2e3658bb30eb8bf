package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.advice.Executed.Argument;
import dev.multiarch.dockerfile.shell.Script;
import dev.multiarch.dockerfile.shell.Script.Assignment;
import dev.multiarch.dockerfile.shell.Script.Simple;
import dev.multiarch.dockerfile.shell.ShellWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Assignments, builtins, and commands of which the name says what they print or ask. */
final class SimpleCommands {
    private static final Set<String> SETTERS = Set.of("export", "local", "declare", "readonly", "typeset");
    private static final Set<String> QUESTIONS = Set.of(
            "grep",
            "egrep",
            "fgrep",
            "command",
            "which",
            "type",
            "hash",
            "ls",
            "stat",
            "diff",
            "cmp",
            "getent",
            "id",
            "pgrep",
            "mountpoint",
            "dpkg-query");

    private final ScriptRun run;
    private final WordValues values;
    private final Evaluator evaluator;

    SimpleCommands(ScriptRun run, WordValues values, Evaluator evaluator) {
        this.run = run;
        this.values = values;
        this.evaluator = evaluator;
    }

    Condition run(Simple command, ShellState state) {
        if (command.words().isEmpty()) {
            command.assignments().forEach(each -> assign(each, state));
            return Condition.YES;
        }
        List<Argument> words = command.words().stream()
                .map(word -> new Argument(word, values.of(word, state), run.offset(word.start())))
                .toList();
        String name = words.get(0).value().text();
        switch (name) {
            case ":", "true", "false" -> {
                return name.equals("false") ? Condition.NO : Condition.YES;
            }
            case "[", "test", "[[" -> {
                return test(name, words);
            }
            case "exit", "return" -> {
                exit(words, state);
                return Condition.NO;
            }
            default -> {}
        }
        if (SETTERS.contains(name)) {
            command.words().stream()
                    .skip(1)
                    .forEach(word -> Assignment.of(word).ifPresent(each -> assign(each, state)));
            return Condition.YES;
        }
        if (name.equals("unset")) {
            words.stream().skip(1).forEach(word -> state.unset(word.value().text()));
            return Condition.YES;
        }
        return program(command, words, state);
    }

    private void assign(Assignment assignment, ShellState state) {
        Value value = values.of(assignment.value(), state);
        var origin =
                new Origin(Origin.Kind.ASSIGNED, run.offset(assignment.value().start()), run.table());
        boolean byPlatform = value.byPlatform() || run.table().isPresent();
        state.set(assignment.name(), new Value(value.from(origin).segments(), byPlatform));
    }

    private Condition test(String name, List<Argument> words) {
        List<Condition.Operand> operands = new ArrayList<>();
        for (Argument word : words.subList(1, words.size())) {
            boolean vanishes = !name.equals("[[") && word.value().text().isEmpty() && !isQuoted(word.word());
            if (!vanishes) {
                operands.add(new Condition.Operand(word.word(), word.value()));
            }
        }
        boolean closed =
                !operands.isEmpty() && operands.get(operands.size() - 1).is("]", "]]");
        List<Condition.Operand> inner = closed ? operands.subList(0, operands.size() - 1) : operands;
        inner.forEach(operand -> run.asks(operand.value()));
        return Condition.test(inner, name.equals("[["));
    }

    private static boolean isQuoted(ShellWord word) {
        return word.parts().isEmpty() || word.parts().stream().anyMatch(ShellWord.Part::quoted);
    }

    private void exit(List<Argument> words, ShellState state) {
        boolean fails = words.size() > 1 && !words.get(1).value().text().equals("0");
        Optional<Origin.Table> table = run.table();
        if (fails && table.isPresent() && run.isCertain()) {
            run.refusals().add(new ScriptRun.Refusal(table.get(), words.get(0).offset()));
        }
        state.end();
    }

    private Condition program(Simple command, List<Argument> words, ShellState state) {
        Map<String, Value> settings = new LinkedHashMap<>();
        Executed.SETTINGS.forEach(name -> state.get(name).ifPresent(value -> settings.put(name, value)));
        command.assignments().forEach(each -> {
            if (Executed.SETTINGS.contains(each.name())) {
                Origin origin =
                        Origin.of(Origin.Kind.ASSIGNED, run.offset(each.value().start()));
                settings.put(each.name(), values.of(each.value(), state).from(origin));
            }
        });
        var executed = new Executed(words, settings, run.table(), run.isUncertain());
        run.executed().add(executed);
        String program = executed.program();
        Optional<Value> says = run.machine().says(executed.texts(), executed.offset());
        if (says.isPresent()) {
            state.print(says.get());
        } else if (program.equals("echo") || program.equals("printf")) {
            print(program, words, state);
        } else if (run.functions().containsKey(program)) {
            return call(run.functions().get(program), state);
        } else {
            words.forEach(word -> run.asks(word.value()));
            state.print(Value.unknown());
        }
        return QUESTIONS.contains(program) ? Condition.MAYBE : Condition.ASSUMED;
    }

    private Condition call(Script.Command body, ShellState state) {
        Condition last = Condition.ASSUMED;
        if (run.call(1)) {
            last = evaluator.command(body, state);
        }
        run.call(-1);
        return last;
    }

    private static void print(String program, List<Argument> words, ShellState state) {
        List<Argument> printed = words.subList(1, words.size());
        if (program.equals("printf") && !printed.isEmpty()) {
            String format = printed.get(0).value().text().replace("\\n", "");
            if (!format.equals("%s") && format.indexOf('%') >= 0) {
                state.print(Value.unknown());
                return;
            }
            printed = format.equals("%s") ? printed.subList(1, printed.size()) : printed.subList(0, 1);
        }
        String separator = "";
        for (Argument word : printed) {
            if (program.equals("echo") && word.value().text().matches("-[neE]+")) {
                continue;
            }
            state.print(Value.of(separator).plus(word.value()));
            separator = " ";
        }
    }
}
