package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import dev.multiarch.process.Programs;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.step.IntentPlace;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a writer leaves for others before it moves a tag, and what it makes of what others left. */
class IntentsTest {
    private static final String FOLDER = "_intents/t/";
    private static final String LATER = "2026-01-05T00:00:00Z";

    private final List<String> said = new ArrayList<>();
    private SampleRegistry registry;
    private Reference candidate;
    private Reference tag;
    private Digest old;
    private MemoryStore store;

    @BeforeEach
    void start() throws Exception {
        registry = new SampleRegistry();
        candidate = registry.candidate(SampleRegistry.NEW);
        tag = registry.app().withTag("1");
        old = registry.put(tag, SampleRegistry.OLD);
        store = new MemoryStore();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Promotion promote(Reference what, ObjectStore intents, Policy... policies) throws Exception {
        said.clear();
        var session = new Session(registry.client(), new Programs(l -> {}), Map.of(), said::add, Optional.empty())
                .with(place(intents));
        return new Promote(session, EngineChoice.NATIVE, Optional.empty())
                .run(
                        PublishedIndex.read(registry.client(), what),
                        new Promote.Request(List.of(tag), false, List.of(policies), "test", Optional.empty()));
    }

    private static IntentPlace place(ObjectStore intents) {
        return new IntentPlace() {
            @Override
            public Optional<Folder> of(Reference tag) {
                return Optional.of(new Folder(intents, FOLDER));
            }

            @Override
            public Optional<String> gap() {
                return Optional.empty();
            }
        };
    }

    /** An intent of somebody who has not moved the tag yet. */
    private Intent intent(Reference about, String... over) {
        return intent(about, Instant.parse("2026-01-01T00:00:00Z"), over);
    }

    private Intent intent(Reference about, Instant at, String... over) {
        return new Intent(
                tag.toString(),
                about.digest().orElseThrow(),
                Set.of(over),
                new Judgement.Judged(Set.of()),
                "pass by theirs",
                "bob",
                at);
    }

    private void leave(String name, Intent intent) throws IOException {
        store.put(FOLDER + name, intent.write());
    }

    private static Optional<Newer> newer() {
        return Optional.of(new Newer("bob", "pass by theirs", new Judgement.Judged(Set.of()), List.of()));
    }

    private static Promote.Moved only(Promotion promotion) {
        assertThat(promotion.failure()).isEmpty();
        return promotion.moved().get(0);
    }

    private Digest digest(Reference reference) {
        return reference.digest().orElseThrow();
    }

    @Test
    void theIntentIsThereBeforeTheTagMoves() throws Exception {
        List<String> then = new ArrayList<>();
        registry.before(
                "PUT /v2/app/manifests/1",
                () -> store.objects().values().forEach(bytes -> then.add(new String(bytes))));
        only(promote(candidate, store));
        assertThat(then).hasSize(1).allSatisfy(text -> assertThat(text).contains(candidate.selector()));
    }

    @Test
    void aNewerOneFollowsAndIsSaid() throws Exception {
        Reference newer = registry.candidate(LATER);
        leave("a", intent(newer));
        assertThat(only(promote(candidate, store)))
                .isEqualTo(new Promote.Moved(tag, Optional.of(old), digest(newer), "", newer()));
        assertThat(registry.tag(tag)).contains(digest(newer));
        assertThat(store.objects()).containsOnlyKeys(FOLDER + "a");
    }

    @Test
    void aTagThatStaysIsRepairedToo() throws Exception {
        only(promote(candidate, store));
        Reference newer = registry.candidate(LATER);
        leave("a", intent(newer));
        assertThat(only(promote(candidate, store)))
                .isEqualTo(new Promote.Moved(tag, candidate.digest(), digest(newer), "", newer()));
        assertThat(registry.tag(tag)).contains(digest(newer));
    }

    @Test
    void aNewerOneThatOurPoliciesRefuseIsPutAndIsNoSuccess() throws Exception {
        Reference newer = registry.app().with(registry.put(registry.app().withTag("theirs"), LATER));
        leave("a", intent(newer));
        Policy legs = SampleRegistry.policy("src/test/resources/publish/legs.yaml");
        Promotion promotion = promote(candidate, store, legs);
        assertThat(promotion.failure().orElseThrow())
                .isInstanceOf(Refused.class)
                .hasMessageContainingAll(tag + " points to " + newer.selector()
                        + ", which is newer than this call's image "
                        + candidate.selector() + ". Another call put it forward (bob; pass by theirs). By legs its"
                        + " verdict is fail. Fix: multiarch promote " + candidate + " --tag " + tag
                        + " --allow-older puts this call's image there");
        assertThat(registry.tag(tag)).contains(digest(newer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T00:00:00Z", "2996-01-01T00:00:00Z", "+1000000000-01-01T00:00:00Z"})
    void anIntentWhoseImageIsNotInTheRepositoryIsItsWritersToPut(String abandoned) throws Exception {
        Reference elsewhere = registry.app().with(Digest.of("elsewhere".getBytes()));
        leave("a", intent(elsewhere, Instant.parse(abandoned)));
        leave("b", intent(elsewhere, Instant.now()));
        assertThat(only(promote(candidate, store)).overtaken()).isFalse();
        assertThat(registry.tag(tag)).isEqualTo(candidate.digest());
        assertThat(store.objects().keySet()).hasSize(2).contains(FOLDER + "b").doesNotContain(FOLDER + "a");
    }

    @Test
    void whatAnAbsentOneReplacesCountsAllTheSame() throws Exception {
        Reference newer = registry.candidate(LATER);
        leave("a", intent(newer));
        leave("b", intent(registry.app().with(Digest.of("elsewhere".getBytes())), "a"));
        assertThat(only(promote(candidate, store)).after()).isEqualTo(digest(newer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "{}", "{\"schema\": \"dev.multiarch.intent/v2\"}"})
    void whatIsNoIntentKeepsTheTag(String text) throws Exception {
        store.put(FOLDER + "a", text.getBytes());
        assertThat(promote(candidate, store).failure().orElseThrow())
                .isInstanceOf(StepFailed.class)
                .hasMessageContainingAll(
                        "the notes that calls leave for each other before they move " + tag
                                + " (--intents, in memory) can't be used: note a",
                        "Fix: delete the note that is named",
                        tag + " points to " + old);
        assertThat(registry.tag(tag)).contains(old);
    }

    @Test
    void anIntentThatCannotBeWrittenKeepsTheTag() throws Exception {
        MemoryStore full = store.seenBy(step -> {
            if (step.writes()) {
                throw new FormatException("disk full");
            }
        });
        assertThat(promote(candidate, full).failure().orElseThrow())
                .isInstanceOf(StepFailed.class)
                .hasMessageContainingAll("can't be used: disk full", tag + " points to " + old);
        assertThat(registry.tag(tag)).contains(old);
    }

    @Test
    void anIntentThatIsNotListedKeepsTheTag() throws Exception {
        MemoryStore forgets = store.seenBy(step -> store.objects().clear());
        assertThat(promote(candidate, forgets).failure().orElseThrow())
                .isInstanceOf(StepFailed.class)
                .hasMessageContainingAll("but is not listed", tag + " points to " + old);
        assertThat(registry.tag(tag)).contains(old);
    }

    @Test
    void oldIntentsThatStayDoNoHarm() throws Exception {
        only(promote(candidate, store));
        int[] writes = {0};
        MemoryStore keeps = store.seenBy(step -> {
            if (step.writes() && ++writes[0] > 1) {
                throw new FormatException("not allowed");
            }
        });
        Reference newer = registry.candidate(LATER);
        only(promote(newer, keeps));
        assertThat(registry.tag(tag)).isEqualTo(newer.digest());
        assertThat(said)
                .contains("warning: old notes of other calls on " + tag
                        + " (--intents) can't be deleted, which does no harm: not allowed");
        assertThat(only(promote(newer, keeps)).why()).isEqualTo("it points there already");
        assertThat(store.objects()).hasSize(2);
    }

    @Test
    void aFailedMoveThatTookPlaceIsLookedAtAgain() throws Exception {
        Reference newer = registry.candidate(LATER);
        leave("a", intent(newer));
        registry.fail("PUT /v2/app/manifests/1", Fault.cut(0).with("Docker-Content-Digest", "other"));
        assertThat(promote(candidate, store).failure().orElseThrow())
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("it was taken as other");
        assertThat(registry.tag(tag)).contains(digest(newer));
    }
}
