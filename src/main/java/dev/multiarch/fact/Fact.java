package dev.multiarch.fact;

import java.util.Optional;
import java.util.function.Function;

/**
 * Something known, with how it was learnt, or something unknown, with the reason. Never a guess: what could not be
 * learnt stays unknown and makes a rule unknown.
 *
 * @param reason why there is no value; empty where there is one
 * @param claim the build record that states it; only where it was learnt from a record
 */
public record Fact<T>(Optional<T> value, Optional<FactSource> learnt, String reason, Optional<Claim> claim) {
    public Fact(Optional<T> value, Optional<FactSource> learnt, String reason) {
        this(value, learnt, reason, Optional.empty());
    }

    public static <T> Fact<T> known(T value, FactSource learnt) {
        return new Fact<>(Optional.of(value), Optional.of(learnt), "");
    }

    public static <T> Fact<T> unknown(String reason) {
        return new Fact<>(Optional.empty(), Optional.empty(), reason);
    }

    /** Of what was read, and must not be used because clients read it in different ways: a rule that needs it fails. */
    public static <T> Fact<T> refused(String reason, FactSource learnt) {
        return new Fact<>(Optional.empty(), Optional.of(learnt), reason);
    }

    public boolean isRefused() {
        return value.isEmpty() && learnt.isPresent();
    }

    public boolean isKnown() {
        return value.isPresent();
    }

    public <R> Fact<R> map(Function<T, R> function) {
        return new Fact<>(value.map(function), learnt, reason, claim);
    }

    /** The same value, as a build record states it, whatever the record says of how it was learnt. */
    public Fact<T> by(Claim record) {
        return isKnown() ? new Fact<>(value, Optional.of(FactSource.RECORD), "", Optional.of(record)) : this;
    }

    /**
     * Who vouches for it, where nobody but its author does: {@code annotation}, {@code record sha256:… of plan 42}. Empty
     * for what this program has seen itself.
     */
    public Optional<String> claimedBy() {
        return learnt.filter(FactSource::isClaim)
                .map(how -> claim.map(Claim::toString).orElse(how.toString()));
    }
}
