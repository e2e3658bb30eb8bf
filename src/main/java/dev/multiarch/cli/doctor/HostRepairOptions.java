package dev.multiarch.cli.doctor;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.emulation.EmulationJournal;
import dev.multiarch.emulation.Repair;
import dev.multiarch.emulation.Rootless;
import dev.multiarch.emulation.Setup;
import dev.multiarch.emulation.Uninstall;
import dev.multiarch.host.HostFact;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.PlatformSurvey;
import dev.multiarch.host.Surveyor;
import dev.multiarch.host.diagnosis.KnownFacts;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.settings.RegistrySettings;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What doctor does apart from looking: it explains, fixes, and takes back. */
final class HostRepairOptions {
    static final String HEADING = "Explain and set up";

    private final OptionSpec explain = Options.text(
            "--explain",
            "TEXT",
            "Explain a message, or with - a log on standard input: cause, how to tell, what to" + " do.");

    private final OptionSpec fix =
            Options.flag("--fix", "Set up what is missing: a builder that pushes by digest, QEMU for --platforms.");

    private final OptionSpec dry =
            Options.flag("--dry-run", "With --fix or --uninstall: only show what would be written and run.");

    private final OptionSpec uninstall = Options.flag("--uninstall", "Remove what --fix registered on this host.");

    private final OptionSpec rootless = Options.flag(
            "--rootless", "With --fix: run the command after -- in a separate user namespace with emulators.");

    private final OptionSpec plan =
            Options.text("--plan", "FILE", "With --fix: a plan, whose native runners need no QEMU here.");

    private final OptionSpec qemuImage = Options.text(
            "--qemu-image",
            "IMAGE",
            Setup.QEMU_IMAGE,
            "The image that --fix installs QEMU from if qemu-user-static is not installed: " + Setup.QEMU_IMAGE + ".");

    private final OptionSpec insecure = Options.texts(
            "--insecure-registry",
            "HOST",
            "Use plain http for this registry, here or in the builder that --fix creates (repeatable).");

    CommandSpec spec() {
        return Options.group(explain, fix, dry, uninstall, rootless, plan, qemuImage, insecure);
    }

    List<OptionSpec> aboutHosts() {
        return List.of(explain, fix, dry, uninstall, rootless, plan, qemuImage);
    }

    boolean changes() {
        return fix() || uninstall();
    }

    boolean explains() {
        return Options.given(explain).isPresent();
    }

    boolean rootless() {
        return rootless.getValue();
    }

    private boolean fix() {
        return fix.getValue();
    }

    private boolean uninstall() {
        return uninstall.getValue();
    }

    List<String> insecure() {
        return insecure.getValue();
    }

    private boolean dry() {
        return dry.getValue();
    }

    /** The option that ends it without a verdict. */
    Optional<String> withoutVerdict() {
        if (explains() || uninstall() || rootless()) {
            return Optional.of(explains() ? "--explain" : uninstall() ? "--uninstall" : "--rootless");
        }
        return dry() ? Optional.of("--dry-run") : Optional.empty();
    }

    /**
     * What came of it.
     *
     * @param exit the exit code where that was all; empty where the host is to be judged now
     * @param builder whose host that is: one that was made, or the one that was named
     */
    record Done(Optional<Integer> exit, Optional<String> builder) {
        static Done with(int exit) {
            return new Done(Optional.of(exit), Optional.empty());
        }
    }

    Done run(
            Console console,
            OutputOptions output,
            Programs programs,
            List<Platform> wanted,
            Optional<String> builder,
            List<String> rest)
            throws Exception {
        requireTogether(wanted, builder, rest);
        if (explains()) {
            return Done.with(explain(console, output, programs, wanted, builder));
        }
        if (uninstall()) {
            boolean whole = new Uninstall(programs, dry(), line -> output.progress(console, line))
                    .run(EmulationJournal.of(console.environment()));
            return Done.with(whole ? ExitCode.FINE : ExitCode.FAILED);
        }
        if (rootless()) {
            var namespace = new Rootless(programs, console.environment(), line -> output.progress(console, line));
            return Done.with(namespace.run(wanted, rest));
        }
        return fix() ? fix(console, output, programs, wanted, builder) : new Done(Optional.empty(), builder);
    }

