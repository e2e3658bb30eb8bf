package dev.multiarch.host;

import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Looks at a host. Nothing is thrown: what can't be learnt is unknown, with the reason. */
public final class Surveyor {
    private static final int MOST_ASKED = 32;

    private final Programs programs;
    private final Map<String, String> environment;
    private final LocalHost host;
    private final boolean live;
    private final HostPrograms asked;

    /** @param environment whose PATH programs are taken from, also where the files are another root's */
    public Surveyor(Programs programs, Map<String, String> environment, LocalHost host) {
        this.programs = programs;
        this.environment = environment;
        this.host = host;
        this.live = host.root().equals(Path.of("/"));
        this.asked = new HostPrograms(programs, environment);
    }

    /**
     * @param builder whose host is meant; empty for this host, and then the facts of a builder are the current one's
     * @param wanted the platforms to build for
     */
    public HostSurvey survey(String name, Optional<String> builder, List<Platform> wanted) {
        Map<HostFact, Fact<String>> facts = new EnumMap<>(HostFact.class);
        Binfmt binfmt = host.binfmt();
        new HostFiles(host).read(facts, binfmt);
        boolean elsewhere = builder.isPresent() && !wanted.isEmpty();
        Map<Platform, Supplier<Fact<LocalProbe.Ran>>> probes = elsewhere ? Map.of() : prepare(wanted);
        // All at once: each of these programs may be one that hangs.
        var told = HostPrograms.begin(() -> asked.read(builder));
        List<CompletableFuture<EntrySurvey>> looked = binfmt.entries().stream()
                .limit(MOST_ASKED)
                .map(entry -> HostPrograms.begin(() -> entry(entry, facts.get(HostFact.NATIVE))))
                .toList();
        Map<Platform, CompletableFuture<Fact<LocalProbe.Ran>>> tried = new LinkedHashMap<>();
        probes.forEach((platform, probe) -> tried.put(platform, HostPrograms.begin(probe)));
        List<EntrySurvey> entries = looked.stream().map(CompletableFuture::join).toList();
        Map<HostFact, Fact<String>> all = new EnumMap<>(facts);
        all.putAll(told.join());
        var survey = new HostSurvey(name, all, entries, binfmt.odd(), Map.of());
        Map<Platform, PlatformSurvey> platforms =
                elsewhere ? onBuilder(builder.get(), survey, wanted) : here(survey, tried);
        return new HostSurvey(name, all, entries, binfmt.odd(), platforms);
    }

    /** In bytes, where this process works. */
    public Fact<Long> freeDisk() {
        return new HostFiles(host).disk().map(Long::valueOf);
    }

    private EntrySurvey entry(BinfmtEntry entry, Fact<String> natives) {
        Path file = host.file(entry.interpreter());
        if (!Files.isRegularFile(file)) {
            return new EntrySurvey(entry, Fact.known("missing", Learnt.ENTRY), Fact.unknown("its file is missing"));
        }
        Optional<String> machine = HostFiles.architecture(file);
        boolean fits = machine.isEmpty()
                || natives.value()
                        .map(list -> List.of(list.split(", ")).contains("linux/" + machine.get()))
                        .orElse(true);
        Fact<String> state = fits
                ? Fact.known(EntrySurvey.THERE, Learnt.ENTRY)
                : Fact.known("built for " + machine.get() + ", which this host does not run", Learnt.ENTRY);
        Fact<String> version = live && fits
                ? asked.qemu(entry.interpreter())
                : Fact.unknown("the file was not run: it is another host's");
        return new EntrySurvey(entry, state, version);
    }

    private Map<Platform, Supplier<Fact<LocalProbe.Ran>>> prepare(List<Platform> wanted) {
        var probe = new LocalProbe(programs, "root".equals(System.getProperty("user.name")));
        Map<Platform, Supplier<Fact<LocalProbe.Ran>>> all = new LinkedHashMap<>();
        for (Platform platform : wanted) {
            all.put(
                    platform,
                    live
                            ? probe.prepare(platform)
                            : () -> Fact.unknown("these are another host's files: nothing can be run there"));
        }
        return all;
    }

    private static Map<Platform, PlatformSurvey> here(
            HostSurvey survey, Map<Platform, CompletableFuture<Fact<LocalProbe.Ran>>> tried) {
        Fact<String> own = survey.fact(HostFact.ARCHITECTURE);
        Map<Platform, PlatformSurvey> all = new LinkedHashMap<>();
        tried.forEach((platform, ran) -> {
            boolean isNative = own.value()
                    .map(cpu -> BuilderHost.runsOn(Platform.of("linux", cpu, ""), platform))
                    .orElse(false);
            all.put(platform, here(survey, platform, isNative, ran.join()));
        });
        return all;
    }

