package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.MappedText;
import dev.multiarch.dockerfile.shell.Script;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a script does on one platform, and what it asks on the way. */
final class ScriptRun {
    /**
     * The script ends with a failure because of the platform.
     *
     * @param offset of what ends it
     */
    record Refusal(Origin.Table table, int offset) {}

    private final List<Executed> executed = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Integer> machineNames = new ArrayList<>();
    private final Deque<Origin.Table> tables = new ArrayDeque<>();
    private final Map<String, Script.Command> functions = new HashMap<>();
    private final MappedText text;
    private final Machine machine;
    private int branches;
    private int uncertain;
    private int calls;

    ScriptRun(MappedText text, Machine machine) {
        this.text = text;
        this.machine = machine;
    }

    List<Executed> executed() {
        return executed;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    /** Where {@code uname -m} is asked for an answer that decides something. */
    List<Integer> machineNames() {
        return machineNames;
    }

    Machine machine() {
        return machine;
    }

    Map<String, Script.Command> functions() {
        return functions;
    }

    /** In the file. */
    int offset(int inScript) {
        return text.source(Math.min(inScript, text.text().length()));
    }

    Optional<Origin.Table> table() {
        return Optional.ofNullable(tables.peek());
    }

    void enter(Origin.Table table) {
        tables.push(table);
    }

    void leave() {
        tables.pop();
    }

    /** Whether what comes depends on a question about the architecture that has no answer here. */
    boolean isUncertain() {
        return uncertain > 0;
    }

    /** Whether what comes happens for sure. */
    boolean isCertain() {
        return branches == 0;
    }

    /** Into one of several ways, as it is not known which is taken. */
    void enterBranch(boolean aboutArchitecture) {
        branches++;
        uncertain += aboutArchitecture ? 1 : 0;
    }

    void leaveBranch(boolean aboutArchitecture) {
        branches--;
        uncertain -= aboutArchitecture ? 1 : 0;
    }

    /** @return whether functions call each other no deeper than honest ones do */
    boolean call(int more) {
        calls += more;
        return calls < 5;
    }

    void asks(Value value) {
        value.origin(Origin.Kind.MACHINE).ifPresent(origin -> machineNames.add(origin.offset()));
    }
}
