package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.text.Printable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Looks at a host. Nothing is thrown: what can't be learnt is unknown, with the reason. */
public final class Surveyor {
    private static final int MOST_AT_ONCE = 8;
    private static final String NOT_ASKED = "the builder does not run, so nothing could be run on it (builder.status)";

    private final Programs programs;
    private final Map<String, String> environment;
    private final LocalHost host;

    /** @param environment whose PATH programs are taken from, also where the files are another root's */
    public Surveyor(Programs programs, Map<String, String> environment, LocalHost host) {
        this.programs = programs;
        this.environment = environment;
        this.host = host;
    }

    /**
     * @param builder whose host is meant; empty for this host, and then the facts of a builder are the current one's
     * @param wanted the platforms to build for
     */
    public HostSurvey survey(String name, Optional<String> builder, List<Platform> wanted) {
        ExecutorService threads = Executors.newFixedThreadPool(MOST_AT_ONCE, work -> {
            var thread = new Thread(work, "doctor");
            thread.setDaemon(true);
            return thread;
        });
        try {
            return survey(name, builder, wanted, threads);
        } finally {
            threads.shutdownNow();
        }
    }

    private HostSurvey survey(String name, Optional<String> builder, List<Platform> wanted, ExecutorService threads) {
        Deadline deadline = Deadline.in(Deadline.USUAL);
        var asked = new HostPrograms(programs, environment, deadline);
        boolean there = builder.isPresent() && !wanted.isEmpty();
        List<Supplier<Fact<LocalProbe.Ran>>> prepared = there ? List.of() : prepare(wanted, deadline);
        var told = asked.begin(builder, threads);
        List<CompletableFuture<Fact<LocalProbe.Ran>>> probes = prepared.stream()
                .map(probe -> CompletableFuture.supplyAsync(probe, threads))
                .toList();
        Map<HostFact, Fact<String>> facts = new EnumMap<>(HostFact.class);
        Binfmt binfmt = host.binfmt();
        new HostFiles(host).read(facts, binfmt);
        List<EntrySurvey> entries =
                new Interpreters(host, asked, threads).look(binfmt.entries(), facts.get(HostFact.NATIVE));
        told.forEach(each -> facts.putAll(each.join()));
        Optional<String> root = host.isThis()
                ? Optional.empty()
                : Optional.of(Printable.line(host.root().toString()));
        var survey = new HostSurvey(Printable.line(name), root, facts, entries, binfmt.odd(), Map.of());
        Map<Platform, PlatformSurvey> platforms = new LinkedHashMap<>();
        if (there) {
            platforms.putAll(onBuilder(builder.get(), survey, wanted, facts));
        }
        for (int i = 0; i < probes.size(); i++) {
            platforms.put(
                    wanted.get(i), here(survey, wanted.get(i), probes.get(i).join()));
        }
        return new HostSurvey(survey.name(), root, facts, entries, binfmt.odd(), platforms);
    }

    /** What is known of this host where it builds a leg by itself, without a builder. */
    public HostFacts leg(Platform platform) {
        HostSurvey survey = survey("", Optional.empty(), List.of(platform));
        PlatformSurvey found = survey.platforms().get(platform);
        boolean emulated = found.emulated().value().orElse(true);
        List<EntrySurvey> serving = survey.serving(platform);
        Fact<Optional<BinfmtEntry>> entry =
                found.flags().map(flags -> serving.stream().findFirst().map(EntrySurvey::entry));
        return new HostFacts(
                found.emulated(),
                found.kernel(),
                host.boot(),
                emulated ? entry : Fact.unknown(BuilderHost.NATIVE),
                emulated ? found.bundled() : Fact.unknown(BuilderHost.NATIVE),
                emulated ? found.emulator() : Fact.unknown(BuilderHost.NATIVE),
                emulated ? found.version() : Fact.unknown(BuilderHost.NATIVE));
    }

    /** The builder of this name, or the current one, without starting it. */
    public Fact<Builder> builder(Optional<String> name) {
        return new HostPrograms(programs, environment, Deadline.in(Deadline.USUAL)).inspect(name);
    }

    /** In bytes, where this process works. */
    public Fact<Long> freeDisk() {
        return new HostFiles(host).disk().map(Long::valueOf);
    }

