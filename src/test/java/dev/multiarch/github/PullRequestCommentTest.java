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

/** Runs that comment at once, against one server. */
class PullRequestCommentTest {
    private static final String SHA = "1111111111111111111111111111111111111111";

    @RepeatedTest(5)
    void runsThatCommentAtOnceLeaveOneComment() throws Exception {
        try (ApiServer server = ApiServer.start()) {
            server.state.pull(12, "org/app", "feature", SHA);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            var start = new CountDownLatch(1);
            List<Future<?>> runs = new ArrayList<>();
            for (int run = 1; run <= 4; run++) {
                long id = run;
                runs.add(threads.submit(() -> {
                    start.await();
                    put(server, new Comment("multiarch", id, 1, "run " + id));
                    return id;
                }));
            }
            start.countDown();
            for (Future<?> run : runs) {
                run.get();
            }
            threads.shutdown();
            assertThat(server.state.comments).hasSize(1);
            put(server, new Comment("multiarch", 5, 1, "run 5"));
            assertThat(server.state.comments)
                    .singleElement()
                    .satisfies(comment ->
                            assertThat(comment.get("body").toString()).endsWith("run 5"));
        }
    }

    private static void put(ApiServer server, Comment comment) throws Exception {
        var settings = new Api.Settings(URI.create(server.url()), ApiServer.TOKEN, "org/app", Map.of());
        try (Api api = Api.open(settings)) {
            new PullRequestComment(api, 12, api.user(Optional.of("github-actions[bot]"))).put(comment);
        }
    }
}
