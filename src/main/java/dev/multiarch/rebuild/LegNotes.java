package dev.multiarch.rebuild;

import dev.multiarch.fact.FactSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What checks find out about one leg. */
final class LegNotes {
    private final List<Reason> reasons = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> lasting = new ArrayList<>();
    private final List<BaseState> bases = new ArrayList<>();

    void stale(Cause cause, String why) {
        reasons.add(new Reason(cause, why, false));
    }

    /** @param learnt how it was found out */
    void stale(Cause cause, String why, Optional<FactSource> learnt) {
        reasons.add(new Reason(cause, why, learnt));
    }

    /** What is not known, for each cause that depends on it. */
    void unknown(Cause cause, String why) {
        unknown.add(cause.word() + ": " + why);
    }

    /** What is wrong with it and stays so if it is built again. */
    void lasting(String why) {
        lasting.add(why);
    }

    List<String> lasting() {
        return lasting;
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