    private List<Supplier<Fact<LocalProbe.Ran>>> prepare(List<Platform> wanted, Deadline deadline) {
        if (!host.isThis()) {
            Fact<LocalProbe.Ran> none = Fact.unknown("these are another host's files: nothing can be run there");
            return wanted.stream()
                    .<Supplier<Fact<LocalProbe.Ran>>>map(platform -> () -> none)
                    .toList();
        }
        var probe = new LocalProbe(programs, "root".equals(System.getProperty("user.name")), deadline);
        return wanted.stream().map(probe::prepare).toList();
    }

    private static PlatformSurvey here(HostSurvey survey, Platform platform, Fact<LocalProbe.Ran> ran) {
        boolean isNative = survey.fact(HostFact.ARCHITECTURE)
                .value()
                .map(cpu -> BuilderHost.runsOn(Platform.of("linux", cpu, ""), platform))
                .orElse(false);
        List<EntrySurvey> serving = survey.serving(platform);
        boolean works = ran.value().map(r -> r.failure().isEmpty()).orElse(false);
        boolean cpu = isNative || works && serving.isEmpty();
        Fact<Boolean> emulated = cpu
                ? Fact.known(false, isNative ? FactSource.COMMAND : FactSource.PROBE)
                : survey.fact(HostFact.ARCHITECTURE).map(own -> true);
        Fact<Boolean> runs = ran.isKnown()
                ? new Fact<>(Optional.of(works), ran.learnt(), ran.value().get().failure())
                : Fact.unknown(ran.reason());
        return withEntry(survey, serving, emulated, runs, Fact.known(false, FactSource.ENTRY));
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
            Fact<String> several = Fact.unknown("several entries are for it, with different flags");
            return new PlatformSurvey(
                    emulated, survey.fact(HostFact.KERNEL), mounted, several, several, several, several, bundled, runs);
        }
        Fact<String> none = Fact.unknown("there is no binfmt_misc entry for it");
        Optional<EntrySurvey> first = serving.stream().findFirst();
        Fact<String> flags = first.map(each -> Fact.known(each.entry().flags(), FactSource.ENTRY))
                .orElseGet(() -> noEntry(survey, mounted));
        return new PlatformSurvey(
                emulated,
                survey.fact(HostFact.KERNEL),
                mounted,
                flags,
                first.map(each -> Fact.known(each.entry().interpreter(), FactSource.ENTRY))
                        .orElse(none),
                first.map(EntrySurvey::interpreter).orElse(none),
                first.map(EntrySurvey::version).orElse(none),
                bundled,
                runs);
    }

    /** An entry that makes no sense here may still serve it. */
    private static Fact<String> noEntry(HostSurvey survey, Fact<Boolean> mounted) {
        return survey.odd().isEmpty()
                ? mounted.map(yes -> HostFact.NONE)
                : Fact.unknown("no valid entry is for it, but " + survey.odd().get(0));
    }

    /** Starts the builder, and so learns more of it than a look did. */
    private Map<Platform, PlatformSurvey> onBuilder(
            String name, HostSurvey survey, List<Platform> wanted, Map<HostFact, Fact<String>> facts) {
        Map<Platform, PlatformSurvey> all = new LinkedHashMap<>();
        if (!survey.fact(HostFact.BUILDX).isKnown()) {
            String why = survey.fact(HostFact.BUILDX).reason();
            wanted.forEach(platform -> all.put(platform, PlatformSurvey.unknown(why)));
            return all;
        }
        Optional<String> status = survey.fact(HostFact.BUILDER_STATUS).value();
        if (status.isPresent() && !status.get().equals(Builder.RUNNING)) {
            wanted.forEach(platform -> all.put(platform, PlatformSurvey.unknown(NOT_ASKED)));
            return all;
        }
        try {
            Buildx buildx = Buildx.find(programs, environment);
            Builder builder = Builder.inspect(programs, buildx, Optional.of(name));
            facts.putAll(BuilderFacts.of(builder));
            var probes = new BuilderHost(programs, buildx, host);
            wanted.forEach(platform -> all.put(platform, onBuilder(survey, platform, probes.facts(builder, platform))));
        } catch (ProgramException e) {
            facts.put(HostFact.BUILDER_STATUS, BuilderFacts.notStarted(e.getMessage()));
            wanted.forEach(platform -> all.put(platform, PlatformSurvey.unknown(NOT_ASKED)));
        }
        return all;
    }

    private PlatformSurvey onBuilder(HostSurvey survey, Platform platform, HostFacts facts) {
        boolean isHere = facts.boot().isKnown()
                && facts.boot().value().equals(host.boot().value());
        List<EntrySurvey> serving = survey.serving(platform);
        Fact<Boolean> runs = facts.runs();
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
}
