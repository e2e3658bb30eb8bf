package dev.multiarch.rebuild;

/** Looks for one cause. */
interface Check {
    Cause cause();

    void look(PublishedImage image, PublishedLeg leg, LegNotes notes);
}
