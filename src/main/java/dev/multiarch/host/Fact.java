package dev.multiarch.host;

import java.util.Optional;
import java.util.function.Function;

/**
 * Something known, with how it was learnt, or something unknown, with the reason. Never a guess: what could not be
 * learnt stays unknown and makes a rule unknown.
 *
 * @param reason why there is no value; empty where there is one
 */
public record Fact<T>(Optional<T> value, Optional<Learnt> learnt, String reason) {
    public static <T> Fact<T> known(T value, Learnt learnt) {
        return new Fact<>(Optional.of(value), Optional.of(learnt), "");
    }

    public static <T> Fact<T> unknown(String reason) {
        return new Fact<>(Optional.empty(), Optional.empty(), reason);
    }

    /** Of what was read, and must not be used because clients read it in different ways: a rule that needs it fails. */
    public static <T> Fact<T> refused(String reason, Learnt learnt) {
        return new Fact<>(Optional.empty(), Optional.of(learnt), reason);
    }

    public boolean isRefused() {
        return value.isEmpty() && learnt.isPresent();
    }

    public boolean isKnown() {
        return value.isPresent();
    }

    public <R> Fact<R> map(Function<T, R> function) {
        return new Fact<>(value.map(function), learnt, reason);
    }

    /** The same value, learnt at second hand: from a record or an annotation. */
    public Fact<T> by(Learnt other) {
        return isKnown() ? new Fact<>(value, Optional.of(other), "") : this;
    }
}
