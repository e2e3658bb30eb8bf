package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.ValuePattern;
import dev.multiarch.dockerfile.shell.Script;
import dev.multiarch.dockerfile.shell.ShellWord;
import dev.multiarch.dockerfile.shell.ShellWord.Output;
import dev.multiarch.dockerfile.shell.ShellWord.Part;
import dev.multiarch.dockerfile.shell.ShellWord.Text;
import dev.multiarch.dockerfile.shell.ShellWord.Variable;
import dev.multiarch.text.FormatException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the words of a script come to. */
final class WordValues {
    /** Runs the commands of a substitution. */
    interface Commands {
        Value output(Script.Block commands, ShellState state);
    }

    /** Matching takes pattern times text. */
    private static final int LONGEST_PATTERN = 200;

    private final Set<String> assigned;
    private final Commands commands;

    /** @param assigned the names that the script sets anywhere; what is set nowhere may come with the base image */
    WordValues(Set<String> assigned, Commands commands) {
        this.assigned = assigned;
        this.commands = commands;
    }

    Value of(ShellWord word, ShellState state) {
        Value all = Value.of("");
        for (Part part : word.parts()) {
            all = all.plus(of(part, state));
        }
        return all;
    }

    private Value of(Part part, ShellState state) {
        if (part instanceof Text text) {
            return Value.of(text.text());
        }
        if (part instanceof Variable variable) {
            return variable(variable, state);
        }
        return part instanceof Output output ? commands.output(output.commands(), state) : Value.unknown();
    }

    Value named(String name, ShellState state) {
        return state.get(name).orElseGet(() -> assigned.contains(name) ? Value.of("") : Value.unknown());
    }

    private Value variable(Variable variable, ShellState state) {
        Value value = named(variable.name(), state);
        if (variable.operator().isEmpty()) {
            return value;
        }
        Value argument = variable.argument().map(word -> of(word, state)).orElse(Value.of(""));
        boolean unknown = !value.isKnown();
        boolean missing = !unknown
                && (variable.operator().startsWith(":")
                        ? value.isEmpty()
                        : state.get(variable.name()).isEmpty());
        switch (variable.operator()) {
            case ":-", "-", ":=", "=" -> {
                Value then = missing ? argument : value;
                if (missing && variable.operator().endsWith("=")) {
                    state.set(variable.name(), then);
                }
                return then;
            }
            case ":+", "+" -> {
                return unknown ? Value.unknown() : missing ? Value.of("") : argument;
            }
            case ":?", "?" -> {
                return value;
            }
            default -> {
                return changed(value, variable.operator(), argument);
            }
        }
    }

    private static Value changed(Value value, String operator, Value argument) {
        if (!argument.isKnown()) {
            return new Value(Value.unknown().segments(), value.byPlatform());
        }
        String word = argument.text();
        return value.changed(text -> result(text, operator, word).orElse(Value.UNKNOWN));
    }

    private static Optional<String> result(String text, String operator, String word) {
        boolean pattern = word.indexOf('[') < 0;
        if (word.length() > LONGEST_PATTERN) {
            return Optional.empty();
        }
        try {
            return switch (operator) {
                case "^^" -> Optional.of(text.toUpperCase(Locale.ROOT));
                case ",," -> Optional.of(text.toLowerCase(Locale.ROOT));
                case "#", "##" ->
                    pattern
                            ? Optional.of(ValuePattern.of(word).withoutPrefix(text, operator.length() == 2))
                            : Optional.empty();
                case "%", "%%" ->
                    pattern
                            ? Optional.of(ValuePattern.of(word).withoutSuffix(text, operator.length() == 2))
                            : Optional.empty();
                case "/", "//" -> replaced(text, operator, word);
                default -> Optional.empty();
            };
        } catch (FormatException unusual) {
            return Optional.empty();
        }
    }

    private static Optional<String> replaced(String text, String operator, String word) {
        int slash = word.indexOf('/');
        String pattern = slash < 0 ? word : word.substring(0, slash);
        String by = slash < 0 ? "" : word.substring(slash + 1);
        return pattern.isEmpty() || word.indexOf('[') >= 0 || "#%".indexOf(pattern.charAt(0)) >= 0
                ? Optional.empty()
                : Optional.of(ValuePattern.of(pattern).replace(text, by, operator.length() == 2));
    }
}
