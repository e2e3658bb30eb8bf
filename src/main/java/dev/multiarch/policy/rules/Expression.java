package dev.multiarch.policy.rules;

import dev.multiarch.policy.yaml.RegexBudget;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A regular expression of the whole text. The person who wrote it may mean harm, so no text keeps it busy for long. */
final class Expression {
    /** Texts of labels are short; a longer one is not a place to let an expression search in. */
    private static final int LONGEST_TEXT = 8_192;

    /** Characters that one expression may look at: thousands of times what an honest one needs. */
    private static final int MOST_STEPS = 2_000_000;

    /** For what it does without looking at a character: {@code (|)(|)(|)…}, {@code (((){9999}){9999}){9999}}. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Pattern pattern;
    private final RegexBudget effort;
    private volatile boolean stuck;

    /** @param effort of all expressions of the same call */
    Expression(Pattern pattern, RegexBudget effort) {
        this.pattern = pattern;
        this.effort = effort;
    }

    /** Empty where that takes too long, so that nothing is known. */
    Optional<Boolean> matches(String text) {
        if (text.length() > LONGEST_TEXT || stuck || effort.isSpent()) {
            return Optional.empty();
        }
        var task = new FutureTask<Optional<Boolean>>(() -> match(text));
        var thread = new Thread(task, "expression");
        thread.setDaemon(true); // nothing stops it, but it ends with the program
        long began = System.nanoTime();
        thread.start();
        try {
            return task.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            stuck = true;
            effort.spend(0, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Optional<Boolean> match(String text) {
        int[] left = {MOST_STEPS};
        try {
            return Optional.of(pattern.matcher(new Counted(text, left)).matches());
        } catch (OutOfSteps | StackOverflowError e) {
            return Optional.empty();
        } finally {
            effort.spend(MOST_STEPS - left[0], 0);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression expression && toString().equals(expression.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    private static final class OutOfSteps extends RuntimeException {
        private static final long serialVersionUID = 1;

        OutOfSteps() {
            super(null, null, false, false);
        }
    }

    /** A text that can be looked at so many times. */
    private record Counted(String text, int[] left) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (left[0]-- <= 0) {
                throw new OutOfSteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.substring(start, end), left);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
