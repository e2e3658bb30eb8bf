package dev.multiarch.rebuild;

import dev.multiarch.fact.Fact;
import dev.multiarch.text.Durations;
import java.time.Duration;
import java.time.Instant;

/** Whether a leg was built too long ago. */
record AgeCheck(Duration most, Instant now) implements Check {
    @Override
    public Cause cause() {
        return Cause.AGE;
    }

    @Override
    public void look(PublishedImage image, PublishedLeg leg, LegNotes notes) {
        Fact<Instant> built = leg.built();
        if (!built.isKnown()) {
            notes.unknown(cause(), "when it was built is not known: " + built.reason());
            return;
        }
        Duration age = Duration.between(built.value().orElseThrow(), now);
        if (age.compareTo(most) > 0) {
            notes.stale(
                    cause(),
                    "built " + built.value().orElseThrow() + ", more than " + Durations.print(most) + " ago",
                    built.learnt());
        }
    }
}
