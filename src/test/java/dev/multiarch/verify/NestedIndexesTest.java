package dev.multiarch.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import dev.multiarch.step.MemoryBudget;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code A} and {@code B} are images; entries print as their platform and whether they are an index. */
class NestedIndexesTest {
    private static final String A = image("a");
    private static final String B = image("b");

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void areLaidOutInTheirOrder() {
        String inner = shelf.index(ServedImages.on(B, "linux/arm64"), ServedImages.on(image("c"), "linux/s390x"));
        flat(ServedImages.on(A, "linux/amd64"), inner, ServedImages.on(B, "linux/386"))
                .containsExactly("linux/amd64", "linux/arm64", "linux/s390x", "linux/386");
    }

    @Test
    void aChildWithoutAPlatformHasItsIndexs() {
        flat(ServedImages.on(shelf.index(A), "linux/aarch64")).containsExactly("linux/arm64");
    }

    @Test
    void aChildOfAnotherPlatformThanItsIndexStaysClosed() {
        flat(ServedImages.on(shelf.index(ServedImages.on(A, "linux/amd64")), "linux/arm64"))
                .containsExactly("index linux/arm64");
    }

    @Test
    void anAttestationGoesWithItsImage() {
        String mark = ", \"annotations\": {\"vnd.docker.reference.type\": \"attestation-manifest\"}";
        flat(ServedImages.on(
                        shelf.index(ServedImages.on(A, "linux/arm64"), ServedImages.on(B, "unknown/unknown", mark)),
                        "linux/arm64"))
                .containsExactly("linux/arm64", "unknown/unknown");
    }

    @Test
    void threeLevelsAreOpenedAndAFourthIsNot() {
        String second = shelf.index(shelf.index(ServedImages.on(A, "linux/amd64")));
        flat(second).containsExactly("linux/amd64");
        flat(shelf.index(shelf.index(second))).containsExactly("index none");
    }

    @Test
    void whatIsMissingEmptyOrMalformedStaysAsItIs() {
        String missing = ServedImages.descriptor(MediaTypes.OCI_INDEX, Sample.bytes("missing"));
        String malformed = shelf.manifest(MediaTypes.OCI_INDEX, "{\"schemaVersion\": 2, \"manifests\": 7}");
        String larger = shelf.index(A).replaceFirst("\"size\": ", "\"size\": 1");
        flat(missing, malformed, larger, shelf.index(), A)
                .containsExactly("index none", "index none", "index none", "index none", "none");
    }

    /** Each of three levels names the next one fifty times: 125,000 entries in three small documents. */
    @Test
    void aBombEndsAtALimit() {
        String third = shelf.index(times(50, ServedImages.on(A, "linux/amd64")));
        String second = shelf.index(times(50, third));
        flat(times(50, second)).hasSizeLessThan(11_000).contains("index none");
        assertThat(server.received()).as("each document once").hasSize(2);
    }

    private org.assertj.core.api.ListAssert<String> flat(String... entries) {
        try (Registry registry = Sample.client()) {
            Index index = Index.parse(Sample.bytes(ServedImages.indexOf(entries)), "index");
            assertThat(index.nests()).isTrue();
            List<Descriptor> all = NestedIndexes.flat(
                            registry.at(Sample.app(server.host())), index, new MemoryBudget().share())
                    .index()
                    .manifests();
            return assertThat(all.stream().map(NestedIndexesTest::shown).toList());
        }
    }

    private static String shown(Descriptor entry) {
        String platform = entry.platform().map(Object::toString).orElse("none");
        return (MediaTypes.isIndex(entry.mediaType()) ? "index " : "") + platform;
    }

    private static String[] times(int count, String entry) {
        return Collections.nCopies(count, entry).toArray(String[]::new);
    }

    private static String image(String content) {
        return ServedImages.descriptor(MediaTypes.OCI_MANIFEST, Sample.bytes(content));
    }
}
