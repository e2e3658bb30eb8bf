package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import dev.multiarch.process.Programs;
import dev.multiarch.step.IntentPlace;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several calls push one immutable tag at once: those whose image does not hold it have failed, with both digests. */
class ImmutableRaceTest {
    private static final int ROUNDS = 8;
    private static final List<String> TIMES =
            List.of("2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z", "2026-01-05T00:00:00Z");

    @TempDir
    Path folder;

    private SampleRegistry registry;
    private Policy policy;
    private final List<Reference> candidates = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        registry = new SampleRegistry();
        Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimage: {config-match: true}\nimmutable-tags: [\"*\"]\n");
        policy = SampleRegistry.policy(folder.resolve("p.yaml").toString());
        for (String time : TIMES) {
            candidates.add(registry.candidate(time));
        }
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Digest digest(int candidate) {
        return candidates.get(candidate).digest().orElseThrow();
    }

    private static void isTrue(Object said, Digest candidate, Digest held, Object order) {
        if (said instanceof Promote.Moved moved) {
            assertThat(moved.newer()).as("%s", order).isEmpty();
            assertThat(held).as("%s", order).isEqualTo(candidate);
        } else if (said instanceof StepFailed failed) {
            // A call that came too late had the tag for a moment. Where it points to in the end is not for this one to
            // say.
            assertThat(failed).as("%s", order).hasMessageContaining("no call has left word of that");
        } else {
            assertThat((Exception) said).as("%s", order).isInstanceOf(Refused.class);
            assertThat(((Exception) said).getMessage())
                    .as("%s", order)
                    .contains(" is immutable (immutable-tags in policy p)")
                    .contains("the candidate is " + candidate, "it points to sha256:");
        }
    }

    @Test
    void ofTwoOnlyTheHolderSucceedsInEachOrder() throws Exception {
        var turns = new Turns(2);
        try (var writers = new RacingWriters(registry, turns).forNewTags().under(policy)) {
            int[] won = {0, 0};
            turns.all(() -> writers.race(digest(0), digest(1)), order -> {
                Digest held = writers.held().orElseThrow();
                isTrue(writers.said(RacingWriters.ONE), digest(0), held, order);
                isTrue(writers.said(RacingWriters.OTHER), digest(1), held, order);
                won[0] += writers.said(RacingWriters.ONE) instanceof Promote.Moved ? 1 : 0;
                won[1] += writers.said(RacingWriters.OTHER) instanceof Promote.Moved ? 1 : 0;
            });
            assertThat(won[0]).as("the first has ended before").isPositive();
            assertThat(won[1]).isPositive();
        }
    }

    private Promotion promote(Reference candidate, Reference tag, IntentPlace place) throws Exception {
        var session = new Session(registry.client(), new Programs(l -> {}), Map.of(), l -> {}, Optional.empty());
        return new Promote(session.with(place), EngineChoice.NATIVE, Optional.empty())
                .run(
                        PublishedIndex.read(registry.client(), candidate),
                        new Promote.Request(List.of(tag), false, List.of(policy), "test", Optional.empty()));
    }

    @Test
    void ofThreeOnlyTheHolderSucceeds() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Reference tag = registry.app().withTag("v1.0." + round);
            var place = new RacingWriters.Place(new MemoryStore());
            var barrier = new CyclicBarrier(candidates.size());
            List<CompletableFuture<Promotion>> calls = new ArrayList<>();
            for (Reference candidate : candidates) {
                calls.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        barrier.await();
                        return promote(candidate, tag, place);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            for (CompletableFuture<Promotion> call : calls) {
                call.join();
            }
            Digest held = registry.tag(tag).orElseThrow();
            for (int i = 0; i < calls.size(); i++) {
                Promotion promotion = calls.get(i).join();
                Object said = promotion.failure().isPresent()
                        ? promotion.failure().get()
                        : promotion.moved().get(0);
                isTrue(said, digest(i), held, round);
            }
        }
    }

    /** Another call saw the note of one that comes too late, and put its image before the note was taken back. */
    @ParameterizedTest(name = "notes can be deleted: {0}")
    @ValueSource(booleans = {true, false})
    void whoComesTooLateGivesTheTagBack(boolean deletes) throws Exception {
        Reference tag = registry.app().withTag("v1");
        Reference late = candidates.get(2);
        var store = new MemoryStore();
        int[] writes = {0};
        MemoryStore seen = store.seenBy(step -> {
            writes[0] += step.writes() ? 1 : 0;
            if (step.writes() && writes[0] == 1) {
                assertThat(now(() -> promote(candidates.get(0), tag, new RacingWriters.Place(store)))
                                .failure())
                        .isEmpty();
            } else if (step.writes() && writes[0] == 2) {
                now(() -> {
                    PublishedIndex index = PublishedIndex.read(registry.client(), late);
                    registry.client()
                            .pusher()
                            .manifest(
                                    tag,
                                    index.document().mediaType(),
                                    index.document().bytes());
                    return index;
                });
                if (!deletes) {
                    throw new FormatException("nothing is deleted here");
                }
            }
        });
        Promotion promotion = promote(late, tag, new RacingWriters.Place(seen));
        isTrue(promotion.failure().orElseThrow(), digest(2), digest(0), "late");
        assertThat(registry.tag(tag)).contains(digest(0));
        assertThat(promote(candidates.get(0), tag, new RacingWriters.Place(store))
                        .failure())
                .isEmpty();
        assertThat(registry.tag(tag)).contains(digest(0));
    }

    private interface Doing<T> {
        T run() throws Exception;
    }

    private static <T> T now(Doing<T> doing) {
        try {
            return doing.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
