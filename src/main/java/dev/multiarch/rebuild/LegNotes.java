package dev.multiarch.rebuild;

import java.util.ArrayList;
import java.util.List;

/** What checks find out about one leg. */
final class LegNotes {
    private final List<Reason> reasons = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<BaseState> bases = new ArrayList<>();

    void stale(Cause cause, String why) {
        reasons.add(new Reason(cause, why));
    }

    /** What is not known, for each cause that depends on it. */
    void unknown(Cause cause, String why) {
        unknown.add(cause.word() + ": " + why);
    }

    void base(BaseState state) {
        bases.add(state);
    }

    List<BaseState> bases() {
        return bases;
    }

    List<Reason> reasons() {
        return reasons;
    }

    List<String> unknown() {
        return unknown;
    }
}