    private static PlatformSurvey here(
            HostSurvey survey, Platform platform, boolean isNative, Fact<LocalProbe.Ran> ran) {
        List<EntrySurvey> serving = survey.serving(platform);
        boolean works = ran.value().map(r -> r.failure().isEmpty()).orElse(false);
        boolean cpu = isNative || works && serving.isEmpty();
        Fact<Boolean> emulated = cpu
                ? Fact.known(false, isNative ? Learnt.COMMAND : Learnt.PROBE)
                : survey.fact(HostFact.ARCHITECTURE).map(own -> true);
        Fact<Boolean> runs = ran.isKnown()
                ? new Fact<>(Optional.of(works), ran.learnt(), ran.value().get().failure())
                : Fact.unknown(ran.reason());
        return withEntry(survey, serving, emulated, runs, Fact.known(false, Learnt.ENTRY));
    }

    private static PlatformSurvey withEntry(
            HostSurvey survey,
            List<EntrySurvey> serving,
            Fact<Boolean> emulated,
            Fact<Boolean> runs,
            Fact<Boolean> bundled) {
        Fact<Boolean> mounted = survey.fact(HostFact.BINFMT_MOUNTED)
                .map(yes -> yes.equals("true")
                        && !survey.fact(HostFact.BINFMT_ENABLED).value().equals(Optional.of("false")));
        boolean ambiguous =
                serving.stream().map(each -> each.entry().flags()).distinct().count() > 1;
        if (ambiguous) {
            Fact<String> several = Fact.unknown("several entries serve it, with different flags");
            return new PlatformSurvey(
                    emulated, survey.fact(HostFact.KERNEL), mounted, several, several, several, several, bundled, runs);
        }
        Fact<String> none = Fact.unknown("no binfmt_misc entry serves it");
        Optional<EntrySurvey> first = serving.stream().findFirst();
        Fact<String> flags = first.map(each -> Fact.known(each.entry().flags(), Learnt.ENTRY))
                .orElseGet(() -> mounted.map(yes -> HostFact.NONE));
        return new PlatformSurvey(
                emulated,
                survey.fact(HostFact.KERNEL),
                mounted,
                flags,
                first.map(each -> Fact.known(each.entry().interpreter(), Learnt.ENTRY))
                        .orElse(none),
                first.map(EntrySurvey::interpreter).orElse(none),
                first.map(EntrySurvey::version).orElse(none),
                bundled,
                runs);
    }

    private Map<Platform, PlatformSurvey> onBuilder(String name, HostSurvey survey, List<Platform> wanted) {
        Map<Platform, PlatformSurvey> all = new LinkedHashMap<>();
        try {
            Buildx buildx = Buildx.find(programs, environment);
            Builder builder = Builder.inspect(programs, buildx, Optional.of(name));
            var probes = new BuilderHost(programs, buildx, host);
            wanted.forEach(platform -> all.put(platform, onBuilder(survey, platform, probes.facts(builder, platform))));
        } catch (ProgramException e) {
            wanted.forEach(platform -> all.put(platform, unknown(e.getMessage())));
        }
        return all;
    }

    private PlatformSurvey onBuilder(HostSurvey survey, Platform platform, HostFacts facts) {
        boolean isHere = facts.boot().isKnown()
                && facts.boot().value().equals(host.boot().value());
        List<EntrySurvey> serving = survey.serving(platform);
        Fact<Boolean> runs = runs(facts);
        if (isHere && facts.entry().isKnown()) {
            PlatformSurvey seen = withEntry(survey, serving, facts.emulated(), runs, facts.bundled());
            return new PlatformSurvey(
                    seen.emulated(),
                    facts.kernel(),
                    seen.mounted(),
                    seen.flags(),
                    seen.emulator(),
                    seen.interpreter(),
                    seen.version(),
                    seen.bundled(),
                    runs);
        }
        String why = facts.entry().reason();
        return new PlatformSurvey(
                facts.emulated(),
                facts.kernel(),
                Fact.unknown(why),
                Fact.unknown(why),
                facts.emulator(),
                Fact.unknown(why),
                Fact.unknown(why),
                facts.bundled(),
                runs);
    }

    /**
     * A builder that runs its own platform's programs and not these can't run them; where nothing runs, the builder itself
     * may be what fails.
     */
    private static Fact<Boolean> runs(HostFacts facts) {
        if (facts.emulated().value().equals(Optional.of(false))) {
            return facts.kernel().isKnown()
                    ? Fact.known(true, Learnt.PROBE)
                    : Fact.unknown(facts.kernel().reason());
        }
        if (facts.bundled().isKnown()) {
            return Fact.known(true, Learnt.PROBE);
        }
        boolean tried = facts.boot().isKnown() && facts.bundled().reason().startsWith("the probe failed");
        return tried
                ? new Fact<>(
                        Optional.of(false),
                        Optional.of(Learnt.PROBE),
                        facts.bundled().reason())
                : Fact.unknown(facts.bundled().reason());
    }

    private static PlatformSurvey unknown(String why) {
        return new PlatformSurvey(
                Fact.unknown(why),
                Fact.unknown(why),
                Fact.unknown(why),
                Fact.unknown(why),
                Fact.unknown(why),
                Fact.unknown(why),
                Fact.unknown(why),
                Fact.unknown(why),
                Fact.unknown(why));
    }
}
