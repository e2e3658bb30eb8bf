package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.GitHubOptions;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PolicyOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.github.Api;
import dev.multiarch.github.CommitStatus;
import dev.multiarch.github.Event;
import dev.multiarch.github.States;
import dev.multiarch.github.Teller;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.report.Reports;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class StatusCommand implements Command {
    private static final String NONE = "no verdict: the build failed, was cancelled, or did not run";

    private final Console console;
    private final GitHubOptions github = new GitHubOptions();
    private final StatusTalk talk = new StatusTalk();
    private final PolicyOptions policies = new PolicyOptions();
    private final OutputOptions output = new OutputOptions();

    private final OptionSpec files = Options.texts(
            "--verdict", "FILE", "What --report json=FILE wrote. Repeatable. If it is not there, the state is error.");

    private final OptionSpec pending = Options.flag("--pending", "There is no verdict yet: the state is pending.");

    private final OptionSpec context = Options.text(
            "--context",
            "NAME",
            "multiarch",
            "What each status' name begins with, before a slash and the policy's name (multiarch).");

    private final OptionSpec required = Options.flag(
            "--require-status", "Exit code 4 if something can't be reported and the verdict is not a failure.");

    /** What the verdict files hold. */
    private record Read(List<Verdict> verdicts, List<String> missing, List<String> problems) {
        boolean isWhole() {
            return missing.isEmpty() && problems.isEmpty();
        }
    }

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Tells GitHub what a verdict says: a commit status for each policy, a check run, a comment on the pull request."
                                + " The exit code is the verdict's; what GitHub does not accept changes it only with --require-status.",
                        "multiarch status --pending --policy release.yaml",
                        "multiarch status --verdict verdict.json --policy release.yaml",
                        "multiarch status --verdict app.json --verdict worker.json --require-status",
                        "multiarch status --verdict verdict.json --check-run --comment --compare ghcr.io/org/app:latest",
                        "multiarch status --verdict verdict.json --repository org/app --sha 6dcb09b5b57875f334f61aebed695e2e4193db5e")
                .addMixin("Status", Options.group(files, pending, context, required))
                .addMixin(StatusTalk.HEADING, talk.spec())
                .addMixin(PolicyOptions.HEADING, policies.spec())
                .addMixin(GitHubOptions.HEADING, github.spec())
                .addMixin(ToolOptions.HEADING, talk.registries().spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        if (pending() == !files().isEmpty()) {
            throw new UsageException(
                    pending()
                            ? "--pending and --verdict can't be given together. Fix: leave out one"
                            : "there is no verdict to tell. Fix: --verdict FILE, or --pending before there is one");
        }
        Read read = read();
        List<CommitStatus> statuses = statuses(read);
        int exit = exit(read);
        read.problems().forEach(console::error);
        read.missing().forEach(file -> console.say("there is no verdict " + file + ": the state is error"));
        Event event = github.event(console);
        List<String> failures = new ArrayList<>();
        List<CommitStatus> told = List.of();
        talk.check(console, pending());
        try (Api api = Api.open(github.settings(console, event))) {
            var teller = new Teller(api, event, wait -> Thread.sleep(wait.toMillis()), failures::add);
            Optional<Event> found = teller.found();
            if (found.isPresent()) {
                told = teller.add(statuses, github.url(console));
                talk.tell(console, output, teller, found.get(), what(read));
            }
        }
        for (String failure : failures) {
            if (required()) {
                console.error(failure);
            } else {
                console.say("warning: " + failure);
            }
        }
        StatusPrinter.print(console, output, event, statuses, told);
        return required() && !failures.isEmpty() && exit != ExitCode.REFUSED ? ExitCode.FAILED : exit;
    }

    private List<String> files() {
        return files.getValue();
    }

    private boolean pending() {
        return pending.getValue();
    }

    private boolean required() {
        return required.getValue();
    }

    private Read read() throws UsageException, IOException {
        var read = new Read(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String file : files()) {
            Optional<byte[]> bytes = GitHubOptions.verdict(console, file);
            if (bytes.isEmpty()) {
                read.missing().add(file);
                continue;
            }
            try {
                read.verdicts().add(Reports.read(bytes.get(), file));
            } catch (FormatException malformed) {
                read.problems().add(malformed.getMessage());
            }
        }
        return read;
    }

    private List<CommitStatus> statuses(Read read) throws InvalidPolicy {
        Set<String> expected = new LinkedHashSet<>();
        if (policies.areNamed() || read.verdicts().isEmpty()) {
            policies.read(console).stream().map(Policy::name).forEach(expected::add);
        }
        var states = new States(context.getValue());
        if (pending()) {
            return states.all(expected, CommitStatus.State.PENDING, "the image is being built and judged");
        }
        if (!read.isWhole()) {
            read.verdicts().forEach(v -> v.policies().forEach(policy -> expected.add(policy.name())));
            return states.all(expected, CommitStatus.State.ERROR, why(read));
        }
        return states.of(read.verdicts(), expected);
    }

    private StatusTalk.What what(Read read) throws UsageException {
        Optional<String> missing = read.isWhole() ? Optional.empty() : Optional.of(why(read));
        return new StatusTalk.What(context.getValue(), read.verdicts(), missing, github.url(console));
    }

    private static String why(Read read) {
        return read.problems().isEmpty() ? NONE : "the verdict can't be read";
    }

    private int exit(Read read) {
        if (read.verdicts().stream().anyMatch(v -> ExitCode.of(v.outcome()) == ExitCode.REFUSED)) {
            return ExitCode.REFUSED;
        }
        if (!read.problems().isEmpty()) {
            return ExitCode.USAGE;
        }
        boolean unknown = read.verdicts().stream().anyMatch(v -> ExitCode.of(v.outcome()) == ExitCode.UNKNOWN);
        return unknown || !read.missing().isEmpty() ? ExitCode.UNKNOWN : ExitCode.FINE;
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
