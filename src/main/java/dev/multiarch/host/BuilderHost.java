package dev.multiarch.host;

import dev.multiarch.concurrent.Once;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Programs;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out about the host behind a builder by running something on it. The builder may be anywhere: only where its
 * kernel's boot_id is this host's does this host's /proc speak for it, and only for as long as that agrees with what the
 * probe saw, since a builder in a user namespace can have its own binfmt_misc entries (Linux 6.7).
 *
 * <p>One for a whole command: each builder is probed once for each platform. Safe to use from several threads.
 */
public final class BuilderHost {
    private static final String NOT_ASKED = "it was not asked for";
    static final String NATIVE = "the leg is native: no emulator is used";

    private final Programs programs;
    private final Probe probe;
    private final LocalHost here;
    private final Once<String, Fact<ProbeResult>> results = new Once<>();
    private final Map<String, List<Platform>> expected = new ConcurrentHashMap<>();
    private final Once<String, Map<Platform, ProbeResult>> several = new Once<>();
    private final Once<String, Fact<String>> versions = new Once<>();

    public BuilderHost(Programs programs, Buildx buildx, LocalHost here) {
        this.programs = programs;
        this.probe = new Probe(programs, buildx);
        this.here = here;
    }

    /** Whether there is a program for this platform to run on a builder; without one nothing is proved either way. */
    public static boolean canProbe(Platform platform) {
        return ProbeProgram.of(platform).isPresent();
    }

    /** What is known of the host that builds this platform; what can't be learnt is unknown, and nothing is thrown. */
    public HostFacts facts(Builder builder, Platform leg) {
        Optional<Platform> own = builder.node(leg).flatMap(Builder.Node::own);
        if (own.isEmpty()) {
            return HostFacts.unknown("builder " + builder.name() + " does not name its platforms");
        }
        boolean legIsNative = runsOn(own.get(), leg);
        Fact<ProbeResult> onOwn = probe(builder, own.get());
        Fact<ProbeResult> onLeg = legIsNative ? onOwn : probe(builder, leg);
        boolean cpuRanIt = onLeg.value().map(ProbeResult::isNative).orElse(false);
        if (legIsNative || cpuRanIt) {
            return natively(
                    legIsNative ? FactSource.COMMAND : FactSource.PROBE, kernel(onOwn), onOwn.map(ProbeResult::boot));
        }
        return emulated(onOwn, onLeg, leg);
    }

    /** Only what ran the programs of a leg that did run: where a probe is needed at all, it is that of its platform. */
    public HostFacts ran(Builder builder, Platform leg) {
        Optional<Platform> own = builder.node(leg).flatMap(Builder.Node::own);
        if (own.filter(cpu -> runsOn(cpu, leg)).isPresent()) {
            return natively(FactSource.COMMAND, Fact.unknown(NOT_ASKED), Fact.unknown(NOT_ASKED));
        }
        Fact<ProbeResult> onLeg = own.isEmpty() ? Fact.unknown(NOT_ASKED) : probe(builder, leg);
        if (!onLeg.isKnown()) {
            return facts(builder, leg);
        }
        return onLeg.value().orElseThrow().isNative()
                ? natively(FactSource.PROBE, Fact.unknown(NOT_ASKED), onLeg.map(ProbeResult::boot))
                : emulated(Fact.unknown(NOT_ASKED), onLeg, leg);
    }

    private static HostFacts natively(FactSource learnt, Fact<String> kernel, Fact<String> boot) {
        return new HostFacts(
                Fact.known(false, learnt),
                kernel,
                boot,
                Fact.unknown(NATIVE),
                Fact.unknown(NATIVE),
                Fact.unknown(NATIVE),
                Fact.unknown(NATIVE));
    }

    private HostFacts emulated(Fact<ProbeResult> onOwn, Fact<ProbeResult> onLeg, Platform leg) {
        Fact<Optional<BinfmtEntry>> entry = entry(onOwn, onLeg, leg);
        return new HostFacts(
                Fact.known(true, onLeg.isKnown() ? FactSource.PROBE : FactSource.COMMAND),
                kernel(onOwn),
                onOwn.map(ProbeResult::boot),
                entry,
                onLeg.map(ProbeResult::bundled),
                emulator(onLeg),
                version(entry, emulator(onLeg)));
    }

    /**
     * Only where the builder's entries are this host's: elsewhere a file of that name may be another one. An entry may name
     * a link that is not called after QEMU, and then the file that ran is.
     */
    private Fact<String> version(Fact<Optional<BinfmtEntry>> entry, Fact<String> ran) {
        if (!entry.isKnown()) {
            return Fact.unknown(entry.reason());
        }
        return entry.value()
                .orElseThrow()
                .map(named -> ran.value().orElse(named.interpreter()))
                .map(file -> versions.get(
                        file, () -> new HostPrograms(programs, Map.of(), Deadline.in(Deadline.USUAL)).qemu(file)))
                .orElseGet(() -> Fact.unknown("no binfmt_misc entry serves this platform"));
    }

