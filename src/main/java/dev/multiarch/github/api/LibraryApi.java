package dev.multiarch.github.api;

import dev.multiarch.github.Api;
import dev.multiarch.github.ApiException;
import dev.multiarch.github.CheckRun;
import dev.multiarch.github.CommitStatus;
import dev.multiarch.github.Issues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.kohsuke.github.GHCheckRun;
import org.kohsuke.github.GHCheckRunBuilder;
import org.kohsuke.github.GHCommitState;
import org.kohsuke.github.GHIssueComment;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GHUser;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.GitHubRateLimitHandler;

final class LibraryApi implements Api {
    private static final int PAGE = 100;

    /** A branch has few pull requests, but nobody counts on it. */
    private static final int MOST_PULLS = 1_000;

    private static final int MOST_COMMENTS = 5_000;

    /** What the library throws is unpacked in one place. */
    interface Call<T> {
        T make() throws IOException;
    }

    private final Settings settings;
    private final Exchange exchange;
    private final Map<Integer, GHPullRequest> pulls = new HashMap<>();
    private final Issues issues = new LibraryIssues(this::repository);
    private Optional<GitHub> github = Optional.empty();
    private Optional<GHRepository> known = Optional.empty();

    LibraryApi(Settings settings) {
        this.settings = settings;
        this.exchange = new Exchange(settings);
    }

    private GitHub github() throws IOException {
        if (github.isEmpty()) {
            github = Optional.of(new GitHubBuilder()
                    .withEndpoint(settings.endpoint().toString())
                    .withOAuthToken(settings.token(), "") // without a name it asks for one, which a job's token may not
                    .withConnector(exchange)
                    .withRateLimitHandler(GitHubRateLimitHandler.FAIL)
                    .withAbuseLimitHandler(GitHubAbuseLimitHandler.FAIL)
                    .build());
        }
        return github.get();
    }

    /** The first request. */
    private GHRepository repository() throws IOException {
        if (known.isEmpty()) {
            known = Optional.of(github().getRepository(settings.repository()));
        }
        return known.get();
    }

    @Override
    public void add(String sha, CommitStatus status, String url) throws ApiException {
        GHCommitState state = GHCommitState.valueOf(status.state().name());
        call(() -> repository()
                .createCommitStatus(sha, state, url.isEmpty() ? null : url, status.description(), status.context()));
    }

    @Override
    public List<Pull> pulls(String owner, String branch) throws ApiException {
        return call(() -> {
            List<Pull> pulls = new ArrayList<>();
            var found = repository()
                    .queryPullRequests()
                    .state(GHIssueState.OPEN)
                    .head(owner + ":" + branch)
                    .list()
                    .withPageSize(PAGE);
            for (GHPullRequest pull : found) {
                GHRepository from = pull.getHead().getRepository();
                pulls.add(new Pull(
                        pull.getNumber(),
                        from == null ? "" : from.getFullName(),
                        pull.getHead().getSha()));
                if (pulls.size() == MOST_PULLS) {
                    break;
                }
            }
            return pulls;
        });
    }

    /** The library sends fifty notes a request. */
    @Override
    public void add(String sha, CheckRun run, String url) throws ApiException {
        call(() -> {
            var output = new GHCheckRunBuilder.Output(run.title(), run.summary());
            for (CheckRun.Note note : run.notes()) {
                var level = GHCheckRun.AnnotationLevel.valueOf(note.level().toUpperCase(Locale.ROOT));
                output.add(new GHCheckRunBuilder.Annotation(note.path(), note.line(), level, note.message())
                        .withTitle(note.title()));
            }
            GHCheckRunBuilder builder = repository()
                    .createCheckRun(run.name(), sha)
                    .withStatus(GHCheckRun.Status.COMPLETED)
                    .withConclusion(run.passed() ? GHCheckRun.Conclusion.SUCCESS : GHCheckRun.Conclusion.FAILURE)
                    .add(output);
            return (url.isEmpty() ? builder : builder.withDetailsURL(url)).create();
        });
    }

    @Override
    public long user(Optional<String> login) throws ApiException {
        return call(() -> {
            GHUser user = login.isPresent() ? github().getUser(login.get()) : github().getMyself();
            return user.getId();
        });
    }

    @Override
    public List<Said> comments(int pull, Predicate<String> which) throws ApiException {
        return call(() -> {
            List<Said> all = new ArrayList<>();
            int seen = 0;
            for (GHIssueComment comment : pull(pull).listComments().withPageSize(PAGE)) {
                String body = String.valueOf(comment.getBody());
                if (which.test(body)) {
                    all.add(new Said(comment.getId(), author(comment::getUser), body));
                }
                if (++seen == MOST_COMMENTS) {
                    break;
                }
            }
            return all;
        });
    }

    /** Nobody's, 0, where the author's account is gone: the library expects one. */
    static long author(Call<GHUser> of) throws IOException {
        try {
            return of.make().getId();
        } catch (NullPointerException gone) {
            return 0;
        }
    }

    @Override
    public void comment(int pull, String body) throws ApiException {
        call(() -> pull(pull).comment(body));
    }

    @Override
    public void edit(int pull, long id, String body) throws ApiException {
        call(() -> {
            GHIssueComment comment = found(pull, id);
            if (comment != null) {
                comment.update(body);
            }
            return id;
        });
    }

    @Override
    public void remove(int pull, long id) throws ApiException {
        call(() -> {
            GHIssueComment comment = found(pull, id);
            if (comment != null) {
                comment.delete();
            }
            return id;
        });
    }

    private GHIssueComment found(int pull, long id) throws IOException {
        int seen = 0;
        for (GHIssueComment comment : pull(pull).listComments().withPageSize(PAGE)) {
            if (comment.getId() == id) {
                return comment;
            }
            if (++seen == MOST_COMMENTS) {
                break;
            }
        }
        return null;
    }

    private GHPullRequest pull(int number) throws IOException {
        GHPullRequest pull = pulls.get(number);
        if (pull == null) {
            pull = repository().getPullRequest(number);
            pulls.put(number, pull);
        }
        return pull;
    }

    /** The library wraps what the exchange throws, in checked and unchecked exceptions of its own. */
    static <T> T call(Call<T> call) throws ApiException {
        try {
            return call.make();
        } catch (IOException | RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ApiException failed) {
                    throw failed;
                }
            }
            // Its message may quote a whole answer.
            throw new ApiException(
                    ApiException.Kind.UNREADABLE,
                    "the answer is not what GitHub's API sends (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public Issues issues() {
        return issues;
    }

    @Override
    public void close() {
        exchange.close();
    }
}
