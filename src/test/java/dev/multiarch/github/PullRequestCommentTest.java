package dev.multiarch.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;

/** Runs that comment and open issues at once, against one server. */
class PullRequestCommentTest {
    private static final String SHA = "1111111111111111111111111111111111111111";

    private interface Run {
        void of(ApiServer server, long id) throws Exception;
    }

    private static void atOnce(ApiServer server, Run run) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        var start = new CountDownLatch(1);
        List<Future<?>> runs = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            long id = number;
            runs.add(threads.submit(() -> {
                start.await();
                run.of(server, id);
                return id;
            }));
        }
        start.countDown();
        threads.shutdown();
        for (Future<?> each : runs) {
            each.get();
        }
    }

    @RepeatedTest(5)
    void runsThatCommentAtOnceLeaveOneComment() throws Exception {
        try (ApiServer server = ApiServer.start()) {
            server.state.pull(12, "org/app", "feature", SHA);
            atOnce(server, (there, id) -> put(there, new Comment("multiarch", id, 1, "run " + id)));
            assertThat(server.state.comments).hasSize(1);
            put(server, new Comment("multiarch", 5, 1, "run 5"));
            assertThat(server.state.comments)
                    .singleElement()
                    .satisfies(comment ->
                            assertThat(comment.get("body").toString()).endsWith("run 5"));
        }
    }

    @RepeatedTest(5)
    void runsThatOpenAnIssueAtOnceLeaveOne() throws Exception {
        try (ApiServer server = ApiServer.start()) {
            atOnce(server, (there, id) -> put(there, issue(id)));
            put(server, issue(5));
            assertThat(server.state.issues.open()).singleElement().asString().endsWith("run 5");
            assertThat(server.state.issues.all().get(0)).containsEntry("state", "open");
        }
    }

    private static IssueReport issue(long run) {
        return new IssueReport("bad", false, new Comment("multiarch", run, 1, "run " + run));
    }

    private static void put(ApiServer server, IssueReport report) throws Exception {
        var settings = new Api.Settings(URI.create(server.url()), ApiServer.TOKEN, "org/app", Map.of());
        try (Api api = Api.open(settings)) {
            new KeptIssue(api.issues(), api.user(Optional.of("github-actions[bot]"))).put(report);
        }
    }

    private static void put(ApiServer server, Comment comment) throws Exception {
        var settings = new Api.Settings(URI.create(server.url()), ApiServer.TOKEN, "org/app", Map.of());
        try (Api api = Api.open(settings)) {
            new PullRequestComment(api, 12, api.user(Optional.of("github-actions[bot]"))).put(comment);
        }
    }
}
