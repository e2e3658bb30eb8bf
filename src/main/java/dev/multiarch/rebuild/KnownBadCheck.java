package dev.multiarch.rebuild;

import dev.multiarch.fact.Fact;
import dev.multiarch.host.KernelVersion;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.text.FormatException;
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

    /** A version that can't be read is of no release, and on no list. */
    private void look(String program, String version, PublishedLeg leg, LegNotes notes) {
        KernelVersion found;
        try {
            found = KernelVersion.parse(version.replaceFirst("^v", ""));
        } catch (FormatException noRelease) {
            return;
        }
        list.versions().stream()
                .filter(bad -> bad.is(program, found, leg.platform()))
                .findFirst()
                .ifPresent(bad -> notes.stale(
                        cause(),
                        "built with " + program + " " + version + ": " + bad.why()
                                + (bad.sources().isEmpty()
                                        ? ""
                                        : " (" + bad.sources().get(0) + ")")));
    }
}
