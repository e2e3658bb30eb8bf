package dev.multiarch.registry.auth;

import static dev.multiarch.registry.auth.TokenServers.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Reference;
import dev.multiarch.registry.BlobTransfer;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Login;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.settings.Credential;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tokens are asked for, and who waits for them. */
@Timeout(60)
class TokensTest {
    private static final String GET = "GET " + Sample.INDEX_PATH;
    private static final String BASIC = new Credential("me", "pa:ss", "").basic();
    private static final String TOKEN = "{\"token\": \"abc\"}";

    private final TokenServers servers = TokenServers.start();
    private final FaultyRegistry server = servers.registry();
    private final FaultyRegistry tokens = servers.tokens();

    @TempDir
    Path home;

    private Registry registry;
    private Reference app;

    @BeforeEach
    void open() {
        registry = new Registry(Sample.patient(home));
        app = Sample.app(server.host());
    }

    @AfterEach
    void close() {
        registry.close();
        servers.close();
    }

    /** A challenge without a scope leaves it to the client to know what it is going to do. */
    @Test
    void whoWritesAsksForATokenToPush() throws Exception {
        String put = "PUT " + Sample.INDEX_PATH;
        server.on(GET, Sample.indexFor("Bearer pull", servers.bearer("")))
                .on(
                        put,
                        request -> request.header("Authorization").orElse("").equals("Bearer push")
                                ? Reply.status(201)
                                : Reply.challenge(servers.bearer("")));
        tokens.on(
                "GET /token",
                request -> token("{\"token\": \"" + (request.target().contains("push") ? "push" : "pull") + "\"}"));
        registry.manifest(app);
        registry.pusher().manifest(app, "application/vnd.oci.image.index.v1+json", Sample.INDEX);
        assertThat(tokens.lines())
                .containsExactly(
                        "GET /token?service=a+registry&scope=repository%3Aapp%3Apull",
                        "GET /token?service=a+registry&scope=repository%3Aapp%3Apull%2Cpush");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"the challenge names no scope,''", "it names one repository alone,'repository:app:pull,push'"})
    void whoMountsAsksToReadTheOtherRepositoryToo(String name, String scope) throws Exception {
        server.on("HEAD " + Sample.CONFIG_PATH, Reply.status(404))
                .on(
                        "POST /v2/app/blobs/uploads/",
                        request -> request.header("Authorization").isPresent()
                                ? Reply.status(201)
                                : Reply.challenge(servers.bearer(scope)));
        tokens.on("GET /token", token(TOKEN));
        assertThat(registry.pusher()
                        .blob(
                                app,
                                Sample.config(),
                                Optional.of("other/repository"),
                                () -> InputStream.nullInputStream()))
                .isEqualTo(BlobTransfer.MOUNTED);
        assertThat(tokens.lines())
                .containsExactly("GET /token?service=a+registry&scope=repository%3Aapp%3Apull%2Cpush"
                        + "&scope=repository%3Aother%2Frepository%3Apull");
    }

    /** It is asked over and over until its time is up; the other one has answered by then. */
    @Test
    void aSlowTokenServerHoldsUpNoOtherRepository() throws Exception {
        var asked = new CountDownLatch(1);
        var answered = new CountDownLatch(1);
        server.on(GET, Sample.indexFor("Bearer never", servers.bearer("")))
                .on("GET /v2/quick/manifests/1", Sample.indexFor(BASIC, "Basic realm=x"));
        Login.write(home, server.host(), "me", "pa:ss");
        tokens.on("GET /token", (request, out, socket) -> {
            asked.countDown();
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return token("{\"token\": \"never\"}").send(request, out, socket);
        });
        var slow = CompletableFuture.runAsync(() -> read(app), work -> new Thread(work).start());
        asked.await();
        read(Reference.parse(server.host() + "/quick:1"));
        assertThat(slow).isNotDone();
        answered.countDown();
        slow.get();
    }

    private void read(Reference reference) {
        try {
            registry.manifest(reference);
        } catch (RegistryException e) {
            throw new IllegalStateException(e);
        }
    }
}
