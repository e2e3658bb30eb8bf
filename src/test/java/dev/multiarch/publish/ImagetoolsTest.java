package dev.multiarch.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import dev.multiarch.step.StepFailed;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever imagetools makes, pushes, moves and says of it: the registry is asked. */
class ImagetoolsTest {
    private SampleRegistry registry;
    private Reference tag;
    private Digest old;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        registry = new SampleRegistry();
        tag = registry.app().withTag("1");
        old = registry.put(tag, SampleRegistry.OLD);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Merge.Merged merge(FakeImagetools imagetools) throws Exception {
        Policy policy = SampleRegistry.policy("src/test/resources/publish/legs.yaml");
        return new Merge(imagetools.session())
                .run(registry.request(
                        registry.plan(SampleRegistry.NEW), policy, tag, EngineChoice.IMAGETOOLS, registry.legs()));
    }

    private byte[] candidate() throws Exception {
        Reference candidate = registry.candidate(SampleRegistry.NEW);
        byte[] bytes = registry.client().manifest(candidate).bytes();
        registry.delete(candidate);
        return bytes;
    }

    private FakeImagetools imagetools(byte[] makes) throws Exception {
        return new FakeImagetools(folder, registry.client(), makes);
    }

    @Test
    void imagetoolsMovesTheTagToo() throws Exception {
        byte[] bytes = candidate();
        FakeImagetools imagetools = imagetools(bytes);
        Merge.Merged merged = merge(imagetools);
        assertThat(merged.candidate().digest()).contains(Digest.of(bytes));
        assertThat(imagetools.written()).containsExactly(merged.candidate().toString(), tag.toString());
        assertThat(registry.tag(tag)).contains(Digest.of(bytes));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "without a leg | ,\\s*\\{[^{]*\\{[^{}]*},\\s*\"platform\": \\{\\s*\"architecture\": \"arm64\"[^}]*}\\s*} | '' | its entries are [",
                "in another order | (\\{[^{]*\\{[^{]*\\{[^{}]*}\\s*})(,\\s*)(\\{[^{]*\\{[^{]*\\{[^{}]*}\\s*})(\\s*]) | $3$2$1$4 | its entries are [",
                "another image | (\"digest\": \"sha256:)[0-9a-f]{4} | $10000 | its entries are [",
                "without an annotation of the index | \"dev.multiarch.plan\": \"[^\"]*\", | '' | index annotation dev.multiarch.plan is missing",
                "without an annotation of an image | \"dev.multiarch.build.emulated\": \"false\", | '' | annotation dev.multiarch.build.emulated of linux/amd64 is missing",
            })
    void whatImagetoolsMakesMustBeTheWholePlan(String name, String pattern, String replacement, String fault)
            throws Exception {
        String whole = new String(candidate(), UTF_8);
        String other = whole.replaceFirst(pattern, replacement);
        assertThat(other).isNotEqualTo(whole);
        FakeImagetools imagetools = imagetools(other.getBytes(UTF_8));
        assertThatThrownBy(() -> merge(imagetools))
                .isInstanceOf(StepFailed.class)
                .hasMessageContainingAll(
                        "docker buildx imagetools create: " + fault, "Nothing was pushed, no tag was moved. Fix: ");
        assertThat(imagetools.written()).isEmpty();
        assertThat(registry.tag(tag)).contains(old);
    }

    @Test
    void aPushThatDidNothingIsNoticed() throws Exception {
        FakeImagetools imagetools = imagetools(candidate()).pushesNothing();
        assertThatThrownBy(() -> merge(imagetools))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("was pushed, but the registry has nothing there. No tag was moved.");
        assertThat(registry.tag(tag)).contains(old);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "all of them and says no, 2, All tags point to it, 1",
        "none of them and says yes, 0, 'TAG points to OLD; TWO points to nothing', 0",
        "one of them and says no, 1, 'TAG points to it; TWO points to nothing', 1",
        "one of them and says yes, 1, 'TAG points to it; TWO points to nothing', 0",
    })
    void imagetoolsMoves(String name, int moves, String states, int exit) throws Exception {
        byte[] bytes = candidate();
        Reference candidate = registry.app().with(Digest.of(bytes));
        registry.client().pusher().manifest(candidate, MediaTypes.OCI_INDEX, bytes);
        Reference two = registry.app().withTag("2");
        FakeImagetools imagetools = imagetools(bytes).moves(moves, exit);
        String expected = states.replace("TAG", tag.toString())
                .replace("TWO", two.toString())
                .replace("OLD", old.toString());
        assertThatThrownBy(() -> MatrixMerge.promote(
                        imagetools.session(), EngineChoice.IMAGETOOLS, candidate, List.of(tag, two)))
                .isInstanceOf(StepFailed.class)
                .hasMessageContainingAll(
                        exit == 0 ? "" : "it ended so", "The candidate " + candidate + " is pushed. " + expected + ".");
        assertThat(registry.tag(tag)).contains(moves == 0 ? old : Digest.of(bytes));
    }
}
