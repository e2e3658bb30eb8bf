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
import dev.multiarch.github.CommitReporter;
import dev.multiarch.github.CommitStatus;
import dev.multiarch.github.Event;
import dev.multiarch.github.KeptIssue;
import dev.multiarch.github.PolicyStatuses;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class StatusCommand implements Command {

    private final Console console;
    private final GitHubOptions github = new GitHubOptions();
    private final StatusDetails talk = new StatusDetails();
    private final PolicyOptions policies = new PolicyOptions(PolicyOptions.Use.STATUS);
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

    private final OptionSpec noStatuses = Options.flag(
            "--no-statuses",
            "Set no commit status. With --issue, --comment or --check-run, for a token without statuses: write.");

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Reports a verdict to GitHub: a commit status for each policy, a check run, a comment on the pull request, an issue on a nightly build. The exit code is that of the verdict. If GitHub does not accept something, the exit code changes only with --require-status.",
                        "multiarch status --pending --policy release.yaml",
                        "multiarch status --verdict verdict.json --policy release.yaml",
                        "multiarch status --verdict app.json --verdict worker.json --require-status",
                        "multiarch status --verdict verdict.json --check-run --comment --compare ghcr.io/org/app:latest",
                        "multiarch status --verdict verdict.json --issue --no-statuses",
                        "multiarch status --verdict verdict.json --repository org/app --sha 6dcb09b5b57875f334f61aebed695e2e4193db5e")
                .addMixin("Status", Options.group(files, pending, context, noStatuses, required))
                .addMixin(StatusDetails.HEADING, talk.spec())
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
                            : "there is no verdict to report. Fix: --verdict FILE, or --pending before there is a verdict");
        }
        StatusVerdicts read = read();
        List<CommitStatus> statuses = noStatuses.getValue() ? List.of() : statuses(read);
        int exit = exit(read);
        read.problems().forEach(console::error);
        read.missing().forEach(file -> console.say("there is no verdict " + file + ": the state is error"));
        read.elsewhere()
                .forEach(file -> console.say(file + ": the state is error. Fix: judge this commit, and remove the"
                        + " files of earlier runs"));
        if (!read.isByAll()) {
            console.say(StatusVerdicts.OTHER + ": the state is error. Fix: judge by " + names(read.expected()));
        }
        talk.check(pending(), noStatuses.getValue());
        try {
            return report(read, statuses, exit);
        } catch (FormatException | UsageException e) {
            if (exit != ExitCode.REFUSED) {
                throw e;
            }
            console.error(e.getMessage()); // a verdict that fails is the answer, whatever GitHub was not told
            return exit;
        }
    }

    private int report(StatusVerdicts read, List<CommitStatus> statuses, int exit) throws Exception {
        Event event = github.event(console);
        Api.Settings settings = github.settings(console, event);
        List<String> failures = new ArrayList<>();
        List<CommitStatus> told = List.of();
        Optional<KeptIssue.Kept> issue = Optional.empty();
        try (Api api = Api.open(settings)) {
            var teller = new CommitReporter(api, event, wait -> Thread.sleep(wait.toMillis()), failures::add);
            Optional<Event> found = teller.found();
            if (found.isPresent()) {
                told = teller.add(statuses, github.url(console));
                issue = talk.tell(console, output, teller, found.get(), what(read, settings.token()));
            }
        }
        for (String failure : failures) {
            if (required()) {
                console.error(failure);
            } else {
                console.say("warning: " + failure);
                console.step().warn(failure);
            }
        }
        StatusPrinter.print(console, output, event, statuses, told, issue);
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

    private static String names(Set<Verdict.Judged> policies) {
        return policies.stream()
                .map(policy -> policy.name() + " (" + policy.digest() + ")")
                .collect(Collectors.joining(", "));
    }

    private StatusVerdicts read() throws UsageException, IOException, InvalidPolicy {
        Set<Verdict.Judged> expected = new LinkedHashSet<>();
        if (policies.areNamed() || pending()) {
            expected.addAll(Verdict.Judged.of(policies.read(console)));
        }
        return StatusVerdicts.read(console, files(), expected, commits());
    }

    /** The verdict of a pull request names the merge commit that was built, and the status is set on its head. */
    private Set<String> commits() throws UsageException, IOException {
        Set<String> commits = new LinkedHashSet<>();
        commits.add(console.environment().getOrDefault("GITHUB_SHA", ""));
        try {
            commits.add(github.event(console).sha());
        } catch (FormatException malformed) {
            return Set.of(); // said where it is needed, behind a verdict that fails
        }
        commits.remove("");
        return commits;
    }

    private List<CommitStatus> statuses(StatusVerdicts read) throws UsageException, IOException, InvalidPolicy {
        var states = new PolicyStatuses(context.getValue());
        Set<String> all = new LinkedHashSet<>();
        read.expected().forEach(policy -> all.add(policy.name()));
        if (pending()) {
            return states.all(all, CommitStatus.State.PENDING, "the image is being built and judged");
        }
        if (read.isWhole()) {
            return states.of(read.verdicts(), read.expected());
        }
        read.verdicts().forEach(verdict -> verdict.policies().forEach(policy -> all.add(policy.name())));
        if (all.isEmpty()) {
            policies.read(console).forEach(policy -> all.add(policy.name()));
        }
        List<CommitStatus> open =
                states.all(all, CommitStatus.State.ERROR, read.reason().orElseThrow());
        return read.verdicts().isEmpty() ? open : withFailures(open, states.of(read.verdicts(), read.expected()));
    }

    /** What was judged and failed says more than that another verdict is missing. */
    private static List<CommitStatus> withFailures(List<CommitStatus> open, List<CommitStatus> judged) {
        return open.stream()
                .map(each -> judged.stream()
                        .filter(one ->
                                one.context().equals(each.context()) && one.state() == CommitStatus.State.FAILURE)
                        .findFirst()
                        .orElse(each))
                .toList();
    }

    private StatusDetails.What what(StatusVerdicts read, String token) throws UsageException {
        return new StatusDetails.What(context.getValue(), read.verdicts(), read.reason(), github.url(console), token);
    }

    private int exit(StatusVerdicts read) {
        if (read.verdicts().stream().anyMatch(v -> ExitCode.of(v.outcome()) == ExitCode.REFUSED)) {
            return ExitCode.REFUSED;
        }
        if (!read.problems().isEmpty()) {
            return ExitCode.USAGE;
        }
        boolean unknown = read.verdicts().stream().anyMatch(v -> ExitCode.of(v.outcome()) == ExitCode.UNKNOWN);
        return unknown || read.reason().isPresent() ? ExitCode.UNKNOWN : ExitCode.FINE;
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
