package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.step.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two writers of one tag, in each order that their steps can have: once both have ended, the newest holds the tag. */
class RaceTest {
    private static final int FEW = 2;
    private static final Turns.Step PUT_INTENT = new Turns.Step("intents", true);
    private static final String LIST_BY_ONE = RacingWriters.ONE + " " + new Turns.Step("intents", false);

    private SampleRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = new SampleRegistry();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Digest pushed(String created) throws Exception {
        return registry.candidate(created).digest().orElseThrow();
    }

    /** The newest holds the tag, its writer said so, the other one said what is true of its part, and one intent is left. */
    private static void newestHolds(RacingWriters writers, Digest newest, String byWriter, List<String> order)
            throws Exception {
        assertThat(writers.held()).as("%s", order).contains(newest);
        assertThat(writers.said(byWriter))
                .as("%s", order)
                .isEqualTo(new Promote.Moved(
                        ((Promote.Moved) writers.said(byWriter)).tag(),
                        ((Promote.Moved) writers.said(byWriter)).before(),
                        newest,
                        ""));
        String loser = byWriter.equals(RacingWriters.ONE) ? RacingWriters.OTHER : RacingWriters.ONE;
        if (writers.said(loser) instanceof Exception failure) {
            assertThat(failure).as("%s", order).isInstanceOf(Refused.class);
        } else if (((Promote.Moved) writers.said(loser)).overtaken()) {
            assertThat(((Promote.Moved) writers.said(loser)).after()).isEqualTo(newest);
        }
        assertThat(writers.intents().objects()).as("%s", order).hasSize(1);
    }

    @Test
    void theNewerHoldsTheTagWhereWritersWaitForEachOther() throws Exception {
        assertThat(theNewerHoldsTheTag(new Turns(FEW))).isGreaterThan(100);
    }

    @Test
    @Tag("long")
    void theNewerHoldsTheTagInEachOrder() throws Exception {
        assertThat(theNewerHoldsTheTag(new Turns())).isGreaterThan(1000);
    }

    private int theNewerHoldsTheTag(Turns turns) throws Exception {
        Digest older = pushed("2026-01-03T00:00:00Z");
        Digest newer = pushed("2026-01-04T00:00:00Z");
        try (var writers = new RacingWriters(registry, turns)) {
            return turns.all(
                    () -> writers.race(older, newer), order -> newestHolds(writers, newer, RacingWriters.OTHER, order));
        }
    }

    /** A call that says that it moved the tag did, and nobody moved it on: no call loses what the other one added. */
    @Test
    void ofTwoThatKeepTheTagsImagesOnlyTheHolderSucceeds() throws Exception {
        Digest older = pushed("2026-01-03T00:00:00Z");
        Digest newer = pushed("2026-01-04T00:00:00Z");
        Map<String, Digest> candidates = Map.of(RacingWriters.ONE, older, RacingWriters.OTHER, newer);
        var turns = new Turns(FEW);
        try (var writers = new RacingWriters(registry, turns).keeping()) {
            List<Digest> held = new ArrayList<>();
            turns.all(() -> writers.race(older, newer), order -> {
                held.add(writers.held().orElseThrow());
                candidates.forEach((writer, candidate) -> {
                    if (writers.said(writer) instanceof Promote.Moved) {
                        assertThat(held.get(held.size() - 1)).as("%s", order).isEqualTo(candidate);
                    } else {
                        assertThat((Exception) writers.said(writer))
                                .as("%s", order)
                                .isInstanceOf(Refused.class);
                    }
                });
            });
            assertThat(held).contains(older, newer).hasSizeGreaterThan(20);
        }
    }

