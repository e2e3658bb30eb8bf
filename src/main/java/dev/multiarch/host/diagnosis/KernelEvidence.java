package dev.multiarch.host.diagnosis;

import dev.multiarch.host.Binfmt;
import dev.multiarch.host.KernelVersion;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.Optional;

/** What this host's kernel means for a cause. */
final class KernelEvidence {
    private static final KernelVersion WITH_F = KernelVersion.parse("4.8");

    private KernelEvidence() {}

    /** Flag F came with Linux 4.8. */
    static List<Evidence> hasF(KnownFacts known, List<Platform> platforms) {
        Optional<String> release = known.kernel().value();
        if (release.isEmpty()) {
            return List.of(Evidence.unknown("this host's kernel", known.kernel()));
        }
        try {
            boolean old = KernelVersion.parse(release.get()).compareTo(WITH_F) < 0;
            String says = "this host's kernel is " + release.get();
            return List.of(Evidence.of(
                    old ? EvidenceDirection.FOR : EvidenceDirection.AGAINST,
                    says + (old ? ", older than 4.8, the first with flag F" : ", which has flag F (since 4.8)"),
                    known.kernel()));
        } catch (FormatException odd) {
            return List.of(Evidence.of(
                    EvidenceDirection.OPEN, "this host's kernel is named " + release.get(), known.kernel()));
        }
    }

    static List<Evidence> mounted(KnownFacts known, List<Platform> platforms) {
        Optional<Binfmt> binfmt = known.binfmt().value();
        if (binfmt.isEmpty()) {
            return List.of(Evidence.unknown("this host's binfmt_misc", known.binfmt()));
        }
        String state = !binfmt.get().mounted()
                ? "not mounted"
                : binfmt.get().enabled() ? "mounted and enabled" : "mounted, but disabled as a whole";
        boolean works = binfmt.get().mounted() && binfmt.get().enabled();
        return List.of(Evidence.of(
                works ? EvidenceDirection.AGAINST : EvidenceDirection.FOR,
                "this host's binfmt_misc is " + state,
                known.binfmt()));
    }
}
