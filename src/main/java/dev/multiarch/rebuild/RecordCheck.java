package dev.multiarch.rebuild;

/** Whether there is a record. Without one nobody knows the bases, the builder and the time of a leg. */
record RecordCheck() implements Check {
    @Override
    public Cause cause() {
        return Cause.NO_RECORD;
    }

    @Override
    public void look(PublishedImage image, PublishedLeg leg, LegNotes notes) {
        if (leg.record().isRefused()) {
            notes.unknown(cause(), leg.record().reason());
        } else if (!leg.record().isKnown()) {
            notes.stale(cause(), leg.record().reason());
        }
    }
}
