package dev.multiarch.registry.auth;

import static dev.multiarch.registry.auth.TokenServers.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Reference;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Login;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.settings.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Challenges and what answers them. */
class AuthorisationTest {
    private static final String GET = "GET " + Sample.INDEX_PATH;
    private static final String BASIC = new Credential("me", "pa:ss", "").basic();
    private static final String TOKEN = "{\"token\": \"abc\", \"access_token\": \"other\"}";

    private final TokenServers servers = TokenServers.start();
    private final FaultyRegistry server = servers.registry();
    private final FaultyRegistry tokens = servers.tokens();

    @TempDir
    Path home;

    private Registry registry;
    private Reference app;

    @BeforeEach
    void open() {
        registry = new Registry(Sample.settings(home));
        app = Sample.app(server.host());
    }

    @AfterEach
    void close() {
        registry.close();
        servers.close();
    }

    @Test
    void aPasswordIsSentOnlyAfterTheChallengeAndThenKept() throws Exception {
        Login.write(home, server.host(), "me", "pa:ss");
        server.on(GET, Sample.indexFor(BASIC, "basic REALM=x"));
        registry.manifest(app);
        registry.manifest(app);
        assertThat(server.received())
                .extracting(r -> r.header("Authorization").orElse("none"))
                .containsExactly("none", BASIC, BASIC);
    }

    @Test
    void aTokenIsFetchedWithoutAPassword() throws Exception {
        server.on(GET, Sample.indexFor("Bearer abc", servers.bearer("")));
        tokens.on("GET /token", token(TOKEN));
        registry.manifest(app);
        registry.manifest(app);
        assertThat(tokens.lines()).containsExactly("GET /token?service=a+registry&scope=repository%3Aapp%3Apull");
        assertThat(tokens.received().get(0).header("Authorization")).isEmpty();
    }

    @Test
    void aTokenIsFetchedWithThePassword() throws Exception {
        Login.write(home, server.host(), "me", "pa:ss");
        server.on(GET, Sample.indexFor("Bearer abc", servers.bearer("")));
        tokens.on("GET /token", token("{\"access_token\": \"abc\"}"));
        registry.manifest(app);
        assertThat(tokens.received().get(0).header("Authorization")).contains(BASIC);
        assertThat(tokens.lines().get(0)).endsWith("&account=me");
        assertThat(server.received()).noneMatch(r -> r.header("Authorization").equals(Optional.of(BASIC)));
    }

    @Test
    void severalScopesAreSeparateParametersAndEncoded() throws Exception {
        server.on(
                GET,
                Sample.indexFor(
                        "Bearer abc", servers.bearer(",scope=\"repository:app:pull,push repository:b&c:pull\"")));
        tokens.on("GET /token", token(TOKEN));
        registry.manifest(app);
        assertThat(tokens.lines())
                .containsExactly("GET /token?service=a+registry"
                        + "&scope=repository%3Aapp%3Apull%2Cpush&scope=repository%3Ab%26c%3Apull");
    }

    @Test
    void anIdentityTokenIsPosted() throws Exception {
        Login.writeIdentity(home, server.host(), "re&fresh");
        server.on(GET, Sample.indexFor("Bearer abc", servers.bearer("")));
        tokens.on("POST /token", token("{\"access_token\": \"abc\"}"));
        registry.manifest(app);
        assertThat(tokens.received()).hasSize(1).allSatisfy(request -> {
            assertThat(request.body())
                    .isEqualTo("service=a+registry&grant_type=refresh_token&client_id=multiarch-action"
                            + "&refresh_token=re%26fresh&scope=repository%3Aapp%3Apull");
            assertThat(request.header("Content-Type")).contains("application/x-www-form-urlencoded");
            assertThat(request.header("Authorization")).isEmpty();
        });
    }

    @Test
    void anExpiredTokenIsFetchedAgain() throws Exception {
        server.on(
                GET,
                Reply.challenge(servers.bearer("")),
                Sample.index(),
                Reply.challenge(servers.bearer("")),
                Sample.index());
        tokens.on("GET /token", token(TOKEN), token("{\"token\": \"def\"}"));
        registry.manifest(app);
        registry.manifest(app);
        assertThat(server.received())
                .extracting(r -> r.header("Authorization").orElse("none"))
                .containsExactly("none", "Bearer abc", "Bearer abc", "Bearer def");
    }

