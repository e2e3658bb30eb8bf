package dev.multiarch.rebuild;

import dev.multiarch.fact.Fact;
import dev.multiarch.record.BuildRecord;
import java.util.Optional;

/** Whether a leg was built with a version of BuildKit or QEMU that is known to build wrong images. */
record KnownBadCheck(KnownBad list) implements Check {
    @Override
    public Cause cause() {
        return Cause.KNOWN_BAD;
    }

    @Override
    public void look(PublishedImage image, PublishedLeg leg, LegNotes notes) {
        Optional<BuildRecord> record = leg.record().value();
        if (record.isEmpty()) {
            notes.unknown(cause(), "what built it is not known: " + leg.record().reason());
            return;
        }
        look(KnownBad.BUILDKIT, record.get().builder().buildkit(), leg, notes);
        boolean emulated = record.get().emulated().value().orElse(false);
        Fact<String> version = record.get().host().version();
        if (emulated && version.isKnown()) {
            look(KnownBad.QEMU, version.value().orElseThrow(), leg, notes);
        }
    }

    private void look(String program, String version, PublishedLeg leg, LegNotes notes) {
        list.of(program, version, leg.platform())
                .ifPresent(bad -> notes.stale(
                        cause(),
                        "built with " + program + " " + version + ": " + bad.why()
                                + (bad.sources().isEmpty()
                                        ? ""
                                        : " (" + bad.sources().get(0) + ")")));
    }
}
