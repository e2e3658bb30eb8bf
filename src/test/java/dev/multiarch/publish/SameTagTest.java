package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.step.Refused;
import dev.multiarch.step.StepFailed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same images keep their tag, an immutable tag keeps its images, and what can be known is known before a tag moves. */
class SameTagTest {
    private static final String SAME =
            "the images are the same, only dev.multiarch.* annotations, the index's time or attestations differ";

    private SampleRegistry registry;
    private Reference candidate;
    private Reference tag;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        registry = new SampleRegistry();
        candidate = registry.candidate(SampleRegistry.NEW);
        tag = registry.app().withTag("v1.2.3");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private List<Promote.Moved> promote(String policy, Reference... tags) throws Exception {
        Files.writeString(folder.resolve("p.yaml"), "apiVersion: multiarch/v1\nkind: Policy\nname: p\n" + policy);
        Policy read = SampleRegistry.policy(folder.resolve("p.yaml").toString());
        var session = MatrixMerge.session(registry.client());
        PublishedIndex index = PublishedIndex.read(registry.client(), candidate);
        return MatrixMerge.moved(new Promote(session, EngineChoice.NATIVE, Optional.empty())
                .run(index, new Promote.Request(List.of(tags), false, List.of(read), "test", Optional.empty())));
    }

    /** The candidate's images under a tag, without one of the facts. */
    private Digest withoutAFact(Reference where) throws Exception {
        byte[] bytes = registry.client().manifest(candidate).bytes();
        String other =
                new String(bytes, StandardCharsets.UTF_8).replaceFirst("\"dev.multiarch.plan\": \"[^\"]*\",", "");
        byte[] changed = other.getBytes(StandardCharsets.UTF_8);
        assertThat(changed).isNotEqualTo(bytes);
        registry.client().pusher().manifest(where, MediaTypes.OCI_INDEX, changed);
        return Digest.of(changed);
    }

    @Test
    void theSameImagesKeepAnImmutableTag() throws Exception {
        Digest there = withoutAFact(tag);
        assertThat(promote("image: {config-match: true}\nimmutable-tags: [\"v*.*.*\"]\n", tag))
                .containsExactly(new Promote.Moved(tag, Optional.of(there), there, SAME));
        assertThat(registry.tag(tag)).contains(there);
    }

    @Test
    void aWorkflowThatRunsAgainIsNoOtherImage() throws Exception {
        byte[] bytes = registry.client().manifest(candidate).bytes();
        byte[] earlier = new String(bytes, StandardCharsets.UTF_8)
                .replace(SampleRegistry.NEW, SampleRegistry.OLD)
                .getBytes(StandardCharsets.UTF_8);
        assertThat(earlier).isNotEqualTo(bytes);
        registry.client().pusher().manifest(tag, MediaTypes.OCI_INDEX, earlier);
        assertThat(promote("image: {config-match: true}\nimmutable-tags: [\"v*.*.*\"]\n", tag))
                .containsExactly(new Promote.Moved(tag, Optional.of(Digest.of(earlier)), Digest.of(earlier), SAME));
    }

    @Test
    void theSameImagesMoveATagThatThePolicyRefuses() throws Exception {
        Digest there = withoutAFact(tag);
        String policy = "image: {annotations: {dev.multiarch.plan: {present: true}}}\n";
        assertThat(promote(policy, tag))
                .containsExactly(new Promote.Moved(
                        tag, Optional.of(there), candidate.digest().orElseThrow(), ""));
        assertThat(registry.tag(tag)).isEqualTo(candidate.digest());
        Reference fixed = registry.app().withTag("v2.0.0");
        withoutAFact(fixed);
        assertThatThrownBy(() -> promote(policy + "immutable-tags: [\"v2*\"]\n", fixed))
                .isInstanceOf(Refused.class);
        assertThat(registry.tag(fixed)).contains(there);
    }

    @Test
    void otherImagesDoNotMoveAnImmutableTagNorAnyOther() throws Exception {
        Digest there = registry.put(tag, SampleRegistry.OLD);
        Reference latest = registry.app().withTag("latest");
        Digest old = registry.put(latest, SampleRegistry.OLD);
        assertThatThrownBy(() -> promote("image: {config-match: true}\nimmutable-tags: [\"v*.*.*\"]\n", latest, tag))
                .isInstanceOf(Refused.class)
                .hasMessage(tag + " is immutable (immutable-tags in policy p): it points to " + there
                        + ", the candidate is " + candidate.selector()
                        + ". No tag was moved. Fix: give the candidate a new tag");
        assertThat(registry.tag(tag)).contains(there);
        assertThat(registry.tag(latest)).contains(old);
    }

    @Test
    void anImmutableTagThatIsNotThereYetIsPushed() throws Exception {
        promote("image: {config-match: true}\nimmutable-tags: [\"v*.*.*\"]\n", tag);
        assertThat(registry.tag(tag)).isEqualTo(candidate.digest());
    }

    @Test
    void aRegistryThatKeepsItsTagsRefusesWithBothDigests() throws Exception {
        Digest there = registry.put(tag, SampleRegistry.OLD);
        String says = "The image tag 'v1.2.3' already exists in the 'app' repository and cannot be overwritten because"
                + " the tag is immutable.";
        registry.fail("PUT /v2/app/manifests/v1.2.3", Fault.error(400, "TAG_INVALID", says));
        assertThatThrownBy(() -> promote("image: {config-match: true}\n", tag))
                .isInstanceOf(Refused.class)
                .hasMessageContainingAll(says, candidate.toString(), tag + " points to " + there, "a new tag");
    }

    @Test
    void aRepositoryThatCannotBeWrittenIsNoticedBeforeATagMoves() throws Exception {
        Digest old = registry.put(tag, SampleRegistry.OLD);
        Reference other = registry.other("other").withTag("1");
        registry.fail("POST /v2/other/blobs/uploads/", Fault.error(403, "DENIED", "not yours"));
        assertThatThrownBy(() -> promote("image: {config-match: true}\n", tag, other))
                .isInstanceOf(StepFailed.class)
                .hasMessageContainingAll("403 DENIED", tag + " points to " + old, other + " points to nothing");
    }
}
