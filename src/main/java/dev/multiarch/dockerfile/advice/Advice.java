package dev.multiarch.dockerfile.advice;

import java.util.List;
import java.util.Optional;

/**
 * What a check says of a file.
 *
 * @param doubts what could not be judged
 * @param skipped why nothing was looked at, if so
 */
public record Advice(List<Fault> faults, List<Doubt> doubts, Optional<String> skipped) {
    /** What could not be judged: {@code message} says why. */
    public record Doubt(int offset, String message, String fix) {}

    public Advice {
        faults = List.copyOf(faults);
        doubts = List.copyOf(doubts);
    }

    static Advice of(List<Fault> faults) {
        return new Advice(faults, List.of(), Optional.empty());
    }

    static Advice skipped(String why) {
        return new Advice(List.of(), List.of(), Optional.of(why));
    }
}
