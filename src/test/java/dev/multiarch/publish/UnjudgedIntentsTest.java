package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import dev.multiarch.process.Programs;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a merge says and does where the newest image was put forward by {@code promote --unjudged}. */
class UnjudgedIntentsTest {
    private static final String NOTE = "_intents/t/a";
    private static final String LATER = "2026-01-05T00:00:00Z";
    private static final String REASON = "rollback, incident 42";

    private SampleRegistry registry;
    private Reference candidate;
    private Reference tag;
    private Policy legs;
    private MemoryStore store;

    @BeforeEach
    void start() throws Exception {
        registry = new SampleRegistry();
        candidate = registry.candidate(SampleRegistry.NEW);
        tag = registry.app().withTag("1");
        registry.put(tag, SampleRegistry.OLD);
        legs = SampleRegistry.policy("src/test/resources/publish/legs.yaml");
        store = new MemoryStore();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Promotion promote(Reference what, Optional<String> unjudged, Policy... policies) throws Exception {
        var session = new Session(
                        registry.client(), new Programs(l -> {}), Map.of("USER", "bob"), l -> {}, Optional.empty())
                .with(new RacingWriters.Place(store));
        return new Promote(session, EngineChoice.NATIVE, Optional.empty())
                .run(
                        PublishedIndex.read(registry.client(), what),
                        new Promote.Request(
                                List.of(tag),
                                false,
                                List.of(policies),
                                "pass",
                                Optional.empty(),
                                unjudged,
                                false,
                                Optional.empty(),
                                List.of()));
    }

    /** A call that was killed before it moved the tag left this. */
    private void left(Reference what, Judgement judgement, Instant at) throws Exception {
        store.put(
                NOTE,
                new Intent(
                                tag.toString(),
                                what.digest().orElseThrow(),
                                Set.of(),
                                judgement,
                                "not judged: " + REASON,
                                "bob",
                                at)
                        .write());
    }

    private Digest failing() throws Exception {
        return registry.put(registry.app().withTag("theirs"), LATER);
    }

    @Test
    void whatPassesIsPutAndSaidToBeUnjudged() throws Exception {
        Reference newer = registry.candidate(LATER);
        left(newer, new Judgement.Unjudged(REASON), Instant.now());
        Promotion promotion = promote(candidate, Optional.empty(), legs);
        assertThat(promotion.failure()).isEmpty();
        assertThat(registry.tag(tag)).isEqualTo(newer.digest());
        assertThat(promotion.moved().get(0).newer().orElseThrow().sentence())
                .isEqualTo("It comes from promote --unjudged (bob), so it was not judged then. The reason: \"" + REASON
                        + "\". This call judged it: it passes legs");
    }

    @Test
    void whatFailsIsPutAndIsNoSuccess() throws Exception {
        Reference newer = registry.app().with(failing());
        left(newer, new Judgement.Unjudged(REASON), Instant.now());
        Promotion promotion = promote(candidate, Optional.empty(), legs);
        assertThat(registry.tag(tag)).isEqualTo(newer.digest());
        assertThat(promotion.failure().orElseThrow())
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith(tag + " points to " + newer.selector()
                        + ", which is newer than this call's image " + candidate.selector()
                        + ". It comes from promote --unjudged (bob), so it was not judged then. The reason: \""
                        + REASON + "\". By legs its verdict is fail. Fix: multiarch promote " + candidate);
    }

    @Test
    void aMergeThatMayNotFollowItSaysThatNobodyJudgedIt() throws Exception {
        Reference newer = registry.app().with(failing());
        assertThat(promote(newer, Optional.of(REASON)).failure()).isEmpty();
        assertThat(promote(candidate, Optional.empty(), legs).failure().orElseThrow())
                .isInstanceOf(Refused.class)
                .hasMessageContainingAll(
                        "Tags move only forwards",
                        newer.selector() + ", which " + tag + " points to, was not judged: it comes from promote"
                                + " --unjudged (bob). The reason: \"" + REASON + "\"");
    }

    @Test
    void aNoteOfAnOlderVersionSaysNothingOfItAndIsRead() throws Exception {
        Reference newer = registry.candidate(LATER);
        left(newer, new Judgement.NotKnown(), Instant.now());
        assertThat(new String(store.objects().get(NOTE), StandardCharsets.UTF_8))
                .doesNotContain("judged\"");
        Promotion promotion = promote(candidate, Optional.empty(), legs);
        assertThat(promotion.failure()).isEmpty();
        assertThat(promotion.moved().get(0).newer().orElseThrow().sentence())
                .contains("whether it was judged is not known", "This call judged it: it passes legs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-05T00:00:00Z", "2996-01-05T00:00:00Z"})
    void whatAnotherCallJudgedAtAnotherTimeIsJudgedAgain(String at) throws Exception {
        Reference newer = registry.app().with(failing());
        var judged = new Judgement.Judged(Set.of(legs.digest()));
        left(newer, judged, Instant.now());
        assertThat(promote(candidate, Optional.empty(), legs).failure()).isEmpty();
        registry.put(tag, SampleRegistry.OLD);
        store.objects().clear();
        left(newer, judged, Instant.parse(at));
        assertThat(promote(candidate, Optional.empty(), legs).failure().orElseThrow())
                .isInstanceOf(Refused.class)
                .hasMessageContaining("By legs its verdict is fail");
    }

    @Test
    void aReasonOfSeveralLinesKeepsNobodyFromTheTag() throws Exception {
        Reference newer = registry.candidate(LATER);
        assertThat(promote(newer, Optional.of("first\nsecond\u001b[31m " + "x".repeat(9_000)))
                        .failure())
                .isEmpty();
        assertThat(store.objects()).hasSize(1);
        assertThat(promote(newer, Optional.empty(), legs).failure()).isEmpty();
    }
}
