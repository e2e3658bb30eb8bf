package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.auth.DockerConfig;
import dev.multiarch.registry.request.Budget;
import dev.multiarch.registry.request.Missing;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.request.Request;
import dev.multiarch.registry.request.RequestRunner;
import dev.multiarch.registry.request.Retry;
import dev.multiarch.registry.request.Transport;
import dev.multiarch.registry.settings.Credential;
import dev.multiarch.registry.settings.Hosts;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.registry.tls.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fifteen faults that were found in registry clients, each tried on ours. What surrounds them is tested next to their classes. */
class KnownFaultsTest {
    private static final String GET = "GET " + Sample.INDEX_PATH;
    private static final String BASIC = new Credential("me", "pa:ss", "").basic();

    private interface Trial {
        void run(KnownFaultsTest test) throws Exception;
    }

    @TempDir
    Path home;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final FaultyRegistry other = FaultyRegistry.start();

    @AfterEach
    void close() {
        server.close();
        other.close();
    }

    static Stream<Arguments> faults() {
        return Stream.<Arguments>of(
                row("bytes that don't hash to the digest asked for", KnownFaultsTest::otherBytes),
                row("a tag's body that contradicts Docker-Content-Digest", KnownFaultsTest::otherDigest),
                row("a password for another host's realm after a redirect", KnownFaultsTest::realmBehindARedirect),
                row("a challenge in an order nobody expects", KnownFaultsTest::orderOfAChallenge),
                row("two scopes run together", KnownFaultsTest::twoScopes),
                row("a silent server", KnownFaultsTest::silence),
                row("a relative redirect by 308", KnownFaultsTest::relative308),
                row("an error body that is not shown", KnownFaultsTest::errorBody),
                row("pages that loop, or end at the first", KnownFaultsTest::pages),
                row("logins in forms that are not understood", KnownFaultsTest::logins),
                row("Retry-After ignored, or obeyed without a cap", KnownFaultsTest::retryAfter),
                row("Upgrade: h2c in clear", KnownFaultsTest::noUpgrade),
                row("members that nobody knows", KnownFaultsTest::unknownMembers),
                row("a document that is written again", KnownFaultsTest::sameBytes),
                row("a HEAD before every GET", KnownFaultsTest::noHead));
    }

