package dev.multiarch.registry.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Digest;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Login;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.settings.Credential;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where redirects lead, and what is not carried along. */
class RedirectsTest {
    private static final String GET = "GET " + Sample.INDEX_PATH;
    private static final String BASIC = new Credential("me", "pa:ss", "").basic();

    private final FaultyRegistry server = FaultyRegistry.start();
    private final FaultyRegistry store = FaultyRegistry.start();

    @TempDir
    Path home;

    @AfterEach
    void close() {
        server.close();
        store.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void everyStatusIsFollowed(int status) throws Exception {
        server.on(GET, Reply.redirect(status, "http://" + store.host() + "/blob?signature=x"));
        store.on("GET /blob", Sample.index());
        assertThat(read().digest()).isEqualTo(Digest.of(Sample.INDEX));
        assertThat(store.lines()).containsExactly("GET /blob?signature=x");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"absolute path, /v2/else", "relative path, ../../else", "other name of the scheme, //HOST/v2/else"})
    void relativeOnesAreResolved(String name, String location) throws Exception {
        server.on(GET, Reply.redirect(307, location.replace("HOST", server.host())))
                .on("GET /v2/else", Sample.index());
        assertThat(read().digest()).isEqualTo(Digest.of(Sample.INDEX));
    }

    @Test
    void fiveAreFollowed() throws Exception {
        Reply again = Reply.redirect(302, Sample.INDEX_PATH);
        server.on(GET, again, again, again, again, again, Sample.index());
        assertThat(read().digest()).isEqualTo(Digest.of(Sample.INDEX));
    }

    @Test
    void aHeadStaysAHead() throws Exception {
        server.on("HEAD " + Sample.CONFIG_PATH, Reply.redirect(303, "http://" + store.host() + "/blob"));
        store.on("HEAD /blob", Reply.status(200));
        try (var registry = Sample.client()) {
            assertThat(registry.blobExists(Sample.app(server.host()), Digest.of(Sample.CONFIG)))
                    .isTrue();
        }
    }

    @Test
    void theCredentialStaysWithItsHostAndPort() throws Exception {
        Login.write(home, server.host(), "me", "pa:ss");
        server.on(
                GET,
                request -> request.header("Authorization").isPresent()
                        ? Reply.redirect(307, "http://" + store.host() + "/blob")
                        : Reply.challenge("Basic realm=\"x\""));
        store.on("GET /blob", Sample.index());
        assertThat(read().digest()).isEqualTo(Digest.of(Sample.INDEX));
        assertThat(server.received().get(1).header("Authorization")).contains(BASIC);
        assertThat(store.received())
                .hasSize(1)
                .allMatch(r -> r.header("Authorization").isEmpty());
    }

    @Test
    void theSameServerUnderAnotherNameIsAnotherHost() throws Exception {
        Login.write(home, server.host(), "me", "pa:ss");
        server.on(
                        GET,
                        request -> request.header("Authorization").isPresent()
                                ? Reply.redirect(307, "http://" + server.localhost() + "/blob")
                                : Reply.challenge("Basic realm=\"x\""))
                .on("GET /blob", Sample.index());
        read();
        assertThat(server.received().get(2).header("Authorization")).isEmpty();
    }

    @Test
    void onTheSameHostTheCredentialGoesAlong() throws Exception {
        Login.write(home, server.host(), "me", "pa:ss");
        server.on(
                        GET,
                        request -> request.header("Authorization").isPresent()
                                ? Reply.redirect(307, "/blob")
                                : Reply.challenge("Basic realm=\"x\""))
                .on("GET /blob", Sample.index());
        read();
        assertThat(server.received().get(2).header("Authorization")).contains(BASIC);
    }

    @Test
    void aRoundTripOverAnotherHostDoesNotBringTheCredentialBack() throws Exception {
        Login.write(home, server.host(), "me", "pa:ss");
        server.on(
                        GET,
                        request -> request.header("Authorization").isPresent()
                                ? Reply.redirect(307, "http://" + store.host() + "/away")
                                : Reply.challenge("Basic realm=\"x\""))
                .on("GET /back", Sample.index());
        store.on("GET /away", Reply.redirect(307, "http://" + server.host() + "/back"));
        read();
        assertThat(server.received().get(2).line()).isEqualTo("GET /back");
        assertThat(server.received().get(2).header("Authorization")).isEmpty();
    }

    @Test
    void aChallengeFromWhereARedirectLedIsNotAnswered() throws Exception {
        Login.write(home, server.host(), "me", "pa:ss");
        server.on(GET, Reply.redirect(307, "http://" + store.host() + "/blob"));
        store.on("GET /blob", Reply.challenge("Basic realm=\"x\""));
        var failure = catchThrowableOfType(RegistryException.class, this::read);
        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure)
                .hasMessage(Sample.app(server.host()) + ": reading the manifest: 401 UNAUTHORIZED \"authentication"
                        + " required\" by http://" + store.host() + ", to which the registry redirects (GET, 1"
                        + " attempt). Fix: ask the operator of " + server.host() + ".");
        assertThat(store.received()).hasSize(1);
    }

    private Document read() throws RegistryException {
        try (var registry = new Registry(Sample.settings(home))) {
            return registry.manifest(Sample.app(server.host()));
        }
    }
}
