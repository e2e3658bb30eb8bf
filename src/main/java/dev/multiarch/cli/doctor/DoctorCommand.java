package dev.multiarch.cli.doctor;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.InputFile;
import dev.multiarch.cli.console.Terminal;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.cli.options.ReportOptions;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.Surveyor;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.policy.HostSubject;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.process.Programs;
import dev.multiarch.record.SurveyJson;
import dev.multiarch.report.HostText;
import dev.multiarch.report.Reports;
import dev.multiarch.report.TagMoves;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

public final class DoctorCommand implements Command {
    private final Console console;
    private final HostRepairOptions repair = new HostRepairOptions();
    private final RegistryTrialOptions registry = new RegistryTrialOptions();
    private final PolicyOptions policies = new PolicyOptions(PolicyOptions.Use.HOST);
    private final ReportOptions reports = new ReportOptions();
    private final OutputOptions output = new OutputOptions();

    private final OptionSpec platforms = Options.texts(
            "--platforms",
            "LIST",
            "Platforms to build for, separated by commas or lines. A small program is run for each of them.");

    private final OptionSpec builder =
            Options.text("--builder", "NAME", "Look at the host of this builder: the programs are run on it.");

    private final OptionSpec root = Options.text(
            "--root", "DIR", "Read the files of another host below DIR (proc, etc). Programs are run on this host.");

    private final OptionSpec facts = Options.text(
            "--facts", "FILE", "Judge facts that doctor --format json wrote, for example on another" + " host.");

