package dev.multiarch.host.diagnosis;

import dev.multiarch.fact.Fact;
import dev.multiarch.host.Binfmt;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this host's entries of binfmt_misc mean for a cause. They decide nothing where the builder is on another host. */
final class EntryEvidence {
    /** Asked about where neither the log nor the caller names a platform. */
    private static final List<Platform> USUAL = Stream.of("linux/amd64", "linux/arm64", "linux/arm/v7")
            .map(Platform::parse)
            .toList();

    private EntryEvidence() {}

    private interface Judge {
        /** @param entry the one that the kernel takes; empty where none serves the platform */
        Optional<Evidence> judge(Fact<Binfmt> source, Platform platform, Optional<BinfmtEntry> entry);
    }

    /** Exec format error: nothing runs the platform's programs. */
    static List<Evidence> handles(KnownFacts known, List<Platform> platforms) {
        return each(
                known,
                platforms,
                (source, platform, entry) -> entry.map(e -> hasF(source, platform, e))
                        .or(() -> Optional.of(none(EvidenceDirection.FOR, source, platform))));
    }

    /** A program that is there is not found: its interpreter is looked for inside the container. */
    static List<Evidence> hasF(KnownFacts known, List<Platform> platforms) {
        return each(
                known,
                platforms,
                (source, platform, entry) -> entry.map(e -> hasF(source, platform, e))
                        .or(() -> Optional.of(none(EvidenceDirection.AGAINST, source, platform))));
    }

    /** An installer found an entry and left it as it is. */
    static List<Evidence> alreadyThere(KnownFacts known, List<Platform> platforms) {
        return each(known, platforms, (source, platform, entry) -> entry.map(e -> hasF(source, platform, e)));
    }

    /** An emulator without P gets the program's path for its name. */
    static List<Evidence> keepsArgv0(KnownFacts known, List<Platform> platforms) {
        return each(
                known,
                platforms,
                (source, platform, entry) -> entry.map(e -> e.flags().contains("P")
                                ? Evidence.of(
                                        EvidenceDirection.AGAINST, says(e, platform) + ": P keeps argv[0]", source)
                                : Evidence.of(EvidenceDirection.FOR, says(e, platform) + ", without P", source))
                        .or(() -> Optional.of(none(EvidenceDirection.AGAINST, source, platform))));
    }

    /** Only what is emulated can fail by its emulator. */
    static List<Evidence> emulates(KnownFacts known, List<Platform> platforms) {
        return each(
                known,
                platforms,
                (source, platform, entry) -> entry.map(e ->
                                Evidence.of(EvidenceDirection.FOR, says(e, platform) + ": it is emulated here", source))
                        .or(() -> Optional.of(none(EvidenceDirection.OPEN, source, platform))));
    }

    private static Evidence hasF(Fact<Binfmt> source, Platform platform, BinfmtEntry entry) {
        return entry.flags().contains("F")
                ? Evidence.of(EvidenceDirection.AGAINST, says(entry, platform) + ": F loaded its interpreter", source)
                : Evidence.of(
                        EvidenceDirection.FOR,
                        says(entry, platform) + ", without F: containers don't have its interpreter",
                        source);
    }

    private static Evidence none(EvidenceDirection stance, Fact<Binfmt> source, Platform platform) {
        return Evidence.of(stance, "this host's binfmt_misc has no entry for " + platform, source);
    }

    private static String says(BinfmtEntry entry, Platform platform) {
        return "entry " + entry.name() + " serves " + platform + " by " + entry.interpreter() + " with flags \""
                + entry.flags() + "\"";
    }

    private static List<Evidence> each(KnownFacts known, List<Platform> platforms, Judge judge) {
        Optional<Evidence> elsewhere = BuilderEvidence.elsewhere(known);
        if (elsewhere.isPresent()) {
            return List.of(elsewhere.get());
        }
        Optional<Binfmt> binfmt = known.binfmt().value();
        if (binfmt.isEmpty()) {
            return List.of(Evidence.unknown("this host's binfmt_misc", known.binfmt()));
        }
        if (!binfmt.get().mounted() || !binfmt.get().enabled()) {
            return KernelEvidence.mounted(known, platforms);
        }
        List<Evidence> evidence = new ArrayList<>();
        for (Platform platform : platforms.isEmpty() ? USUAL : platforms) {
            List<BinfmtEntry> serving = binfmt.get().serving(platform);
            if (!platforms.isEmpty() || !serving.isEmpty()) { // of the usual ones, some are the host's own
                judge.judge(known.binfmt(), platform, serving.stream().findFirst())
                        .ifPresent(evidence::add);
            }
        }
        if (evidence.isEmpty() && platforms.isEmpty()) {
            evidence.add(Evidence.of(
                    EvidenceDirection.OPEN,
                    "this host's binfmt_misc has no entry for a usual platform",
                    known.binfmt()));
        }
        return evidence;
    }
}
