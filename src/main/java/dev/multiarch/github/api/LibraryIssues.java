package dev.multiarch.github.api;

import dev.multiarch.github.ApiException;
import dev.multiarch.github.Issues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.kohsuke.github.GHDirection;
import org.kohsuke.github.GHIssue;
import org.kohsuke.github.GHIssueQueryBuilder;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHIssueStateReason;
import org.kohsuke.github.GHRepository;

final class LibraryIssues implements Issues {
    private static final int PAGE = 100;

    /** An issue that a nightly run rewrites is among those that changed last. */
    private static final int MOST = 2_000;

    /** The first request. */
    interface Repository {
        GHRepository get() throws IOException;
    }

    private final Repository repository;
    private final Map<Integer, GHIssue> known = new HashMap<>();

    LibraryIssues(Repository repository) {
        this.repository = repository;
    }

    @Override
    public List<Issue> open(Predicate<String> which) throws ApiException {
        return LibraryApi.call(() -> {
            List<Issue> found = new ArrayList<>();
            int seen = 0;
            var query = repository.get().queryIssues().state(GHIssueState.OPEN);
            query.sort(GHIssueQueryBuilder.Sort.UPDATED)
                    .direction(GHDirection.DESC)
                    .pageSize(PAGE);
            for (GHIssue issue : query.list()) {
                if (!issue.isPullRequest() && which.test(String.valueOf(issue.getBody()))) {
                    found.add(of(issue));
                }
                if (++seen == MOST) {
                    break;
                }
            }
            return found;
        });
    }

    @Override
    public Issue make(String title, String body) throws ApiException {
        return LibraryApi.call(
                () -> of(repository.get().createIssue(title).body(body).create()));
    }

    private Issue of(GHIssue issue) throws IOException {
        known.put(issue.getNumber(), issue);
        return new Issue(
                issue.getNumber(),
                LibraryApi.author(issue::getUser),
                String.valueOf(issue.getTitle()),
                String.valueOf(issue.getBody()));
    }

    @Override
    public void edit(Issue issue, String title, String body) throws ApiException {
        LibraryApi.call(() -> {
            GHIssue there = known.get(issue.number());
            if (!issue.title().equals(title)) {
                there.setTitle(title);
            }
            if (!issue.body().equals(body)) {
                there.setBody(body);
            }
            return issue;
        });
    }

    @Override
    public void close(Issue issue, boolean done) throws ApiException {
        LibraryApi.call(() -> {
            known.get(issue.number()).close(done ? GHIssueStateReason.COMPLETED : GHIssueStateReason.NOT_PLANNED);
            return issue;
        });
    }
}
