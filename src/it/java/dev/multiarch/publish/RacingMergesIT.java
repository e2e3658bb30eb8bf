package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.process.Programs;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.stores.RegistryStore;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.step.IntentPlace;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten merges of one tag at once, in a real registry: once all have ended, the newest holds the tag. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RacingMergesIT {
    private static final int MERGES = 10;
    private static final int SAMPLE = 3;
    private static final int ALL = 20;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<Platform> PLATFORMS =
            List.of(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));

    private final Stack stack = Stack.require();
    private int rounds;
    private int overtaken;
    private int refused;
    private int lost;

    @TempDir
    Path folder;

    static Stream<Arguments> kinds() {
        return Stream.of(EngineChoice.NATIVE, EngineChoice.IMAGETOOLS)
                .flatMap(engine -> Stream.of("folder", "registry").map(place -> Arguments.of(engine, place)));
    }

    @AfterAll
    void count() {
        System.out.println("racing merges: " + rounds + " rounds of " + MERGES + ", " + overtaken + " overtaken, "
                + refused + " refused, " + lost + " tags lost");
    }

    @ParameterizedTest(name = "{0}, intents in a {1}")
    @MethodSource("kinds")
    void theNewestHoldsTheTag(EngineChoice engine, String place) throws Exception {
        for (int round = 0; round < SAMPLE; round++) {
            race(engine, place, round);
        }
    }

    @Tag("long")
    @Timeout(value = 2, unit = java.util.concurrent.TimeUnit.HOURS)
    @ParameterizedTest(name = "{0}, intents in a {1}")
    @MethodSource("kinds")
    void theNewestHoldsTheTagInEachOfTwentyRounds(EngineChoice engine, String place) throws Exception {
        for (int round = 0; round < ALL; round++) {
            race(engine, place, round);
        }
    }

    /** In an odd round all are of the same time: the greatest digest counts as the newest. */
    private void race(EngineChoice engine, String place, int round) throws Exception {
        Reference app = Reference.parse(
                stack.registry() + "/it/race-" + UUID.randomUUID().toString().substring(0, 8));
        Reference tag = app.withTag("latest");
        var started = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(MERGES);
        try (Registry direct = new Registry(settings())) {
            List<Future<Merge.Merged>> running = new ArrayList<>();
            List<Integer> order = new ArrayList<>();
            for (int i = 1; i <= MERGES; i++) {
                order.add(i);
            }
            Collections.shuffle(order);
            new LegImage(PLATFORMS.get(0), "old").pushIndex(direct, app, START.minusSeconds(1), "latest");
            for (int number : order) {
                MatrixMerge merge = merge(direct, app, number);
                Plan plan = merge.plan(app, "plan-" + number, START.plusSeconds(round % 2 == 1 ? 0 : number));
                running.add(threads.submit(() -> {
                    started.await();
                    try (Registry own = new Registry(settings())) {
                        return merge.run(session(own, place), engine, plan, List.of(tag));
                    }
                }));
            }
            started.countDown();
            List<Merge.Merged> merged = new ArrayList<>();
            for (Future<Merge.Merged> one : running) {
                merged.add(one.get());
            }
            check(direct, tag, merged, newest(order, merged, round));
        } finally {
            threads.shutdownNow();
        }
    }

    private static Digest newest(List<Integer> order, List<Merge.Merged> merged, int round) {
        List<Digest> candidates = merged.stream()
                .map(each -> each.candidate().digest().orElseThrow())
                .toList();
        return round % 2 == 1
                ? candidates.stream()
                        .max(Comparator.comparing(Digest::toString))
                        .orElseThrow()
                : candidates.get(order.indexOf(MERGES));
    }

    private void check(Registry direct, Reference tag, List<Merge.Merged> merged, Digest newest) throws Exception {
        rounds++;
        Optional<Digest> now = direct.resolve(tag);
        lost += now.equals(Optional.of(newest)) ? 0 : 1;
        for (Merge.Merged each : merged) {
            boolean mine = each.candidate().digest().equals(Optional.of(newest));
            if (each.promotion().failure().isPresent()) {
                refused++;
                assertThat(each.promotion().failure().get()).isInstanceOf(Refused.class);
                assertThat(mine).as("the newest is never refused").isFalse();
            } else {
                overtaken += each.promotion().moved().get(0).overtaken() ? 1 : 0;
            }
        }
        assertThat(now).contains(newest);
    }

    private static MatrixMerge merge(Registry registry, Reference app, int number) throws Exception {
        List<Digest> images = new ArrayList<>();
        for (Platform platform : PLATFORMS) {
            images.add(new LegImage(platform, "merge " + number).push(registry, app));
        }
        return new MatrixMerge(
                PLATFORMS,
                images,
                List.of(PolicyReader.read("baseline", Path.of("").toAbsolutePath())));
    }

    private Session session(Registry registry, String place) {
        return new Session(registry, new Programs(line -> {}), System.getenv(), line -> {}, Optional.empty())
                .with(new Place(registry, place, folder));
    }

    private record Place(Registry registry, String kind, Path folder) implements IntentPlace {
        @Override
        public Optional<Folder> of(Reference tag) {
            ObjectStore store = kind.equals("folder")
                    ? new DirectoryStore(folder)
                    : RegistryStore.ofIntents(registry, tag.repositoryOnly(), warning -> {});
            return Optional.of(new Folder(store, "_t/" + tag.repository().replace('/', '-') + "/"));
        }

        @Override
        public Optional<String> gap() {
            return Optional.empty();
        }
    }

    private static RegistrySettings settings() {
        var patience = new RegistrySettings.Patience(
                Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofMillis(50));
        return new RegistrySettings(Set.of(), Path.of("/nonexistent"), Map.of(), Duration.ofHours(1), patience);
    }
}
