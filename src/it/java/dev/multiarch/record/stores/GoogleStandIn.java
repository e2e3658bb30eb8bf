package dev.multiarch.record.stores;

import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Received;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.TlsFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Google's servers, as far as records need them: storage, tokens, and the metadata of a machine. They have their own names, a
 * certificate for them, and are behind a proxy, as no setting of a JVM leads elsewhere.
 */
final class GoogleStandIn implements AutoCloseable {
    private static final String NAMES = "san=dns:storage.googleapis.com,dns:oauth2.googleapis.com"
            + ",dns:sts.googleapis.com,dns:iamcredentials.googleapis.com";
    private static final Pattern BUCKET = Pattern.compile("/storage/v1/b/([^/]+)/o.*");
    private static final String PASSWORD = "changeit";

    private final FaultyRegistry secure;
    private final FaultyRegistry machine;
    private final Tunnel tunnel;
    private final Path trust;
    private final Map<String, Reply> refused = new ConcurrentHashMap<>();

    GoogleStandIn(Path folder) throws IOException, GeneralSecurityException {
        var tls = TlsFixture.make(folder, "-keyalg", "RSA", "-ext", NAMES);
        trust = folder.resolve("trust.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("google", tls.certificate());
        try (OutputStream out = Files.newOutputStream(trust)) {
            store.store(out, PASSWORD.toCharArray());
        }
        secure = FaultyRegistry.start(tls.server()).otherwise(this::storage);
        secure.on("POST /token", json("{'access_token': 'of-the-key', 'token_type': 'Bearer', 'expires_in': 3600}"));
        secure.on(
                "POST /v1/token",
                json("{'access_token': 'federated', 'token_type': 'Bearer', 'expires_in': 3600,"
                        + " 'issued_token_type': 'urn:ietf:params:oauth:token-type:access_token'}"));
        secure.on(
                "POST /v1/projects/-/serviceAccounts/records@p.iam.gserviceaccount.com:generateAccessToken",
                json("{'accessToken': 'impersonated', 'expireTime': '2099-01-01T00:00:00Z'}"));
        machine = FaultyRegistry.start().otherwise(GoogleStandIn::machine);
        tunnel = new Tunnel(secure.host());
    }

    static Reply json(String text) {
        byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return Reply.document("application/json", bytes);
    }

    /** As the service does; a message in it may have quotes of its own. */
    void refuse(String bucket, int status, String message) {
        byte[] bytes = ("{\"error\": {\"code\": " + status + ", \"message\": \"" + message
                        + "\", \"errors\": [{\"domain\": \"global\", \"reason\": \"x\", \"message\": \"" + message
                        + "\"}]}}")
                .getBytes(StandardCharsets.UTF_8);
        refused.put(
                bucket,
                Reply.status(status).with("Content-Type", "application/json").body(bytes));
    }

    private Reply storage(Received request) {
        Matcher matcher = BUCKET.matcher(request.target().replaceFirst("^/(upload|download)", ""));
        if (!matcher.matches()) {
            return Reply.status(404);
        }
        Reply no = refused.get(matcher.group(1));
        if (no != null) {
            return no;
        }
        return request.method().equals("POST")
                ? json("{'kind': 'storage#object', 'bucket': 'b', 'name': 'n', 'generation': '1'}")
                : Reply.document("application/json", new byte[] {1});
    }

    /** The token of a workflow's job, and those of a machine in Google's cloud. */
    private static Reply machine(Received request) {
        if (request.target().startsWith("/github-token")) {
            return request.header("authorization")
                            .filter("Bearer of-the-job"::equals)
                            .isPresent()
                    ? json("{'value': 'says-who-the-job-is'}")
                    : Reply.status(401);
        }
        Reply.Whole answer = request.target().contains("/token")
                ? (Reply.Whole) json("{'access_token': 'of-the-machine', 'token_type': 'Bearer', 'expires_in': 3600}")
                : Reply.status(request.target().equals("/") ? 200 : 404);
        return answer.with("Metadata-Flavor", "Google");
    }

    String machineHost() {
        return machine.host();
    }

    /** What a token is asked for with is refused. */
    void refuseTokens() {
        secure.on(
                "POST /token",
                Reply.status(400)
                        .with("Content-Type", "application/json")
                        .body("{\"error\": \"invalid_grant\", \"error_description\": \"Invalid JWT Signature.\"}"
                                .getBytes(StandardCharsets.UTF_8)));
    }

    /** What the JVM has to be started with. */
    List<String> options() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + trust,
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=" + tunnel.port());
    }

    /** To this server of Google's, of which the host is the first word of the name. */
    List<Received> received(String server) {
        return secure.received().stream()
                .filter(request -> request.header("host").orElse("").startsWith(server + "."))
                .toList();
    }

    @Override
    public void close() throws IOException {
        tunnel.close();
        secure.close();
        machine.close();
    }
}
