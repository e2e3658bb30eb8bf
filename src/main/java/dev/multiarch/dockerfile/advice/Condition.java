package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.ValuePattern;
import dev.multiarch.dockerfile.shell.ShellWord;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a command of a condition succeeds.
 *
 * @param byPlatform whether that depends on the platform
 * @param aboutArchitecture whether it asks for an architecture, even where the answer is not known
 */
record Condition(Tri holds, boolean byPlatform, boolean aboutArchitecture) {
    static final Condition YES = new Condition(Tri.TRUE, false, false);
    static final Condition NO = new Condition(Tri.FALSE, false, false);
    /** Of a program whose answer nobody knows: it is taken to succeed. */
    static final Condition ASSUMED = new Condition(Tri.TRUE, false, false);

    static final Condition MAYBE = new Condition(Tri.UNKNOWN, false, false);

    private static final Pattern ABOUT = Pattern.compile("(?i).*(arch|platform|machine|cpu|target|uname).*");
    private static final int LONGEST_PATTERN = 200;
    private static final int MOST_OPERANDS = 40;

    /** As the question of an {@code if}, where nobody knows whether a program succeeds. */
    Condition asked() {
        return this == ASSUMED ? MAYBE : this;
    }

    Condition not() {
        return new Condition(holds.not(), byPlatform, aboutArchitecture);
    }

    Condition and(Condition other) {
        return with(holds.and(other.holds), other);
    }

    Condition or(Condition other) {
        return with(holds.or(other.holds), other);
    }

    private Condition with(Tri both, Condition other) {
        return new Condition(both, byPlatform || other.byPlatform, aboutArchitecture || other.aboutArchitecture);
    }

    /** An operand of {@code test}. */
    record Operand(ShellWord word, Value value) {
        boolean is(String... texts) {
            return value.isKnown() && List.of(texts).contains(value.text());
        }

        boolean aboutArchitecture() {
            boolean named = word.parts().stream()
                    .anyMatch(part -> part instanceof ShellWord.Variable variable
                            && ABOUT.matcher(variable.name()).matches());
            return named || value.byPlatform() || !ArchNames.in(value.text()).isEmpty();
        }
    }

    /**
     * What {@code [}, {@code test} or {@code [[} say.
     *
     * @param operands without the brackets
     * @param patterns whether the right operand is a pattern
     */
    static Condition test(List<Operand> operands, boolean patterns) {
        if (operands.size() > MOST_OPERANDS) {
            return new Condition(Tri.UNKNOWN, false, operands.stream().anyMatch(Operand::aboutArchitecture));
        }
        Optional<Condition> either = split(operands, patterns, false, "||", "-o");
        if (either.isPresent()) {
            return either.get();
        }
        Optional<Condition> both = split(operands, patterns, true, "&&", "-a");
        if (both.isPresent()) {
            return both.get();
        }
        if (!operands.isEmpty() && operands.get(0).is("!")) {
            return test(operands.subList(1, operands.size()), patterns).not();
        }
        return switch (operands.size()) {
            case 1 -> emptiness(operands.get(0)).not();
            case 2 -> unary(operands.get(0), operands.get(1));
            case 3 -> binary(operands.get(0), operands.get(1), operands.get(2), patterns);
            default -> new Condition(Tri.UNKNOWN, false, operands.stream().anyMatch(Operand::aboutArchitecture));
        };
    }

    private static Optional<Condition> split(List<Operand> operands, boolean patterns, boolean and, String... words) {
        List<Condition> parts = new ArrayList<>();
        int start = 0;
        for (int i = 1; i < operands.size(); i++) {
            if (operands.get(i).is(words)) {
                parts.add(test(operands.subList(start, i), patterns));
                start = i + 1;
            }
        }
        if (start == 0) {
            return Optional.empty();
        }
        parts.add(test(operands.subList(start, operands.size()), patterns));
        return parts.stream().reduce(and ? Condition::and : Condition::or);
    }

    private static Condition emptiness(Operand operand) {
        Value value = operand.value();
        boolean surelyNot = !value.text().replace(Value.UNKNOWN, "").isEmpty();
        Tri empty = value.isKnown() ? Tri.of(value.isEmpty()) : surelyNot ? Tri.FALSE : Tri.UNKNOWN;
        return new Condition(empty, value.byPlatform(), operand.aboutArchitecture());
    }

    private static Condition unary(Operand operator, Operand operand) {
        if (operator.is("-z")) {
            return emptiness(operand);
        }
        return operator.is("-n")
                ? emptiness(operand).not()
                : new Condition(Tri.UNKNOWN, false, operand.aboutArchitecture());
    }

    private static Condition binary(Operand left, Operand operator, Operand right, boolean patterns) {
        boolean byPlatform = left.value().byPlatform() || right.value().byPlatform();
        boolean about = left.aboutArchitecture() || right.aboutArchitecture();
        Tri same = operator.is("=", "==", "!=")
                ? matches(left.value(), right.value(), patterns)
                : operator.is("=~") ? contains(left.value(), right.value()) : Tri.UNKNOWN;
        return new Condition(operator.is("!=") ? same.not() : same, byPlatform, about);
    }

    /** As in {@code [[} and {@code case}. */
    static Tri matches(Value value, Value pattern, boolean isPattern) {
        String text = pattern.text();
        if (!value.isKnown() || !pattern.isKnown() || text.length() > LONGEST_PATTERN) {
            return Tri.UNKNOWN;
        }
        if (!isPattern || text.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
            return Tri.of(value.text().equals(text));
        }
        if (text.indexOf('[') >= 0) {
            return Tri.UNKNOWN;
        }
        try {
            boolean whole = ValuePattern.of(text)
                    .withoutPrefix(value.text() + "\n", true)
                    .equals("\n");
            return Tri.of(whole);
        } catch (FormatException unusual) {
            return Tri.UNKNOWN;
        }
    }

    /** Of regular expressions only plain letters, perhaps with an anchor. */
    private static Tri contains(Value value, Value expression) {
        String text = expression.text();
        String plain = text.replaceAll("^\\^|\\$$", "");
        if (!value.isKnown() || !expression.isKnown() || !plain.matches("[A-Za-z0-9_/-]{1,80}")) {
            return Tri.UNKNOWN;
        }
        String padded = (text.startsWith("^") ? "\n" : "") + plain + (text.endsWith("$") ? "\n" : "");
        return Tri.of(("\n" + value.text() + "\n").contains(padded));
    }
}