    @Test
    void withoutIntentsThereAreOrdersInWhichTheOlderHoldsIt() throws Exception {
        Digest older = pushed("2026-01-03T00:00:00Z");
        Digest newer = pushed("2026-01-04T00:00:00Z");
        var turns = new Turns();
        try (var writers = new RacingWriters(registry, turns).withoutIntents()) {
            List<Digest> held = new ArrayList<>();
            turns.all(
                    () -> writers.race(older, newer),
                    order -> held.add(writers.held().orElseThrow()));
            assertThat(held).contains(older, newer);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "times | created=2026-01-03T00:00:00Z | - | created=2026-01-04T00:00:00Z | -",
                "the same time | created=2026-01-03T00:00:00Z title=a | - | created=2026-01-03T00:00:00Z title=b | -",
                "no time | title=a | - | title=b | -",
                "a day of 2026 and a time within it | created=2026-05-01 | - | created=2026-05-01T08:00:00Z | -",
                "the year 2999 and now | created=2999-01-01T00:00:00Z | - | created=2026-01-03T00:00:00Z | -",
                "the year 2999 twice | created=2999-01-01T00:00:00Z title=a | - | created=2999-01-01T00:00:00Z title=b | -",
                "configs alone | - | 2026-04-01T00:00:00Z | - | 2026-04-02T00:00:00Z",
                "runs | created=2026-01-04T00:00:00Z run=9.1 source=a | - | created=2026-01-03T00:00:00Z run=10.1 source=a | -",
                "one plan, built twice | plan=p created=2026-01-03T00:00:00Z title=a | - | plan=p created=2026-01-03T00:00:00Z title=b | -",
            })
    void whateverDecidesBothWritersComeToTheSame(
            String name, String one, String oneConfig, String other, String otherConfig) throws Exception {
        Digest first = put(one, oneConfig, "one");
        Digest second = put(other, otherConfig, "two");
        var turns = new Turns(FEW);
        try (var writers = new RacingWriters(registry, turns).forNewTags()) {
            List<Digest> held = new ArrayList<>();
            turns.all(() -> writers.race(first, second), order -> {
                held.add(writers.held().orElseThrow());
                assertThat(writers.intents().objects()).as("%s", order).hasSize(1);
            });
            // Where neither is certainly newer, one that begins after the other has ended may follow it.
            boolean again = name.startsWith("one plan");
            assertThat(held).hasSizeGreaterThan(100);
            if (!again) {
                assertThat(held).containsOnly(held.get(0));
            }
            assertThat(held).isSubsetOf(first, second);
        }
    }

    @ParameterizedTest(name = "the {0} writer")
    @ValueSource(strings = {RacingWriters.ONE, RacingWriters.OTHER})
    void whereverAWriterIsKilledTheNextPromotionRepairs(String killed) throws Exception {
        Digest older = pushed("2026-01-03T00:00:00Z");
        Digest newer = pushed("2026-01-04T00:00:00Z");
        boolean dies = true;
        for (int steps = 0; dies; steps++) {
            int lives = steps;
            var turns = new Turns(1);
            try (var writers = new RacingWriters(registry, turns)) {
                turns.all(
                        () -> {
                            Map<String, Turns.Writer> both = writers.race(older, newer);
                            writers.kill(killed, lives);
                            return both;
                        },
                        order -> {
                            writers.revive();
                            assertThat(writers.held().orElseThrow())
                                    .as("%s", order)
                                    .isIn(writers.old(), older, newer);
                            repair(writers, older, newer, order);
                        });
                dies = writers.wasKilled(killed);
            }
        }
    }

    /** Both run again, the older one first. */
    private static void repair(RacingWriters writers, Digest older, Digest newer, List<String> order) throws Exception {
        Digest held = writers.held().orElseThrow();
        writers.promote(RacingWriters.ONE, older, false);
        assertThat(writers.held().orElseThrow())
                .as("%s, then the older again; it was %s", order, held)
                .isIn(older, newer);
        writers.promote(RacingWriters.OTHER, newer, false);
        assertThat(writers.held()).as("%s, then both again", order).contains(newer);
    }

    @Test
    void aRollbackGoesBeyondWhatWasThereAndNoWriterUndoesIt() throws Exception {
        Digest older = pushed("2026-01-03T00:00:00Z");
        Digest newer = pushed("2026-01-04T00:00:00Z");
        var turns = new Turns(FEW);
        try (var writers = new RacingWriters(registry, turns)) {
            writers.next();
            writers.promote(RacingWriters.OTHER, newer, false);
            writers.promote(RacingWriters.ONE, older, true);
            assertThat(writers.held()).contains(older);
            assertThat(writers.intents().objects()).hasSize(1);
            writers.promote(RacingWriters.OTHER, newer, false);
            assertThat(writers.held()).contains(newer);
            turns.all(() -> writers.race(older, newer, true), order -> {
                boolean after = order.indexOf(RacingWriters.OTHER + " " + PUT_INTENT) < order.indexOf(LIST_BY_ONE);
                assertThat(writers.held().orElseThrow())
                        .as("%s", order)
                        .isIn(after ? List.of(older) : List.of(older, newer));
                assertThat(writers.intents().objects()).as("%s", order).hasSize(1);
            });
        }
    }

    private Digest put(String annotations, String config, String tag) throws Exception {
        Map<String, String> read = new LinkedHashMap<>();
        for (String pair : annotations == null ? new String[0] : annotations.split(" ")) {
            String[] parts = pair.split("=");
            String base = List.of("run", "plan").contains(parts[0]) ? "dev.multiarch." : "org.opencontainers.image.";
            read.put(base + parts[0], parts[1]);
        }
        Reference where = registry.app().withTag(tag);
        return registry.put(where, read, Optional.ofNullable(config).orElse(""));
    }
}