    private void requireTogether(List<Platform> wanted, Optional<String> builder, List<String> rest)
            throws UsageException {
        if (explains() && changes() || fix() && uninstall()) {
            throw new UsageException("--explain, --fix and --uninstall cannot be combined. Fix: use one of them");
        }
        if (dry() && !changes()) {
            throw new UsageException("--dry-run needs --fix or --uninstall. Fix: add one of them");
        }
        boolean planned = Options.given(plan).isPresent();
        if (!fix() && (planned || !insecure().isEmpty())) {
            throw new UsageException((planned ? "--plan" : "--insecure-registry") + " needs --fix. Fix: add --fix");
        }
        if (uninstall() && (builder.isPresent() || !wanted.isEmpty())) {
            throw new UsageException(
                    "--uninstall removes everything that --fix registered. Fix: leave out --platforms and --builder");
        }
        requireCommand(builder, rest);
        if (fix() && !rootless() && wanted.isEmpty()) {
            throw new UsageException("--fix needs platforms. Fix: add --platforms linux/arm64,linux/arm/v7");
        }
    }

    private void requireCommand(Optional<String> builder, List<String> rest) throws UsageException {
        if (rootless() && (!fix() || dry() || rest.isEmpty())) {
            throw new UsageException("--rootless needs a command. Fix: multiarch doctor --fix --rootless -- COMMAND");
        }
        if (rootless() && builder.isPresent()) {
            throw new UsageException("--rootless uses no builder. Fix: leave out --builder");
        }
    }

    private int explain(
            Console console, OutputOptions output, Programs programs, List<Platform> wanted, Optional<String> builder)
            throws IOException, UsageException {
        var here = new LocalHost(Path.of("/"));
        var surveyor = new Surveyor(programs, console.environment(), here);
        KnownFacts known = KnownFacts.of(here, surveyor.builder(builder), surveyor.freeDisk(), wanted);
        return Explain.answer(
                console,
                output,
                Options.<String>given(explain).orElseThrow(),
                new FileInputStream(FileDescriptor.in),
                known);
    }

    private Done fix(
            Console console, OutputOptions output, Programs programs, List<Platform> wanted, Optional<String> builder)
            throws IOException, ProgramException, UsageException {
        var journal = Optional.of(EmulationJournal.of(console.environment()));
        Optional<String> plan = Options.given(this.plan);
        String image = qemuImage.getValue();
        Map<Platform, String> runners = plan.isEmpty() ? Map.of() : Repair.runners(PlanFile.read(console, plan.get()));
        List<Repair.Done> all;
        Optional<String> used = builder;
        Optional<Buildx> buildx = buildx(console, output, programs);
        if (buildx.isPresent()) {
            var registries = RegistrySettings.of(console.environment(), new LinkedHashSet<>(insecure()));
            var request = new Setup.Request(Optional.empty(), wanted, builder, registries, runners, image);
            Setup.Ready ready = new Setup(
                            programs, buildx.get(), line -> output.progress(console, line), dry(), journal)
                    .run(request);
            all = ready.platforms();
            used = Optional.of(ready.builder().name());
        } else {
            var repair = new Repair(programs, "docker", dry(), line -> output.progress(console, line), journal);
            all = repair.run(new Repair.Request(wanted, runners, image), each -> sight(console, programs, each));
            all.forEach(done -> tell(console, output, done));
        }
        boolean whole = all.stream().noneMatch(done -> done.outcome() == Repair.Outcome.FAILED);
        return dry() ? Done.with(whole ? ExitCode.FINE : ExitCode.FAILED) : new Done(Optional.empty(), used);
    }

    private static Optional<Buildx> buildx(Console console, OutputOptions output, Programs programs) {
        try {
            return Optional.of(Buildx.find(programs, console.environment()));
        } catch (ProgramException none) {
            output.progress(console, "warning: " + none.getMessage() + ". Emulation is set up all the same");
            return Optional.empty();
        }
    }

    private static Repair.PlatformState sight(Console console, Programs programs, Platform platform) {
        HostSurvey survey = new Surveyor(programs, console.environment(), new LocalHost(Path.of("/")))
                .survey("this host", Optional.empty(), List.of(platform));
        PlatformSurvey seen = survey.platforms().get(platform);
        boolean works = seen.runs().value().orElse(false);
        boolean contained = seen.emulated().value().equals(Optional.of(false))
                || seen.flags().value().filter(flags -> flags.contains("F")).isPresent();
        return new Repair.PlatformState(
                works && contained, true, survey.fact(HostFact.DOCKER_SERVER).isKnown());
    }

    private static void tell(Console console, OutputOptions output, Repair.Done done) {
        if (done.outcome() == Repair.Outcome.FAILED) {
            output.progress(console, "warning: programs for " + done.platform() + " don't run here: " + done.message());
        } else if (!done.message().isEmpty()) {
            output.progress(console, done.message());
        }
        done.warning().ifPresent(warning -> output.progress(console, "warning: " + warning));
    }
}
