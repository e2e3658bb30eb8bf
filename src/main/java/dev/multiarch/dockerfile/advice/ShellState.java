package dev.multiarch.dockerfile.advice;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Variables of a shell while a script runs, and what was printed. */
final class ShellState {
    private final Budget budget;
    private Map<String, Value> variables;
    private Value output = Value.of("");
    private boolean live = true;

    ShellState(Map<String, Value> variables, Budget budget) {
        budget.spend(1 + variables.size() / 8);
        this.variables = new LinkedHashMap<>(variables);
        this.budget = budget;
    }

    ShellState copy() {
        var copy = new ShellState(variables, budget);
        copy.output = output;
        copy.live = live;
        return copy;
    }

    /** As a separate process sees it: nothing printed yet. */
    ShellState child() {
        var child = copy();
        child.output = Value.of("");
        return child;
    }

    Optional<Value> get(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    void set(String name, Value value) {
        variables.put(name, value);
    }

    void unset(String name) {
        variables.remove(name);
    }

    void print(Value more) {
        output = output.plus(more);
    }

    Value output() {
        return output;
    }

    boolean isLive() {
        return live;
    }

    /** The script has ended here. */
    void end() {
        live = false;
    }

    /** What either of two ways may have led to: what differs is not known. */
    void join(ShellState one, ShellState other) {
        if (!one.live || !other.live) {
            take(one.live ? one : other);
            return;
        }
        budget.spend(1 + (one.variables.size() + other.variables.size()) / 8);
        Set<String> names = new LinkedHashSet<>(one.variables.keySet());
        names.addAll(other.variables.keySet());
        Map<String, Value> joined = new LinkedHashMap<>();
        for (String name : names) {
            Value first = one.variables.get(name);
            Value second = other.variables.get(name);
            joined.put(name, first != null && first.equals(second) ? first : Value.unknown());
        }
        variables = joined;
        output = one.output.equals(other.output) ? one.output : Value.unknown();
    }

    void take(ShellState other) {
        variables = new LinkedHashMap<>(other.variables);
        output = other.output;
        live = other.live;
    }
}
