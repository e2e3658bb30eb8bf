package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries, proxies and signed links that refuse HEAD: GET tells. */
class HeadRefusedTest {
    private static final Digest CONFIG = Digest.of(Sample.CONFIG);
    private static final String INDEX = "/v2/app/manifests/" + Digest.of(Sample.INDEX);

    private final FaultyRegistry server = FaultyRegistry.start();
    private final FaultyRegistry store = FaultyRegistry.start();
    private final Registry registry = new Registry(Sample.patient(Path.of("/nonexistent")));
    private final Reference app = Sample.app(server.host());

    @AfterEach
    void close() {
        registry.close();
        server.close();
        store.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 405, 501})
    void whatIsThereIsFound(int status) throws Exception {
        server.on("HEAD " + Sample.CONFIG_PATH, Reply.status(status))
                .on("GET " + Sample.CONFIG_PATH, Reply.document("application/octet-stream", Sample.CONFIG))
                .on("HEAD " + INDEX, Reply.status(status))
                .on("GET " + INDEX, Sample.index())
                .on("HEAD " + Sample.INDEX_PATH, Reply.status(status))
                .on("GET " + Sample.INDEX_PATH, Sample.index());
        assertThat(registry.blobExists(app, CONFIG)).isTrue();
        assertThat(registry.manifestExists(app, Digest.of(Sample.INDEX))).isTrue();
        assertThat(registry.resolve(app)).contains(Digest.of(Sample.INDEX));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 405, 501})
    void whatIsMissingIsMissing(int status) throws Exception {
        server.on("HEAD " + Sample.CONFIG_PATH, Reply.status(status))
                .on("HEAD " + INDEX, Reply.status(status))
                .on("HEAD " + Sample.INDEX_PATH, Reply.status(status));
        assertThat(registry.blobExists(app, CONFIG)).isFalse();
        assertThat(registry.manifestExists(app, Digest.of(Sample.INDEX))).isFalse();
        assertThat(registry.resolve(app)).isEmpty();
    }

    @Test
    void ofABlobOneByteIsAskedFor() throws Exception {
        server.on("HEAD " + Sample.CONFIG_PATH, Reply.status(405))
                .on("GET " + Sample.CONFIG_PATH, Reply.status(206).body(Sample.bytes("{")));
        assertThat(registry.blobExists(app, CONFIG)).isTrue();
        assertThat(server.received().get(1).header("Range")).contains("bytes=0-0");
    }

    @Test
    void anEmptyBlobIsThere() throws Exception {
        server.on("HEAD " + Sample.CONFIG_PATH, Reply.status(405))
                .on("GET " + Sample.CONFIG_PATH, Reply.error(416, "RANGE", "no such byte"));
        assertThat(registry.blobExists(app, CONFIG)).isTrue();
    }

    @Test
    void anEndlessBlobIsThereAndNotRead() throws Exception {
        server.on("HEAD " + Sample.CONFIG_PATH, Reply.status(405)).on("GET " + Sample.CONFIG_PATH, Reply.endless(200));
        assertThat(registry.blobExists(app, CONFIG)).isTrue();
    }

    /** A link that is signed for GET is good for nothing else. */
    @Test
    void aStoreThatRefusesHeadIsAskedByGet() throws Exception {
        Reply there = Reply.redirect(307, "http://" + store.host() + "/blob");
        server.on("HEAD " + Sample.CONFIG_PATH, there).on("GET " + Sample.CONFIG_PATH, there);
        store.on("HEAD /blob", Reply.error(403, "SignatureDoesNotMatch", "no"))
                .on("GET /blob", Reply.status(206).body(Sample.bytes("{")));
        assertThat(registry.blobExists(app, CONFIG)).isTrue();
    }

    @Test
    void whoMayReadNothingIsRefused() {
        server.on("HEAD " + Sample.CONFIG_PATH, Reply.status(403))
                .on("GET " + Sample.CONFIG_PATH, Reply.error(403, "DENIED", "no"));
        var failure = catchThrowableOfType(RegistryException.class, () -> registry.blobExists(app, CONFIG));
        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure)
                .hasMessage(app.with(CONFIG) + ": looking for the blob: 403 DENIED \"no\" (GET, 1 attempt). Fix: docker"
                        + " login " + server.host() + ".");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 503})
    void ofAStoresRefusalTheMessageSaysWhoseItIs(int status) {
        server.on("GET " + Sample.CONFIG_PATH, Reply.redirect(307, "http://" + store.host() + "/blob?signature=x"));
        store.on("GET /blob", Reply.error(status, "AccessDenied", "expired"));
        var failure =
                catchThrowableOfType(RegistryException.class, () -> registry.blob(app, Sample.config(), 16 << 20));
        assertThat(failure.getMessage())
                .contains(status + " AccessDenied \"expired\" by http://" + store.host()
                        + ", to which the registry redirects")
                .doesNotContain("docker login", "signature");
    }
}