    /** Whether a CPU runs this platform by itself, by the platforms alone: 32-bit Arm on arm64 depends on the CPU. */
    public static boolean runsOn(Platform cpu, Platform leg) {
        boolean same = cpu.architecture().equals(leg.architecture());
        boolean x86 = cpu.architecture().equals("amd64") && leg.architecture().equals("386");
        return cpu.os().equals(leg.os()) && (same || x86);
    }

    /**
     * These will be asked for: one build probes those that the CPU does not run, where one node serves them. Nothing is done
     * before the first is asked for.
     */
    public void expect(Builder builder, List<Platform> platforms) {
        List<Platform> foreign = foreign(builder, platforms);
        if (foreign.size() > 1) {
            expected.put(builder.name(), foreign);
        }
    }

    /** The probes that a build for these platforms may take along, which spares one of their own; empty where none is needed. */
    public Optional<ProbeStages> pending(Builder builder, List<Platform> platforms) {
        List<Platform> open = foreign(builder, platforms).stream()
                .filter(platform -> results.known(key(builder, platform)).isEmpty())
                .toList();
        return open.isEmpty() ? Optional.empty() : Optional.of(new ProbeStages(open));
    }

    /** What a build brought back that took them along. Answers that can't be read are asked for again. */
    public void answered(Builder builder, ProbeStages stages, Path out) {
        try {
            stages.results(out)
                    .forEach((platform, result) ->
                            results.get(key(builder, platform), () -> Fact.known(result, FactSource.PROBE)));
        } catch (IOException | FormatException e) {
            return;
        }
    }

    private static List<Platform> foreign(Builder builder, List<Platform> platforms) {
        Optional<Platform> own =
                builder.nodes().size() == 1 ? builder.nodes().get(0).own() : Optional.empty();
        return own.isEmpty()
                ? List.of()
                : platforms.stream()
                        .filter(platform -> !runsOn(own.get(), platform) && canProbe(platform))
                        .distinct()
                        .toList();
    }

    private static String key(Builder builder, Platform platform) {
        return builder.name() + " " + platform;
    }

    private Fact<ProbeResult> probe(Builder builder, Platform platform) {
        return results.get(
                key(builder, platform),
                () -> together(builder.name(), platform)
                        .<Fact<ProbeResult>>map(result -> Fact.known(result, FactSource.PROBE))
                        .orElseGet(() -> probe.run(builder.name(), platform)));
    }

    private Optional<ProbeResult> together(String builder, Platform platform) {
        List<Platform> those = expected.getOrDefault(builder, List.of());
        return those.contains(platform)
                ? Optional.ofNullable(several.get(builder + " " + those, () -> probe.together(builder, those))
                        .get(platform))
                : Optional.empty();
    }

    private Fact<String> kernel(Fact<ProbeResult> onOwn) {
        boolean emulated = onOwn.value().map(ProbeResult::namesEmulator).orElse(false);
        if (emulated) {
            return Fact.unknown("the probe was emulated on what the builder calls its own platform");
        }
        return isHere(onOwn) ? here.kernel() : onOwn.map(ProbeResult::kernel);
    }

    private boolean isHere(Fact<ProbeResult> answer) {
        Optional<String> boot = here.boot().value();
        return boot.isPresent() && boot.equals(answer.value().map(ProbeResult::boot));
    }

    private static Fact<String> emulator(Fact<ProbeResult> onLeg) {
        Fact<String> executable = onLeg.map(ProbeResult::executable);
        return executable.value().filter(String::isEmpty).isPresent()
                ? Fact.unknown("the probe could not see what ran it")
                : executable;
    }

    private Fact<Optional<BinfmtEntry>> entry(Fact<ProbeResult> onOwn, Fact<ProbeResult> onLeg, Platform leg) {
        Fact<ProbeResult> any = onLeg.isKnown() ? onLeg : onOwn;
        if (!any.isKnown()) {
            return Fact.unknown(any.reason());
        }
        if (onLeg.value().map(ProbeResult::bundled).orElse(false)) {
            return Fact.unknown("BuildKit brought its own emulator: no binfmt_misc entry was used");
        }
        if (!isHere(any)) {
            return Fact.unknown(
                    "the builder runs on another host than this one, and only its own /proc shows its entries");
        }
        List<BinfmtEntry> serving = here.binfmt().serving(leg);
        Optional<String> ran = onLeg.value().filter(ProbeResult::namesEmulator).map(ProbeResult::executable);
        List<BinfmtEntry> agreeing = ran.isEmpty()
                ? serving
                : serving.stream()
                        .filter(e -> here.isFile(e.interpreter(), ran.get()))
                        .toList();
        if (agreeing.isEmpty() && ran.isPresent()) {
            return Fact.unknown("the probe was run by " + ran.get()
                    + ", which no entry of this host names: the builder has its own entries");
        }
        if (agreeing.stream().map(BinfmtEntry::flags).distinct().count() > 1) {
            return Fact.unknown("several entries are for " + leg + ", with different flags");
        }
        return Fact.known(agreeing.stream().findFirst(), FactSource.ENTRY);
    }
}
