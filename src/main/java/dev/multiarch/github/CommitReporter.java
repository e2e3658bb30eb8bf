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
        long id;
        try {
            id = patience.with(() -> api.user(author));
        } catch (ApiException e) {
            failures.accept(
                    "the comment on the pull request " + pull + " was not written, because the user of the token is"
                            + " unknown: " + e.getMessage() + ". Fix: name that user with --comment-author, such as"
                            + " 'my-app[bot]'");
            return false;
        }
        try {
            boolean put = patience.with(() -> new PullRequestComment(api, pull, id).put(comment));
            if (!put) {
                failures.accept("a later run has commented on the pull request " + pull
                        + ", and its comment stays. Fix: nothing, unless the later run was wrong");
            }
            return put;
        } catch (ApiException e) {
            String what = "the comment on the pull request " + pull + " was not written";
            failures.accept(sentence(what, e, "pull-requests: write"));
            return false;
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
            case LIMITED -> "run it again later; fewer runs at once reach no limit";
            case REFUSED -> "check that the commit is pushed, and that it has fewer than 1,000 statuses";
            case BROKEN -> "run it again; www.githubstatus.com lists outages";
            case UNREADABLE -> "check GITHUB_API_URL (https://HOST/api/v3 for GitHub Enterprise Server) and the proxy";
        };
    }
}
