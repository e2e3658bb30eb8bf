package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.shell.Script;
import dev.multiarch.dockerfile.shell.Script.Arm;
import dev.multiarch.dockerfile.shell.Script.Block;
import dev.multiarch.dockerfile.shell.Script.Branch;
import dev.multiarch.dockerfile.shell.ShellWord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code case} and {@code if}: which way a platform takes. */
final class Choices {
    private final ScriptRun run;
    private final WordValues values;
    private final Evaluator evaluator;

    Choices(ScriptRun run, WordValues values, Evaluator evaluator) {
        this.run = run;
        this.values = values;
        this.evaluator = evaluator;
    }

    /** A way that may be taken. */
    private record Way(Optional<Block> body, boolean otherwise, boolean aboutArchitecture) {}

    Condition run(Script.Case table, ShellState state) {
        Value subject = values.of(table.subject(), state);
        run.asks(subject);
        boolean about = new Condition.Operand(table.subject(), subject).aboutArchitecture();
        List<Way> ways = new ArrayList<>();
        boolean sure = false;
        for (Arm arm : table.arms()) {
            Tri matches = Tri.FALSE;
            for (ShellWord pattern : arm.patterns()) {
                matches = matches.or(Condition.matches(subject, values.of(pattern, state), true));
            }
            boolean otherwise = arm.patterns().stream()
                    .anyMatch(pattern -> pattern.literal().filter("*"::equals).isPresent());
            if (otherwise || matches != Tri.FALSE) {
                ways.add(new Way(Optional.of(arm.body()), otherwise, about));
            }
            if (otherwise || matches == Tri.TRUE) {
                sure = true;
                break;
            }
        }
        if (!sure) {
            ways.add(new Way(Optional.empty(), true, about));
        }
        Set<String> names = new LinkedHashSet<>();
        table.arms().forEach(arm -> names.addAll(AssignedNames.in(arm.body())));
        TableShape shape = TableShape.of(table);
        return take(ways, subject.byPlatform(), shape, run.offset(table.start()), names, state);
    }

    Condition run(Script.If choice, ShellState state) {
        List<Way> ways = new ArrayList<>();
        boolean byPlatform = false;
        boolean sure = false;
        boolean about = false;
        for (Branch branch : choice.branches()) {
            Condition condition = evaluator.block(branch.condition(), state).asked();
            byPlatform |= condition.byPlatform();
            about |= condition.aboutArchitecture();
            if (condition.holds() != Tri.FALSE) {
                ways.add(new Way(Optional.of(branch.body()), false, about));
            }
            sure = condition.holds() == Tri.TRUE;
            if (sure || !state.isLive()) {
                break;
            }
        }
        if (!sure) {
            ways.add(new Way(choice.otherwise(), true, about));
        }
        Set<String> names = new LinkedHashSet<>();
        choice.branches().forEach(branch -> names.addAll(AssignedNames.in(branch.body())));
        TableShape shape = TableShape.of(choice);
        return take(ways, byPlatform, shape, run.offset(choice.start()), names, state);
    }

    private Condition take(
            List<Way> ways, boolean byPlatform, TableShape shape, int offset, Set<String> names, ShellState state) {
        boolean one = ways.size() == 1;
        ShellState joined = null;
        Condition last = Condition.YES;
        for (Way way : ways) {
            ShellState taken = one ? state : state.copy();
            var table = new Origin.Table(offset, way.otherwise(), shape.arms(), shape.namesAmd64());
            if (!one) {
                run.enterBranch(way.aboutArchitecture());
            }
            last = body(way, byPlatform ? Optional.of(table) : Optional.empty(), taken);
            if (!one) {
                run.leaveBranch(way.aboutArchitecture());
            } else if (byPlatform && way.body().isEmpty()) {
                markUnset(table, names, taken);
            }
            if (joined == null) {
                joined = taken;
            } else {
                joined.join(joined.copy(), taken);
            }
        }
        if (!one && joined != null) {
            state.take(joined);
            return new Condition(Tri.UNKNOWN, byPlatform, false);
        }
        return last;
    }

    private Condition body(Way way, Optional<Origin.Table> table, ShellState state) {
        table.ifPresent(run::enter);
        Condition last = way.body().map(body -> evaluator.block(body, state)).orElse(Condition.YES);
        table.ifPresent(each -> run.leave());
        return last;
    }

    /** What the table sets for other platforms, but not for this one. */
    private static void markUnset(Origin.Table table, Set<String> names, ShellState state) {
        var origin = new Origin(Origin.Kind.UNSET, table.offset(), Optional.of(table));
        for (String name : names) {
            Optional<Value> value = state.get(name);
            boolean chosen = value.flatMap(each -> each.origin(Origin.Kind.ASSIGNED))
                    .flatMap(Origin::table)
                    .filter(by -> by.offset() == table.offset())
                    .isPresent();
            if (!chosen && value.map(Value::isEmpty).orElse(true)) {
                state.set(name, Value.of("", origin, true));
            }
        }
    }
}
