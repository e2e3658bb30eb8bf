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
    public void look(PublishedImage image, PublishedLeg leg, LegNotes notes) {
        Fact<List<BaseImage>> bases = leg.bases();
        if (!bases.isKnown()) {
            notes.unknown(cause(), "its base images are not known: " + bases.reason());
            return;
        }
        for (BaseImage base : bases.value().orElseThrow()) {
            BaseState state = state(base, leg);
            notes.base(state);
            if (state.state() == BaseState.State.MOVED) {
                notes.stale(cause(), base.shown() + " " + state.why(), bases.learnt());
            } else if (state.state() == BaseState.State.UNKNOWN) {
                notes.unknown(cause(), base.shown() + " " + state.why());
            }
        }
    }

    private BaseState state(BaseImage base, PublishedLeg leg) {
        Reference name;
        try {
            name = Reference.parse(base.name());
        } catch (FormatException malformed) {
            return unknown(base, "is not known: " + malformed.getMessage());
        }
        if (name.digest().isPresent()) {
            return new BaseState(base, BaseState.State.PINNED, "");
        }
        if (!base.taken().isKnown()) {
            return unknown(
                    base, "was not known when it was built: " + base.taken().reason());
        }
        BaseImage.Taken then = base.taken().value().orElseThrow();
        Fact<BaseNow> now = lookup.now(name);
        if (!now.isKnown()) {
            return unknown(base, "is not known now: " + now.reason());
        }
        BaseNow today = now.value().orElseThrow();
        return today.still(then)
                ? new BaseState(base, BaseState.State.SAME, "")
                : new BaseState(
                        base, BaseState.State.MOVED, "was " + then.manifest() + ", is " + today.on(leg.platform()));
    }

    private static BaseState unknown(BaseImage base, String why) {
        return new BaseState(base, BaseState.State.UNKNOWN, why);
    }
}
