package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tags move only forwards, all or with a word about each, and what is said of them is what they point to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromotionTest {
    private static final String LATER = "2026-01-03T00:00:00Z";

    private SampleRegistry registry;
    private Reference candidate;
    private final List<String> said = new ArrayList<>();
    private int tags;
    private Reference tag;

    @BeforeAll
    void start() throws Exception {
        registry = new SampleRegistry();
        candidate = registry.candidate(SampleRegistry.NEW);
    }

    @AfterAll
    void close() {
        registry.close();
    }

    @BeforeEach
    void next() {
        tag = tag();
        said.clear();
        registry.heal();
    }

    private Reference tag() {
        return registry.app().withTag("t" + tags++);
    }

    private List<Promote.Moved> promote(Reference what, Reference... to) throws Exception {
        var session = new Session(registry.client(), new Programs(line -> {}), Map.of(), said::add, Optional.empty());
        return MatrixMerge.promote(session, EngineChoice.NATIVE, what, List.of(to));
    }

    private Digest digest() {
        return candidate.digest().orElseThrow();
    }

    @Test
    void aTagThatIsNotThereIsNew() throws Exception {
        assertThat(promote(candidate, tag)).containsExactly(new Promote.Moved(tag, Optional.empty(), digest(), ""));
        assertThat(registry.tag(tag)).contains(digest());
    }

    @Test
    void aTagInAnotherRegistryGetsTheImagesToo() throws Exception {
        String other = registry.app().registry().replace("127.0.0.1", "localhost");
        Reference elsewhere = Reference.parse(other + "/far-" + tag.selector() + ":1");
        assertThat(promote(candidate, tag, elsewhere)).hasSize(2);
        assertThat(registry.tag(elsewhere)).contains(digest());
        for (Digest image : registry.legs()) {
            assertThat(registry.client().manifestExists(elsewhere, image)).isTrue();
        }
        assertThat(said).anyMatch(line -> line.startsWith("copied to " + other) && line.contains(" sent ("));
    }

    @Test
    void aTagThatIsMissingForAMomentDoesNotGoBack() throws Exception {
        Digest newer = registry.put(tag, LATER);
        registry.fail("GET /v2/app/manifests/" + tag.selector(), Fault.status(404));
        assertThatThrownBy(() -> promote(candidate, tag)).isInstanceOf(Refused.class);
        assertThat(registry.tag(tag)).contains(newer);
    }

    @Test
    void oneTagThatMustNotMoveKeepsAllWhereTheyAre() throws Exception {
        Reference back = tag();
        Digest older = registry.put(tag, SampleRegistry.OLD);
        Digest newer = registry.put(back, LATER);
        assertThatThrownBy(() -> promote(candidate, tag, back)).isInstanceOf(Refused.class);
        assertThat(registry.tag(tag)).contains(older);
        assertThat(registry.tag(back)).contains(newer);
    }

    @Test
    void theSameImagesWithOtherFactsDoNotMoveATag() throws Exception {
        Reference same = registry.app()
                .with(registry.merge()
                        .run(
                                registry.client(),
                                registry.merge()
                                        .plan(
                                                registry.app(),
                                                "another",
                                                registry.plan(SampleRegistry.NEW)
                                                        .created()),
                                List.of())
                        .candidate()
                        .digest()
                        .orElseThrow());
        assertThat(same).isNotEqualTo(candidate);
        promote(candidate, tag);
        assertThat(promote(same, tag))
                .containsExactly(
                        new Promote.Moved(
                                tag,
                                Optional.of(digest()),
                                digest(),
                                "the images are the same, only dev.multiarch.* annotations, the index's time or attestations differ"));
        assertThat(promote(candidate, tag))
                .containsExactly(new Promote.Moved(tag, Optional.of(digest()), digest(), "it points there already"));
        assertThat(registry.tag(tag)).contains(digest());
    }

    @Test
    void ofSeveralTagsThoseThatMovedAndThoseThatDidNotAreNamed() throws Exception {
        Reference second = tag();
        Reference third = tag();
        Digest old = registry.put(second, SampleRegistry.OLD);
        registry.fail("PUT /v2/app/manifests/" + second.selector(), Fault.error(403, "DENIED", "protected"));
        assertThatThrownBy(() -> promote(candidate, tag, second, third))
                .isInstanceOf(StepFailed.class)
                .hasMessageContainingAll(
                        "403 DENIED",
                        tag + " points to it; " + second + " points to " + old + "; " + third + " points to nothing.");
        assertThat(registry.tag(tag)).contains(digest());
        assertThat(registry.tag(second)).contains(old);
        assertThat(registry.tag(third)).isEmpty();
        registry.heal();
        assertThat(promote(candidate, tag, second, third)).hasSize(3);
        assertThat(registry.tag(third)).contains(digest());
    }

    @Test
    void aFailureIsToldThoughTheTagHasMoved() throws Exception {
        registry.fail("PUT /v2/app/manifests/" + tag.selector(), Fault.cut(0).with("Docker-Content-Digest", "other"));
        assertThatThrownBy(() -> promote(candidate, tag))
                .isInstanceOf(StepFailed.class)
                .hasMessageContainingAll("it was taken as other", "All tags point to it.");
        assertThat(registry.tag(tag)).contains(digest());
    }

    @Test
    void aTagThatMovesOnDuringThePromotionIsSaid() throws Exception {
        registry.put(tag, SampleRegistry.OLD);
        var elsewhere = new ArrayList<Digest>();
        registry.before("HEAD /v2/app/manifests/" + tag.selector(), () -> elsewhere.add(registry.put(tag, LATER)));
        assertThatThrownBy(() -> promote(candidate, tag))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining(tag + " points to " + elsewhere.get(0));
    }

    @Test
    void aTagThatCannotBeReadDoesNotMove() throws Exception {
        Digest old = registry.put(tag, SampleRegistry.OLD);
        registry.failAlways("GET /v2/app/manifests/" + tag.selector(), Fault.status(503));
        assertThatThrownBy(() -> promote(candidate, tag)).hasMessageContaining("503");
        registry.heal();
        assertThat(registry.tag(tag)).contains(old);
    }
}
