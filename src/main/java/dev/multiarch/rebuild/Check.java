package dev.multiarch.rebuild;

/** Looks for one cause. */
interface Check {
    Cause cause();

    void look(Published image, PublishedLeg leg, LegNotes notes);
}
