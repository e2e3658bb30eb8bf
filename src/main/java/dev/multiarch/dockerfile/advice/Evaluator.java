package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.shell.Script;
import dev.multiarch.dockerfile.shell.Script.Block;
import dev.multiarch.dockerfile.shell.Script.Command;
import dev.multiarch.dockerfile.shell.Script.Item;
import dev.multiarch.dockerfile.shell.Script.Joint;
import dev.multiarch.dockerfile.shell.Script.Pipeline;
import dev.multiarch.dockerfile.shell.Script.Simple;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Walks through a script as a shell on one platform would, as far as the platform decides. Of ways that something else
 * decides it takes all, and knows only what they have in common. Commands are taken to succeed.
 */
final class Evaluator {
    private final ScriptRun run;
    private final Budget budget;
    private final WordValues words;
    private final SimpleCommands simple;
    private final Choices choices;

    Evaluator(ScriptRun run, Budget budget, Block script) {
        this.run = run;
        this.budget = budget;
        this.words = new WordValues(AssignedNames.in(script), this::output);
        this.simple = new SimpleCommands(run, words, this);
        this.choices = new Choices(run, words, this);
    }

    private Value output(Block commands, ShellState state) {
        ShellState child = state.child();
        block(commands, child);
        return child.output();
    }

    /** @return whether its last command succeeds */
    Condition block(Block block, ShellState state) {
        Condition last = Condition.YES;
        for (Item item : block.items()) {
            budget.spend(1);
            if (!state.isLive()) {
                return Condition.NO;
            }
            last = item.joint() == Joint.ALWAYS ? pipeline(item.pipeline(), state) : joined(last, item, state);
        }
        return last;
    }

    private Condition joined(Condition before, Item item, ShellState state) {
        boolean and = item.joint() == Joint.IF_IT_WENT_WELL;
        Tri runs = and ? before.holds() : before.holds().not();
        if (runs == Tri.FALSE) {
            return before;
        }
        if (runs == Tri.TRUE) {
            return pipeline(item.pipeline(), state);
        }
        ShellState taken = state.copy();
        run.enterBranch(before.aboutArchitecture());
        Condition then = pipeline(item.pipeline(), taken);
        run.leaveBranch(before.aboutArchitecture());
        state.join(taken, state.copy());
        return and ? before.and(then) : before.or(then);
    }

    private Condition pipeline(Pipeline pipeline, ShellState state) {
        List<Command> commands = pipeline.commands();
        Condition last;
        if (commands.size() == 1) {
            last = command(commands.get(0), state);
        } else {
            last = Condition.YES;
            Value passed = Value.of("");
            for (Command command : commands) {
                ShellState child = state.child();
                UnaryOperator<String> filter = filter(command, child);
                if (filter != null) {
                    passed = passed.changed(filter);
                    continue;
                }
                last = command(command, child);
                passed = child.output();
            }
            state.print(passed);
        }
        return pipeline.negated() ? last.not() : last;
    }

    private UnaryOperator<String> filter(Command command, ShellState state) {
        if (!(command instanceof Simple plain) || plain.words().isEmpty()) {
            return null;
        }
        List<String> texts =
                plain.words().stream().map(word -> words.of(word, state).text()).toList();
        return Filters.of(texts).orElse(null);
    }

    Condition command(Command command, ShellState state) {
        budget.spend(1);
        if (command instanceof Simple plain) {
            return simple.run(plain, state);
        }
        if (command instanceof Script.Case table) {
            return choices.run(table, state);
        }
        if (command instanceof Script.If choice) {
            return choices.run(choice, state);
        }
        if (command instanceof Script.Group group) {
            ShellState inner = group.subshell() ? state.child() : state;
            Condition last = block(group.body(), inner);
            if (group.subshell()) {
                state.print(inner.output());
            }
            return last;
        }
        if (command instanceof Script.Loop loop) {
            loop(loop, state);
        } else if (command instanceof Script.Function function) {
            run.functions().put(function.name(), function.body());
        }
        return Condition.YES;
    }

    /** Its body is walked through once: variables that it sets are not known afterwards. */
    private void loop(Script.Loop loop, ShellState state) {
        Condition condition = block(loop.condition(), state);
        ShellState taken = state.copy();
        loop.variable().ifPresent(name -> taken.set(name, Value.unknown()));
        AssignedNames.in(loop.body()).forEach(name -> taken.set(name, Value.unknown()));
        run.enterBranch(condition.aboutArchitecture());
        block(loop.body(), taken);
        run.leaveBranch(condition.aboutArchitecture());
        state.join(taken, state.copy());
    }
}