    private static Arguments row(String name, Trial trial) {
        return arguments(name, trial);
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("faults")
    void isNotOurs(String name, Trial trial) throws Exception {
        trial.run(this);
    }

    private void otherBytes() {
        Digest asked = Digest.of(Sample.MANIFEST);
        server.on("GET /v2/app/manifests/" + asked, Sample.index());
        assertThat(failure(app().with(asked)).kind()).isEqualTo(Kind.DIGEST_MISMATCH);
    }

    private void otherDigest() {
        String other = Digest.of(Sample.MANIFEST).toString();
        server.on(GET, Sample.index().with("Docker-Content-Digest", other));
        assertThat(failure(app()).kind()).isEqualTo(Kind.DIGEST_MISMATCH);
    }

    private void realmBehindARedirect() throws IOException {
        Login.write(home, server.host(), "me", "pa:ss");
        server.on(GET, Reply.redirect(307, "http://" + other.host() + "/x"));
        other.on("GET /x", Reply.challenge("Bearer realm=\"http://" + other.host() + "/token\""));
        assertThat(failure(app()).kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(other.lines()).containsExactly("GET /x");
        assertThat(other.received().get(0).header("Authorization")).isEmpty();
    }

    private void orderOfAChallenge() throws Exception {
        token("bEARER scope=\"repository:app:pull\" , error=\"a \\\" b\",service=s,realm=\"REALM\"");
        assertThat(read().bytes()).isEqualTo(Sample.INDEX);
    }

    private void twoScopes() throws Exception {
        token("Bearer realm=\"REALM\",scope=\"repository:app:pull repository:a+b:pull,push\"");
        read();
        assertThat(other.lines())
                .containsExactly(
                        "GET /token?scope=repository%3Aapp%3Apull&scope=repository%3Aa%2Bb%3Apull%2Cpush&account=me");
    }

    private void silence() {
        server.on(GET, Reply.silent());
        Registry impatient = Sample.clientWithShortReads();
        var failure = catchThrowableOfType(RegistryException.class, () -> impatient.manifest(app()));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    }

    private void relative308() throws Exception {
        server.on(GET, Reply.redirect(308, "../../else")).on("GET /v2/else", Sample.index());
        assertThat(read().bytes()).isEqualTo(Sample.INDEX);
    }

    private void errorBody() {
        server.on(GET, Reply.error(500, "UNKNOWN", "disk\\n::error::full"));
        assertThat(failure(app())).hasMessageContaining("500 UNKNOWN \"disk ::error::full\"");
    }

    private void pages() throws Exception {
        String list = "GET /v2/app/tags/list";
        Reply second = Reply.document("application/json", Sample.bytes("{\"tags\": [\"2\"]}"));
        Reply.Whole first = Reply.document("application/json", Sample.bytes("{\"tags\": [\"1\"]}"))
                .with("Link", "<" + list.substring(4) + "?n=1000>; rel=\"next\"");
        server.on(list, first.with("Link", "<?last=1>; rel=\"next\""), second);
        try (Registry registry = client()) {
            assertThat(registry.tags(app())).containsExactly("1", "2");
            server.on(list, first);
            assertThat(catchThrowableOfType(RegistryException.class, () -> registry.tags(app())))
                    .hasMessageContaining("form a circle");
        }
    }

    private void logins() throws IOException {
        String auth = ": {\"auth\": \"bWU6cGE6c3M=\"}";
        List<String> forms = List.of(
                "r.example | \"r.example\"" + auth,
                "r.example | \"https://r.example\"" + auth,
                "r.example | \"https://r.example/v2/\"" + auth,
                "docker.io | \"https://index.docker.io/v1/\"" + auth,
                "r.example | \"r.example\": {\"identitytoken\": \"t\"}");
        for (String form : forms) {
            String[] cells = form.split(" \\| ");
            Files.writeString(home.resolve("config.json"), "{\"auths\": {" + cells[1] + "}}");
            assertThat(DockerConfig.in(home).credential(cells[0])).as(form).isPresent();
        }
        Files.writeString(home.resolve("config.json"), "{\"credHelpers\": {\"r.example\": \"x\"}}");
        assertThat(DockerConfig.in(home).helperOf("r.example")).contains("x");
    }

    private void retryAfter() throws Exception {
        server.on(
                GET,
                Reply.status(429).with("Retry-After", "86400"),
                Reply.status(503).with("Retry-After", "2"),
                Sample.index());
        List<Duration> waits = new ArrayList<>();
        var budget = new Budget(Duration.ofHours(1), System::nanoTime);
        var retry = new Retry(budget, Duration.ofMillis(1), waits::add, () -> 0, Clock.systemUTC());
        var hosts = new Hosts(Set.of());
        var trust = Trust.of(Sample.settings(home));
        try (var transport = new Transport(RegistrySettings.Patience.USUAL, trust, Optional.empty(), budget)) {
            Request request = Request.manifest(app());
            var answer = new RequestRunner(transport, retry, hosts)
                    .toRegistry(request, server.host(), Optional.empty(), Missing.BELIEVED);
            assertThat(answer.status()).isEqualTo(200);
        }
        assertThat(waits).containsExactly(Retry.LONGEST_WAIT, Duration.ofSeconds(2));
    }

    private void noUpgrade() throws Exception {
        server.on(GET, Sample.index());
        read();
        assertThat(server.received().get(0).headers().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).matches("upgrade|http2-settings"));
    }

    private void unknownMembers() throws Exception {
        byte[] bytes = Sample.bytes("{\"schemaVersion\": 2, \"artifactType\": \"x/y\", \"future\": {\"a\": [1]},"
                + " \"manifests\": [{\"mediaType\": \"" + MediaTypes.OCI_MANIFEST + "\", \"digest\": \""
                + Digest.of(Sample.MANIFEST) + "\", \"size\": 1, \"future\": null, \"artifactType\": \"x/z\"}]}");
        server.on(GET, Reply.document(MediaTypes.OCI_INDEX, bytes));
        assertThat(Index.parse(read().bytes(), "index").manifests()).hasSize(1);
    }

    private void sameBytes() throws Exception {
        byte[] spaced = Sample.bytes(" \n" + new String(Sample.INDEX, StandardCharsets.UTF_8) + "\n\n");
        server.on(GET, Reply.document(MediaTypes.OCI_INDEX, spaced));
        assertThat(read().bytes()).isEqualTo(spaced);
        assertThat(read().digest()).isEqualTo(Digest.of(spaced));
    }

    private void noHead() throws Exception {
        server.on(GET, Sample.index());
        read();
        assertThat(server.lines()).containsExactly(GET);
    }

    private void token(String challenge) throws IOException {
        Login.write(home, server.host(), "me", "pa:ss");
        String realm = "http://" + other.host() + "/token";
        server.on(GET, Sample.indexFor("Bearer abc", challenge.replace("REALM", realm)));
        other.on(
                "GET /token",
                request -> request.header("Authorization").orElse("").equals(BASIC)
                        ? Reply.document("application/json", Sample.bytes("{\"token\": \"abc\"}"))
                        : Reply.status(401));
    }

    private Reference app() {
        return Sample.app(server.host());
    }

    private Registry client() {
        return new Registry(Sample.settings(home));
    }

    private Document read() throws RegistryException {
        try (Registry registry = client()) {
            return registry.manifest(app());
        }
    }

    private RegistryException failure(Reference reference) {
        return catchThrowableOfType(RegistryException.class, () -> client().manifest(reference));
    }
}
