package dev.multiarch.github;

import dev.multiarch.registry.request.Retry.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reports to GitHub about a commit. What can't be reported is said once, with its fix, and ends nothing. */
public final class CommitReporter {
    private final Api api;
    private final Event event;
    private final ApiRetry patience;
    private final Consumer<String> failures;

    /** @param failures take a sentence with its fix for each kind of thing that GitHub was not told */
    public CommitReporter(Api api, Event event, Pause pause, Consumer<String> failures) {
        this.api = api;
        this.event = event;
        this.patience = new ApiRetry(pause);
        this.failures = failures;
    }

    /**
     * After a run for a fork, the event with the pull request that GitHub itself knows by this head; empty, and said, where
     * there is none: then anyone who made the event may have lied about its head.
     */
    public Optional<Event> found() {
        if (event.head().isEmpty()) {
            return Optional.of(event);
        }
        Event.Head head = event.head().get();
        try {
            List<Api.Pull> pulls = patience.with(() -> api.pulls(head.owner(), head.branch()));
            Optional<Integer> number = pulls.stream()
                    .filter(pull -> pull.headSha().equals(head.sha())
                            && pull.headRepository().equalsIgnoreCase(head.repository()))
                    .map(Api.Pull::number)
                    .findFirst();
            if (number.isEmpty()) {
                failures.accept(
                        "GitHub knows no open pull request with the head " + head.sha() + " of " + head.repository()
                                + ", so nothing was reported. Fix: if it has a newer commit, its own run reports");
                return Optional.empty();
            }
            return Optional.of(new Event(event.repository(), event.sha(), number, Optional.empty()));
        } catch (ApiException e) {
            failures.accept(sentence("the pull request was not found", e, "pull-requests: read"));
            return Optional.empty();
        }
    }

    /** @return those that are set now */
    public List<CommitStatus> add(List<CommitStatus> statuses, String url) {
        List<CommitStatus> told = new ArrayList<>();
        try {
            for (CommitStatus status : statuses) {
                patience.with(() -> {
                    api.add(event.sha(), status, url);
                    return status;
                });
                told.add(status);
            }
        } catch (ApiException e) {
            String what = "the status " + statuses.get(told.size()).context() + " was not set";
            failures.accept(sentence(what, e, "statuses: write"));
        }
        return told;
    }

    /** @return whether it is set now */
    public boolean add(CheckRun run, String url) {
        try {
            patience.with(() -> {
                api.add(event.sha(), run, url);
                return true;
            });
            return true;
        } catch (ApiException e) {
            failures.accept(sentence("the check run " + run.name() + " was not made", e, "checks: write"));
            return false;
        }
    }

    /**
     * @param pull that is commented on
     * @param author the name of the user that the token writes as; empty to ask GitHub
     * @return whether the comment says so now
     */
    public boolean put(int pull, Optional<String> author, Comment comment) {
        String what = "the comment on the pull request " + pull + " was not written";
        Optional<Long> user = user(author, what);
        if (user.isEmpty()) {
            return false;
        }
        try {
            boolean put = patience.with(() -> new PullRequestComment(api, pull, user.get()).put(comment));
            if (!put) {
                failures.accept("a later run has commented on the pull request " + pull
                        + ", and its comment stays. Fix: nothing, unless the later run was wrong");
            }
            return put;
        } catch (ApiException e) {
            failures.accept(sentence(what, e, "pull-requests: write"));
            return false;
        }
    }

    private Optional<Long> user(Optional<String> author, String what) {
        try {
            return Optional.of(patience.with(() -> api.user(author)));
        } catch (ApiException e) {
            failures.accept(what + ", because the user of the token is unknown: " + e.getMessage()
                    + ". Fix: name that user with --comment-author, such as 'my-app[bot]'");
            return Optional.empty();
        }
    }

    /**
     * @param author as in {@link #put}
     * @return the issue that was opened, updated or closed; empty where there is none to say something about
     */
    public Optional<KeptIssue.Kept> put(Optional<String> author, IssueReport report) {
        String what = report.good() ? "the issue on a bad verdict was not looked for" : "the issue was not written";
        Optional<Long> user = user(author, what);
        if (user.isEmpty()) {
            return Optional.empty();
        }
        try {
            KeptIssue.Put put = patience.with(() -> new KeptIssue(api.issues(), user.get()).put(report));
            if (put.late()) {
                failures.accept("a later run has written the issue "
                        + put.kept().orElseThrow().number()
                        + ", which stays as it is. Fix: nothing, unless the later run was wrong");
                return Optional.empty();
            }
            return put.kept();
        } catch (ApiException e) {
            failures.accept(sentence(what, e, "issues: write"));
            return Optional.empty();
        }
    }

    /** @param permission that the token needs for it */
    private String sentence(String what, ApiException e, String permission) {
        return what + " on " + event.repository() + ": " + e.getMessage() + ". Fix: " + fix(e, permission);
    }

    private static String fix(ApiException e, String permission) {
        return switch (e.kind()) {
            case TOKEN -> "set GITHUB_TOKEN to a token that is valid, such as ${{ github.token }}";
            case PERMISSION ->
                "give the job \"permissions: {" + permission
                        + "}\". A pull request from a fork has a token that only reads: tell from a workflow that runs"
                        + " on workflow_run";
            case MOVED ->
                "name the repository as it is called now (--repository OWNER/NAME): it was renamed, or has another owner";
            case LIMITED -> "run it again later; fewer runs at once reach no limit";
            case DISABLED -> "turn issues on in the settings of the repository, or leave out --issue";
            case REFUSED ->
                permission.startsWith("statuses") || permission.startsWith("checks")
                        ? "check that the commit is pushed, and that it has fewer than 1,000 statuses"
                        : "see what GitHub says of it";
            case BROKEN -> "run it again; www.githubstatus.com lists outages";
            case UNREADABLE -> "check GITHUB_API_URL (https://HOST/api/v3 for GitHub Enterprise Server) and the proxy";
        };
    }
}
