package dev.multiarch.cli;

import dev.multiarch.build.ForeignLeg;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.FileOptions;
import dev.multiarch.cli.options.LegOptions;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.publish.ResolvedLeg;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class RecordCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(5);

    /** How far the clocks of two machines may differ. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** A leg that takes longer is a slip in a year or a month: GitHub ends a job after 5 days at most. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Console console;
    private final LegOptions legs = new LegOptions();
    private final FileOptions files = new FileOptions();
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = new OutputOptions();

    private final OptionSpec digest = Options.required(
            "--digest", "DIGEST", "What was pushed: the digest of the image, or of an index with this one image.");

    private final OptionSpec named = Options.text(
            "--image", "REPOSITORY", "Where it was pushed. It must be the plan's image, which is the default.");

    private final OptionSpec started = Options.required(
            "--started", "TIME", "When the build began: 2026-01-31T12:00:00Z. At most 7 days before --finished.");

    private final OptionSpec finished = Options.text("--finished", "TIME", "When it ended; now by default.");

    private final OptionSpec emulated =
            Options.flag("--emulated", "It was built under emulation. All of its time then counts as emulated.");

    private final OptionSpec natively = Options.flag("--native", "It was built on a CPU of its platform.");

    private final OptionSpec version = Options.text(
            "--os-version",
            "VERSION",
            "The version of Windows that the image must be for: 10.0.20348.2340. It is read from the image.");

    private final OptionSpec tool =
            Options.text("--tool", "NAME", "another tool", "What built it: kaniko, ko, docker build (another tool).");

    RecordCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Writes the build record of a leg that another program built and pushed, so that merge takes it"
                                + " like our own. The digest is read from the registry: it must be one image for this"
                                + " platform. Times and host are what you say, and are claims.",
                        "multiarch record --platform arm64 --digest sha256:…"
                                + " --started 2026-01-31T12:00Z --finished 2026-01-31T12:04Z")
                .addMixin("The leg", Options.group(legs.platform(), version, digest, named))
                .addMixin("How it was built", Options.group(started, finished, natively, emulated, tool))
                .addMixin(FileOptions.HEADING, files.spec().addOption(legs.attempt()))
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        Plan planned = PlanFile.read(console, files.plan());
        Platform leg = legs.leg(planned, Options.given(version));
        Reference repository = repository(planned);
        Digest pushed = pushed(repository);
        Instant begin = time("--started", started.getValue());
        Instant end = Options.given(finished).isPresent()
                ? time("--finished", finished.getValue())
                : Instant.now().truncatedTo(ChronoUnit.MILLIS);
        requireOrder(begin, end);
        Session tools = registries.tools(console, output, BUDGET);
        RecordStore store = Records.store(console, tools, files.records());
        var foreign =
                new ForeignLeg(planned.id(), repository, leg, pushed, pushed, begin, end, emulation(), tool.getValue());
        ForeignLeg known = foreign.of(image(tools.at(repository.with(pushed)), foreign));
        ResultPrinter.built(console, output, known.put(store, legs.number(), legs.lowest(console)), Optional.empty());
        return ExitCode.FINE;
    }

    private Reference repository(Plan planned) throws UsageException {
        String name =
                Options.<String>given(named).orElseGet(() -> planned.image().name());
        if (!Reference.parse(name).name().equals(planned.image().name())) {
            throw new UsageException("--image " + name + " is not the image of plan " + planned.id() + ", which is "
                    + planned.image().name() + ". Fix: push the leg there, or use merge --from for an image elsewhere");
        }
        return planned.image();
    }

    /** People copy REPOSITORY@DIGEST as well. */
    private Digest pushed(Reference repository) throws UsageException {
        String given = digest.getValue();
        String text = given.startsWith(repository.name() + "@") ? given.substring(given.indexOf('@') + 1) : given;
        try {
            return Digest.parse(text);
        } catch (FormatException e) {
            throw new UsageException("--digest " + given + ": expected the digest that the push printed, sha256: and 64"
                    + " digits from 0 to f. Fix: crane digest, docker buildx imagetools inspect or multiarch inspect"
                    + " show the digest of a tag");
        }
    }

    private static Instant time(String option, String text) throws UsageException {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new UsageException(option + " " + text + ": expected a time with its zone, such as"
                    + " 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00. Fix: date -u +%Y-%m-%dT%H:%M:%SZ prints it");
        }
    }

    private static void requireOrder(Instant begin, Instant end) throws UsageException {
        requirePast("--started", begin);
        requirePast("--finished", end);
        if (end.isBefore(begin)) {
            throw new UsageException("--finished " + end + " is before --started " + begin
                    + ". Fix: give the time when the build began first, and both of the same clock");
        }
        Duration span = Duration.between(begin, end);
        if (span.compareTo(LONGEST) > 0) {
            throw new UsageException("--started " + begin + " is " + span.toDays() + " days before --finished " + end
                    + ", and no leg takes more than " + LONGEST.toDays()
                    + " days. Fix: correct --started, or give --finished if the leg was built earlier");
        }
    }

    private static void requirePast(String option, Instant time) throws UsageException {
        if (time.isAfter(Instant.now().plus(SKEW))) {
            throw new UsageException(option + " " + time + " is in the future. Fix: set the clock of the machine that"
                    + " built the leg, or correct " + option);
        }
    }

    private Optional<Boolean> emulation() throws UsageException {
        boolean yes = emulated.getValue();
        boolean no = natively.getValue();
        if (yes && no) {
            throw new UsageException("--native and --emulated exclude each other. Fix: use only one of them");
        }
        return yes || no ? Optional.of(yes) : Optional.empty();
    }

    /** As the merge will look at it, but before there is a record. */
    private Digest image(Source source, ForeignLeg leg) throws RegistryException, Refused {
        try {
            ResolvedLeg resolved = ResolvedLeg.read(source, leg.record(1));
            Options.<String>given(version).ifPresent(wanted -> requireVersion(resolved.spelling(), wanted));
            return resolved.image();
        } catch (FormatException wrong) {
            throw new Refused(leg.platform() + ": " + leg.leg() + ": " + wrong.getMessage()
                    + ". No record was written. Fix: give the digest of the image for " + leg.platform());
        }
    }

    private static void requireVersion(String spelling, String wanted) {
        String found = Platform.parse(spelling).osVersion();
        if (!found.equals(wanted)) {
            throw new FormatException(
                    (found.isEmpty() ? "it names no version of Windows" : "it is for Windows " + found) + ", expected "
                            + wanted + " (--os-version)");
        }
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
