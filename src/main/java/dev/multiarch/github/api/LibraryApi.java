package dev.multiarch.github.api;

import dev.multiarch.github.Api;
import dev.multiarch.github.ApiFailed;
import dev.multiarch.github.CommitStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kohsuke.github.GHCommitState;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.GitHubRateLimitHandler;

final class LibraryApi implements Api {
    private static final int PAGE = 100;

    /** A branch has few pull requests, but nobody counts on it. */
    private static final int MOST_PULLS = 1_000;

    /** What the library throws is unpacked in one place. */
    private interface Call<T> {
        T make() throws IOException;
    }

    private final Settings settings;
    private final Exchange exchange;
    private Optional<GHRepository> known = Optional.empty();

    LibraryApi(Settings settings) {
        this.settings = settings;
        this.exchange = new Exchange(settings);
    }

    /** The first request. */
    private GHRepository repository() throws IOException {
        if (known.isEmpty()) {
            GitHub github = new GitHubBuilder()
                    .withEndpoint(settings.endpoint().toString())
                    .withOAuthToken(settings.token(), "") // without a name it asks for one, which a job's token may not
                    .withConnector(exchange)
                    .withRateLimitHandler(GitHubRateLimitHandler.FAIL)
                    .withAbuseLimitHandler(GitHubAbuseLimitHandler.FAIL)
                    .build();
            known = Optional.of(github.getRepository(settings.repository()));
        }
        return known.get();
    }

    @Override
    public void add(String sha, CommitStatus status, String url) throws ApiFailed {
        GHCommitState state = GHCommitState.valueOf(status.state().name());
        call(() -> repository()
                .createCommitStatus(sha, state, url.isEmpty() ? null : url, status.description(), status.context()));
    }

    @Override
    public List<Pull> pulls(String owner, String branch) throws ApiFailed {
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

    /** The library wraps what the exchange throws, in checked and unchecked exceptions of its own. */
    private static <T> T call(Call<T> call) throws ApiFailed {
        try {
            return call.make();
        } catch (IOException | RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ApiFailed failed) {
                    throw failed;
                }
            }
            // Its message may quote a whole answer.
            throw new ApiFailed(
                    ApiFailed.Kind.UNREADABLE,
                    "the answer is not what GitHub's API sends (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public void close() {
        exchange.close();
    }
}