    public DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Looks at this host, or at the host of a builder, and judges whether it can build for the"
                                + " platforms that you name. Explains messages. Sets up emulation, and removes it"
                                + " again. Tries what a registry accepts.",
                        "multiarch doctor --platforms linux/arm64,linux/arm/v7",
                        "multiarch doctor --platforms linux/arm64 --builder ci --format json",
                        "multiarch doctor --explain 'exec format error'",
                        "multiarch doctor --explain - < build.log",
                        "multiarch doctor --platforms linux/arm64 --fix --dry-run",
                        "multiarch doctor --platforms linux/arm64 --fix",
                        "multiarch doctor --uninstall",
                        "multiarch doctor --platforms linux/arm64 --fix --rootless -- make test",
                        "multiarch doctor --facts host.json",
                        "multiarch doctor --registry ghcr.io/org/scratch")
                .addMixin("Which host, and for what", Options.group(platforms, builder, facts, root))
                .addMixin(HostRepairOptions.HEADING, repair.spec())
                .addMixin(RegistryTrialOptions.HEADING, registry.spec())
                .addMixin(PolicyOptions.HEADING, policies.spec())
                .addMixin(ReportOptions.HEADING, reports.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        registry.requireAlone(aboutHosts());
        if (registry.repository().isPresent()) {
            reports.refuse("--registry judges nothing, so there is no report. Fix: leave one of them out");
            return registry.run(console, output, programs(), repair.insecure());
        }
        requireOneWay(rest);
        reports.check(console, output);
        if (repair.withoutVerdict().isPresent()) {
            reports.refuse(repair.withoutVerdict().get() + " judges nothing, so there is no report. Fix: leave one"
                    + " of them out");
        }
        List<Platform> wanted = wanted();
        HostRepairOptions.Done done = repair.run(console, output, programs(), wanted, Options.given(builder), rest);
        if (done.exit().isPresent()) {
            return done.exit().get();
        }
        return judge(wanted, done.builder());
    }

    private List<String> aboutHosts() {
        Stream<String> named = Stream.concat(Stream.of(platforms, builder, root, facts), repair.aboutHosts().stream())
                .filter(option ->
                        option.getValue() != null && !Objects.equals(option.getValue(), option.initialValue()))
                .map(OptionSpec::longestName);
        return Stream.concat(named, policies.isGiven() ? Stream.of("--policy") : Stream.empty())
                .toList();
    }

    private void requireOneWay(List<String> rest) throws UsageException {
        Optional<String> root = Options.given(this.root);
        Optional<String> facts = Options.given(this.facts);
        boolean builder = Options.given(this.builder).isPresent();
        boolean other = root.isPresent() || facts.isPresent();
        if (other && repair.changes()) {
            throw new UsageException("--fix and --uninstall change this host, but --root and --facts are about"
                    + " another host. Fix: run doctor on that host");
        }
        if (other && repair.explains()) {
            throw new UsageException("--explain cannot be combined with --root or --facts. Fix: leave these out");
        }
        if (facts.isPresent() && (root.isPresent() || builder || !wanted().isEmpty())) {
            throw new UsageException(
                    "--facts cannot be combined with --root, --builder or --platforms. Fix: leave these out");
        }
        if (root.isPresent() && builder) {
            throw new UsageException("--root cannot be combined with --builder. Fix: use only one of them");
        }
        if (!rest.isEmpty() && !repair.rootless()) {
            throw new UsageException(
                    "a command after \"--\" needs --fix --rootless. Fix: add them, or leave the" + " command out");
        }
    }

    private List<Platform> wanted() {
        List<String> lists = platforms.getValue();
        return lists.stream()
                .flatMap(text -> Words.list(text).stream())
                .map(KnownPlatforms::parse)
                .distinct()
                .toList();
    }

    private int judge(List<Platform> wanted, Optional<String> builder)
            throws IOException, InvalidPolicy, UsageException {
        List<Policy> judges = policies.read(console, "host");
        HostSurvey survey = survey(wanted, builder);
        Verdict verdict = Judgement.judge(judges, HostSubject.of(survey));
        console.step().output("verdict", verdict.outcome().toString());
        if (output.format() == Format.JSON) {
            Map<String, Object> json = SurveyJson.write(survey);
            json.put("verdict", Json.read(Reports.json(verdict), "verdict").members());
            output.answer(console, Json.write(json));
        } else {
            boolean colour = output.file().isEmpty() && Terminal.takesColour(console.environment());
            String more = survey.platforms().isEmpty()
                    ? "No platform was named, so no emulator was tested. To test one: multiarch doctor --platforms"
                            + " linux/arm64\n"
                    : "";
            output.answer(console, HostText.of(survey) + "\n" + Reports.text(verdict, colour) + more);
        }
        return reports.write(console, verdict, TagMoves.UNCHECKED, ExitCode.of(verdict.outcome()));
    }

    private HostSurvey survey(List<Platform> wanted, Optional<String> builder) throws IOException, UsageException {
        Optional<String> facts = Options.given(this.facts);
        Optional<String> root = Options.given(this.root);
        if (facts.isPresent()) {
            return SurveyJson.read(facts(facts.get()), facts.get());
        }
        Path files = root.map(console::path).orElse(Path.of("/"));
        if (!Files.isDirectory(files)) {
            throw new UsageException("--root " + root.orElse("/") + " is not a folder");
        }
        builder.filter(name -> !wanted.isEmpty())
                .ifPresent(name -> output.progress(console, "running a program for each platform on builder " + name));
        String name = builder.or(() -> root).orElse("this host");
        return new Surveyor(programs(), console.environment(), new LocalHost(files)).survey(name, builder, wanted);
    }

    private byte[] facts(String file) throws IOException, UsageException {
        byte[] bytes = InputFile.read(
                console,
                "--facts",
                file,
                SurveyJson.LARGEST + 1,
                "on the host in question, multiarch doctor --platforms linux/arm64 --format json --output " + file);
        if (bytes.length > SurveyJson.LARGEST) {
            throw new FormatException(file + " is larger than 4 MiB, expected facts of doctor's");
        }
        return bytes;
    }

    private Programs programs() {
        return new Programs(program -> {
            if (output.verbose()) {
                console.say("+ " + program);
            }
        });
    }

    @Override
    public String restLabel() {
        return "[-- COMMAND]";
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
