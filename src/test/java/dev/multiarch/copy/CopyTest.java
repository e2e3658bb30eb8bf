package dev.multiarch.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Referrers;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.registry.request.RegistryException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An image gets to another repository whole, with what speaks of it, and no byte is sent that need not be. */
class CopyTest {
    private static final String BEGIN = "POST /v2/app/blobs/uploads/";
    private static final String SEND = "PUT /v2/app/blobs/uploads/*";

    private Repositories all;

    @BeforeEach
    void start() throws Exception {
        all = new Repositories();
    }

    @AfterEach
    void close() {
        all.close();
    }

    private void isThere(Reference image) throws RegistryException {
        Digest digest = image.digest().orElseThrow();
        Manifest manifest =
                Manifest.parse(all.client.manifest(all.to.with(digest)).bytes(), "copied");
        assertThat(all.client.blobExists(all.to, manifest.config().digest())).isTrue();
        assertThat(all.client.blobExists(all.to, manifest.layers().get(0).digest()))
                .isTrue();
    }

    private void isNotThere(Reference image) throws RegistryException {
        assertThat(all.client.manifestExists(all.to, image.digest().orElseThrow()))
                .isFalse();
    }

    @Test
    void blobsOfTheSameRegistryAreMounted() throws Exception {
        Reference image = all.image(all.next, "x");
        assertThat(all.copy(image)).isEqualTo(new Copied(0, 2, 0, 0));
        isThere(image);
        assertThat(all.written())
                .containsExactly(
                        BEGIN, BEGIN, "PUT /v2/app/manifests/" + image.digest().orElseThrow());
    }

    @Test
    void blobsOfAnotherRegistryAreSentAndSentOnce() throws Exception {
        Reference one = all.image(all.elsewhere, "one");
        Reference two = all.image(all.elsewhere, "two");
        Copied copied = all.copy(one, two);
        assertThat(copied.sent())
                .as("two configs, and the layer that both have")
                .isEqualTo(3);
        assertThat(copied.bytes()).isGreaterThan(1024);
        isThere(one);
        isThere(two);
        assertThat(all.copy(one, two)).as("again").isEqualTo(new Copied(0, 0, 3, 0));
        assertThat(all.written()).noneMatch(line -> line.contains("/blobs/"));
    }

    @Test
    void ofAnIndexAllThatItNamesComesAlongWithWhatRefersToIt() throws Exception {
        Reference image = all.image(all.elsewhere, "x");
        all.list("inner", image);
        Reference inner = all.elsewhere.with(
                all.client.resolve(all.elsewhere.withTag("inner")).orElseThrow());
        Reference signature = all.artifact(inner, "signed", true);
        all.list("outer", inner);
        Reference outer = all.elsewhere.with(
                all.client.resolve(all.elsewhere.withTag("outer")).orElseThrow());
        all.copy(outer);
        isThere(image);
        for (Reference each : List.of(inner, outer, signature)) {
            assertThat(all.client.manifestExists(all.to, each.digest().orElseThrow()))
                    .isTrue();
        }
        Reference copied = all.to.with(inner.digest().orElseThrow());
        assertThat(new Referrers(all.client).of(copied).entries())
                .extracting(entry -> entry.digest())
                .containsExactly(signature.digest().orElseThrow());
    }

    @Test
    void indexesWithinIndexesHaveALimit() throws Exception {
        Reference inner = all.image(all.elsewhere, "x");
        for (int level = 0; level < 5; level++) {
            all.list("level-" + level, inner);
            inner = all.elsewhere.with(
                    all.client.resolve(all.elsewhere.withTag("level-" + level)).orElseThrow());
        }
        Reference outer = inner;
        assertThatThrownBy(() -> all.copy(outer)).hasMessageContaining("more than 3 levels");
        assertThat(all.written()).isEmpty();
    }

    @Test
    void aManifestOfTheRepositoryItselfNeedsNoCopy() throws Exception {
        Reference image = all.image(all.to, "x");
        assertThat(all.copy(image)).isEqualTo(Copied.NOTHING);
        assertThat(all.heard).isEmpty();
    }

    @Test
    void aRegistryThatMountsNothingGetsTheBytesInTheUploadThatItBegan() throws Exception {
        all.here.failAlways(BEGIN, Fault.withoutQuery());
        Reference image = all.image(all.next, "x");
        assertThat(all.copy(image)).matches(copied -> copied.sent() == 2 && copied.mounted() == 0);
        isThere(image);
        assertThat(all.written().stream().filter(line -> line.contains("/blobs/")))
                .containsExactlyInAnyOrder(BEGIN, BEGIN, SEND, SEND);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the connection breaks,0",
        "no such upload (another front began it),404",
        "too many requests,429",
        "an error,500",
        "unavailable,503",
    })
    void anUploadThatBreaksBeginsAnew(String name, int status) throws Exception {
        Fault fault = status == 0 ? Fault.broken() : Fault.status(status);
        Reference image = all.image(all.elsewhere, "x");
        all.here.fail(SEND, Collections.nCopies(3, fault).toArray(Fault[]::new));
        assertThat(all.copy(image).sent()).isEqualTo(2);
        isThere(image);
        assertThat(all.written().stream().filter(BEGIN::equals)).hasSize(5);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no right to push,403,docker login",
        "too large,413,413",
        "an error for good,500,500",
        "too many requests for good,429,log in for a higher limit"
    })
    void whatCannotBeSentIsSaid(String name, int status, String says) throws Exception {
        Reference image = all.image(all.elsewhere, "x");
        all.here.failAlways(SEND, Fault.status(status));
        assertThatThrownBy(() -> all.copy(image))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll(all.to + "@sha256:", "writing a blob", says);
        isNotThere(image);
    }

    @Test
    void bytesThatAreNotTheBlobNeverArriveWhole() throws Exception {
        Reference image = all.image(all.elsewhere, "x");
        Digest layer = Digest.of(new byte[1024]);
        all.there.failAlways("GET /v2/far/blobs/" + layer, Fault.wrongBytes());
        assertThatThrownBy(() -> all.copy(image))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll(all.elsewhere + "@" + layer, "reading a layer", "the bytes are sha256:");
        assertThat(all.client.blobExists(all.to, layer)).isFalse();
        assertThat(all.written()).as("it is given up").contains("DELETE /v2/app/blobs/uploads/*");
        isNotThere(image);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"no password,401,docker login", "gone,404,404", "too many requests,429,try later"})
    void aSourceThatCannotBeReadIsNamed(String name, int status, String says) throws Exception {
        Reference image = all.image(all.elsewhere, "x");
        all.there.failAlways("GET /v2/far/blobs/" + Digest.of(new byte[1024]), Fault.status(status));
        assertThatThrownBy(() -> all.copy(image))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll(all.elsewhere.toString(), says)
                .hasMessageNotContaining(all.here.host());
        isNotThere(image);
    }

    @Test
    void aConnectionThatBreaksWhileReadingIsTakenUp() throws Exception {
        Reference image = all.image(all.elsewhere, "x");
        all.there.fail("GET /v2/far/blobs/" + Digest.of(new byte[1024]), Fault.cut(100), Fault.cut(100));
        assertThat(all.copy(image).sent()).isEqualTo(2);
        isThere(image);
    }
}
