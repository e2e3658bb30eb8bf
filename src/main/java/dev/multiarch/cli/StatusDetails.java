package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Failure;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.github.CheckRun;
import dev.multiarch.github.Comment;
import dev.multiarch.github.CommitReporter;
import dev.multiarch.github.Event;
import dev.multiarch.github.IssueReport;
import dev.multiarch.github.KeptIssue;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.read.OptionPolicies;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.report.Reports;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import dev.multiarch.verify.Verify;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code status} says at greater length than a status can. */
final class StatusDetails {
    static final String HEADING = "Check run, comment and issue";

    private static final Duration BUDGET = Duration.ofMinutes(1);
    private static final String BOT = "github-actions[bot]";

    /**
     * @param missing why there is no verdict, or not every one
     * @param token that GitHub gets
     */
    record What(String context, List<Verdict> verdicts, Optional<String> missing, String url, String token) {}

    private final ToolOptions registries = new ToolOptions();

    private final OptionSpec checkRun = Options.flag(
            "--check-run",
            "Also make a check run. It shows findings at the lines of the policy and of the Dockerfile. Needs"
                    + " checks: write.");

    private final OptionSpec comment = Options.flag(
            "--comment", "Keep one comment on the pull request. Each run edits it. Needs pull-requests: write.");

    private final OptionSpec author = Options.text(
            "--comment-author",
            "LOGIN",
            "The user that the token belongs to (github-actions[bot] for a workflow's token; otherwise GitHub says"
                    + " it). Comments and issues of other users are not changed.");

    private final OptionSpec issue = Options.flag(
            "--issue",
            "Keep one issue open while the verdict is bad, for nightly runs. Each run edits it, and one that passes closes"
                    + " it. Needs issues: write. On pull requests nothing is done.");

    private final OptionSpec compare =
            Options.text("--compare", "REF", "Show in the comment what changed compared with this image.");

    CommandSpec spec() {
        return Options.group(checkRun, comment, compare, issue, author);
    }

    ToolOptions registries() {
        return registries;
    }

    private boolean checkRun() {
        return checkRun.getValue();
    }

    private boolean comment() {
        return comment.getValue();
    }

    private boolean issue() {
        return issue.getValue();
    }

    void check(boolean pending, boolean noStatuses) throws UsageException {
        boolean any = checkRun() || comment() || issue();
        if (pending && (any || noStatuses)) {
            throw new UsageException("--pending sets statuses alone. Fix: leave out --check-run, --comment, --issue and"
                    + " --no-statuses");
        }
        if (noStatuses && !any) {
            throw new UsageException("--no-statuses leaves nothing to report. Fix: add --issue, --comment or"
                    + " --check-run, or leave out --no-statuses");
        }
        if (Options.given(compare).isPresent() && !comment()) {
            throw new UsageException("--compare is shown in the comment. Fix: --comment, or leave out --compare");
        }
    }

    /** @return the issue, where there is one to speak of */
    Optional<KeptIssue.Kept> tell(Console console, OutputOptions output, CommitReporter teller, Event event, What what)
            throws Exception {
        long[] run = {number(console, "GITHUB_RUN_ID"), number(console, "GITHUB_RUN_ATTEMPT")};
        if (checkRun()) {
            teller.add(CheckRun.of(what.context(), what.verdicts(), what.missing()), what.url());
        }
        if (comment() && event.pull().isEmpty()) {
            console.say("there is no comment, as this event has no pull request");
        } else if (comment()) {
            Optional<String> compare = Options.given(this.compare);
            String change = compare.isEmpty() || what.verdicts().isEmpty()
                    ? ""
                    : change(console, output, what.verdicts().get(0), compare.get());
            Comment said = Comment.of(what.context(), what.verdicts(), what.missing(), change, what.url(), run);
            teller.put(event.pull().get(), author(what.token()), said);
        }
        if (issue() && event.pull().isPresent()) {
            console.say("there is no issue, as this is the verdict on a pull request");
        } else if (issue()) {
            return teller.put(
                    author(what.token()),
                    IssueReport.of(what.context(), what.verdicts(), what.missing(), what.url(), run));
        }
        return Optional.empty();
    }

    /** A base image that can't be read, such as that of a first build, is not a reason not to comment. */
    private String change(Console console, OutputOptions output, Verdict verdict, String reference) throws Exception {
        Session tools = registries.tools(console, output, BUDGET);
        try (Source source = registries.source(console, tools, reference)) {
            // Nobody asks what it says of the image: the sizes are read on the way.
            List<Policy> any = List.of(OptionPolicies.requiring(List.of(Platform.parse("linux/amd64"))));
            return Reports.change(verdict, new Verify(tools).run(source, any, Optional.empty()));
        } catch (RegistryException | CannotJudge | FormatException e) {
            console.say("warning: nothing is compared with " + reference + ": " + Failure.message(e));
            return "\n*The image to compare with was not read: see the log of the run.*\n";
        }
    }

    /** The token of a workflow's job begins so, and may not ask who it is. */
    private Optional<String> author(String token) {
        Optional<String> author = Options.given(this.author);
        return author.isPresent() || !token.startsWith("ghs_") ? author : Optional.of(BOT);
    }

    private static long number(Console console, String variable) {
        String text = console.environment().getOrDefault(variable, "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
