package dev.multiarch.rebuild;

import dev.multiarch.fact.Fact;
import dev.multiarch.record.BaseImage;
import java.util.List;
import java.util.Optional;

/** Whether a leg was built on a base image that a user's file names. */
record VulnerableCheck(VulnerableBases bases) implements Check {
    @Override
    public Cause cause() {
        return Cause.VULNERABLE_BASE;
    }

    @Override
    public void look(PublishedImage image, PublishedLeg leg, LegNotes notes) {
        Fact<List<BaseImage>> known = leg.bases();
        if (!known.isKnown()) {
            notes.unknown(cause(), "its base images are not known: " + known.reason());
            return;
        }
        for (BaseImage base : known.value().orElseThrow()) {
            Optional<String> match = bases.match(base);
            match.ifPresent(why -> notes.stale(cause(), why, known.learnt()));
            if (match.isEmpty() && !base.taken().isKnown()) {
                notes.unknown(
                        cause(),
                        base.shown() + " was not known when it was built: "
                                + base.taken().reason());
            }
        }
    }
}
