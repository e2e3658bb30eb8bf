package dev.multiarch.rebuild;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Reference;
import dev.multiarch.record.BaseImage;
import dev.multiarch.step.BaseLookup;
import dev.multiarch.step.BaseNow;
import dev.multiarch.text.FormatException;
import java.util.List;

/** Whether the name of a base image names another image of this platform than when the leg was built. */
record BaseCheck(BaseLookup lookup) implements Check {
    @Override
    public Cause cause() {
        return Cause.BASE_MOVED;
    }

    @Override
    public void look(Published image, PublishedLeg leg, LegNotes notes) {
        Fact<List<BaseImage>> bases = leg.bases();
        if (!bases.isKnown()) {
            notes.unknown(cause(), "its base images are not known: " + bases.reason());
            return;
        }
        bases.value().orElseThrow().forEach(base -> look(base, leg, notes));
    }

    private void look(BaseImage base, PublishedLeg leg, LegNotes notes) {
        Reference name;
        try {
            name = Reference.parse(base.name());
        } catch (FormatException malformed) {
            notes.unknown(cause(), malformed.getMessage());
            return;
        }
        if (name.digest().isPresent()) {
            return; // a digest never moves
        }
        Fact<BaseNow> now = lookup.now(name);
        if (!now.isKnown()) {
            notes.unknown(cause(), now.reason());
        } else if (!now.value().orElseThrow().still(base)) {
            String stage = base.stage().isEmpty() ? "" : " (stage " + base.stage() + ")";
            notes.stale(
                    cause(),
                    base.name() + stage + " was " + base.manifestDigest() + ", is "
                            + now.value().orElseThrow().on(leg.platform()));
        }
    }
}