    @Test
    void eachRepositoryHasItsOwnToken() throws Exception {
        server.on(GET, Sample.indexFor("Bearer app", servers.bearer("")))
                .on("GET /v2/other/manifests/1", Sample.indexFor("Bearer other", servers.bearer("")));
        tokens.on(
                "GET /token",
                request ->
                        token(request.target().contains("other") ? "{\"token\": \"other\"}" : "{\"token\": \"app\"}"));
        registry.manifest(app);
        registry.manifest(Reference.parse(server.host() + "/other:1"));
        assertThat(server.received())
                .extracting(r -> r.header("Authorization").orElse("none"))
                .containsExactly("none", "Bearer app", "none", "Bearer other");
    }

    @Test
    void manyThreadsShareOneToken() {
        server.on(GET, Sample.indexFor("Bearer abc", servers.bearer("")));
        tokens.on("GET /token", token(TOKEN));
        long read = IntStream.range(0, 16).parallel().filter(i -> reads()).count();
        assertThat(read).isEqualTo(16);
        assertThat(tokens.lines()).hasSize(1);
    }

    private boolean reads() {
        try {
            return registry.manifest(app).bytes().length == Sample.INDEX.length;
        } catch (RegistryException e) {
            throw new IllegalStateException(e);
        }
    }

    private String refused() {
        return "this machine's login to " + server.host()
                + " was sent and refused. Check that its password or token is for "
                + server.host() + " and still valid: some tokens expire within hours. Then log in again: docker login "
                + server.host() + ".";
    }

    @Test
    void withoutAPasswordTheMessageSaysHowToLogIn() {
        server.on(GET, Reply.challenge("Basic realm=\"x\""));
        fails(
                Kind.UNAUTHORIZED,
                "401 UNAUTHORIZED \"authentication required\" (GET, 1 attempt). Fix: docker login " + server.host()
                        + ".");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void aWrongPasswordIsSentOnce() throws Exception {
        Login.write(home, server.host(), "me", "wrong");
        server.on(GET, Reply.challenge("Basic realm=\"x\""));
        fails(Kind.UNAUTHORIZED, "401 UNAUTHORIZED \"authentication required\" (GET, 1 attempt). Fix: " + refused());
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void aPasswordForAnotherHostIsNotSent() throws Exception {
        Login.write(home, server.localhost(), "me", "pa:ss");
        server.on(GET, Reply.challenge("Basic realm=\"x\""));
        fails(
                Kind.UNAUTHORIZED,
                "401 UNAUTHORIZED \"authentication required\" (GET, 1 attempt). Fix: docker login " + server.host()
                        + ".");
    }

    @Test
    void aMalformedConfigIsNamedAndNotQuoted() throws Exception {
        Path config = Files.writeString(home.resolve("config.json"), "{\"auths\": hunter2");
        server.on(GET, Reply.challenge("Basic realm=\"x\""));
        var failure = catchThrowableOfType(RegistryException.class, () -> registry.manifest(app));
        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
        assertThat(failure).hasMessage(app + ": looking for a password: " + config + " is not a valid JSON object");
    }

    @Test
    void aRefusalByTheTokenServerIsItsOwn() throws IOException {
        Login.write(home, server.host(), "me", "wrong");
        server.on(GET, Reply.challenge(servers.bearer("")));
        tokens.on("GET /token", Reply.error(401, "UNAUTHORIZED", "incorrect username or password"));
        var failure = catchThrowableOfType(RegistryException.class, () -> registry.manifest(app));
        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure)
                .hasMessage(
                        app + ": getting a token from " + tokens.host() + ": 401 UNAUTHORIZED \"incorrect username or"
                                + " password\" (GET, 1 attempt). Fix: "
                                + refused());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "",
                "{\"token\": \"\"}",
                "{\"token\": \"a\\r\\nX: y\"}",
                "{\"token\": 3}",
                "{\"token\": \"é\"}"
            })
    void anUnusableTokenIsMalformed(String json) {
        server.on(GET, Reply.challenge(servers.bearer("")));
        tokens.on("GET /token", token(json));
        var failure = catchThrowableOfType(RegistryException.class, () -> registry.manifest(app));
        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
        assertThat(failure)
                .hasMessage(app + ": getting a token from " + tokens.host() + ": the answer holds no usable token"
                        + " (GET, 1 attempt). Fix: ask the operator of " + tokens.host() + ".");
    }

    private void fails(Kind kind, String message) {
        var failure = catchThrowableOfType(RegistryException.class, () -> registry.manifest(app));
        assertThat(failure).hasMessage(app + ": reading the manifest: " + message);
        assertThat(failure.kind()).isEqualTo(kind);
    }
}
