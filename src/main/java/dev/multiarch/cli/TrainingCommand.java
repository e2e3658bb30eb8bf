package dev.multiarch.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Step;
import dev.multiarch.cli.options.Options;
import dev.multiarch.demo.Layer;
import dev.multiarch.host.ProbeProgram;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.TemporaryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What {@code scripts/multiarch} runs to make its archive of loaded classes: an image is judged as a user would have it
 * judged, without and with TLS and a login. It is in this process, so that the archive is the same wherever it is made and nobody else is asked.
 */
final class TrainingCommand implements Command {
    private static final String TYPE = "application/vnd.oci.image.";

    /** Both of YAML's styles. */
    private static final String POLICY = """
            apiVersion: multiarch/v1
            kind: Policy
            name: training
            image:
              config-match: true
              platforms: {required: [linux/amd64, "linux/arm64"], unique: true}
            """;

    /** Who signs is judged with the key of {@link TrainingSigner}. */
    private static final String SIGNED = """
            apiVersion: multiarch/v1
            kind: Policy
            name: signed
            image: {signature: {key: signer.pub, scope: all}, verdict: {key: signer.pub}}
            """;

    private static final String PROVENANCE = "https://slsa.dev/provenance/v0.2";

    private static final byte[] TOKEN = "{\"token\":\"training\"}".getBytes(StandardCharsets.UTF_8);

    private final Map<String, byte[]> documents = new HashMap<>();
    private volatile String challenge = "";

    TrainingCommand(Console ignored) {
        // what a user would see is nobody's here
    }

    @Override
    public CommandSpec spec() {
        return Options.command("Loads what commands load, for an archive of classes.");
    }

    @Override
    public int run(List<String> rest) throws IOException {
        String amd64 = image("amd64");
        String arm64 = image("arm64");
        String images = String.join(",", amd64, attestation(amd64), arm64, attestation(arm64));
        String index =
                "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "index.v1+json\",\"manifests\":[" + images + "]}";
        documents.put("1", index.getBytes(StandardCharsets.UTF_8));
        documents.put(Digest.of(documents.get("1")).toString(), documents.get("1"));
        try (var own = TemporaryFolder.make("multiarch-training")) {
            return run(own.path());
        }
    }

    private int run(Path folder) throws IOException {
        Files.writeString(folder.resolve("policy.yaml"), POLICY);
        Files.writeString(folder.resolve("signed.yaml"), SIGNED);
        var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        HttpServer plain = HttpServer.create(address, 0);
        int code = 0;
        try {
            Files.writeString(folder.resolve("signer.pub"), sign());
            code = judge(plain, "127.0.0.1:" + port(plain), folder, Map.of());
            TrainingCertificate certificate = TrainingCertificate.make(folder);
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
            String name = "localhost:" + port(secure);
            new SNIHostName("registry.example"); // TLS sends a name that has a dot, as most registries have
            challenge = "Bearer realm=\"https://" + name + "/token\",service=\"training\"";
            secure.createContext("/token", exchange -> send(exchange, 200, TOKEN));
            String login = "{\"auths\":{\"" + name + "\":{\"auth\":\"YTpi\"}}}";
            Files.writeString(folder.resolve("config.json"), login);
            String authority = certificate.authority().toString();
            var environment = Map.of("SSL_CERT_FILE", authority, "DOCKER_CONFIG", folder.toString());
            return Math.max(code, judge(secure, name, folder, environment));
        } catch (GeneralSecurityException | ProgramException withoutTls) {
            return code; // an archive without TLS is better than none
        }
    }

    private int judge(HttpServer server, String name, Path policies, Map<String, String> environment) {
        server.createContext("/v2/", this::answer);
        server.start();
        String image = name + "/training:1";
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var main = new Main(new Console(nowhere, nowhere, environment, Path.of(""), Step.NONE));
        int code = main.run(List.of("verify-index", image, "--require", "linux/amd64"));
        String signed = policies.resolve("signed.yaml").toString();
        code = Math.max(code, main.run(List.of("verify-index", image, "--policy", signed)));
        main.run(List.of(
                "verify-index",
                image,
                "--policy",
                policies.resolve("policy.yaml").toString()));
        main.run(List.of("verify-index", image, "--format", "json"));
        main.run(List.of("plan", "--help"));
        server.stop(0);
        return code;
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (!challenge.isEmpty() && !exchange.getRequestHeaders().containsKey("Authorization")) {
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
            send(exchange, 401, new byte[0]);
            return;
        }
        String path = exchange.getRequestURI().getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean listed = path.contains("/referrers/");
        // Without a login as a registry without the referrers API: the list is under a tag then.
        boolean absent = listed && challenge.isEmpty();
        byte[] body = documents.get(listed ? name.replace(':', '-') : name);
        String type = path.endsWith("/1") || path.contains("/sha256-") || listed ? "index.v1+json" : "manifest.v1+json";
        boolean manifest = listed || path.contains("/manifests/");
        exchange.getResponseHeaders().set("Content-Type", manifest ? TYPE + type : "application/octet-stream");
        send(exchange, absent || body == null ? 404 : 200, absent || body == null ? new byte[0] : body);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** Signs the index and its images, attaches a verdict, and returns the key. */
    private String sign() throws GeneralSecurityException {
        TrainingSigner signer = TrainingSigner.make();
        for (String subject : List.copyOf(documents.keySet())) {
            if (subject.startsWith("sha256:")) {
                String signature = refer(signer, subject, TrainingSigner.SIGNED);
                String verdict = refer(signer, subject, TrainingSigner.SUMMARY);
                String list = "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "index.v1+json\",\"manifests\":[{"
                        + signature + "},{" + verdict + "}]}";
                documents.put(subject.replace(':', '-'), list.getBytes(StandardCharsets.UTF_8));
            }
        }
        return signer.pem();
    }

    private String refer(TrainingSigner signer, String subject, String type) throws GeneralSecurityException {
        String layer = add(TrainingSigner.BUNDLE, signer.bundle(Digest.parse(subject), type));
        String annotations = "\"annotations\":{\"dev.sigstore.bundle.predicateType\":\"" + type + "\"}";
        String about = "{\"mediaType\":\"" + TYPE + "manifest.v1+json\",\"digest\":\"" + subject + "\",\"size\":1}";
        return add(
                "manifest",
                "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "manifest.v1+json\",\"config\":{" + add("config", "{}")
                        + "},\"layers\":[{" + layer + "}],\"subject\":" + about + "," + annotations + "}");
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }

    /** Adds an image's documents and returns its entry in the index. */
    private String image(String architecture) {
        String platform = "\"os\":\"linux\",\"architecture\":\"" + architecture + "\"";
        byte[] program =
                ProbeProgram.of(Platform.parse("linux/" + architecture)).orElseThrow();
        var content = new Layer("app", program);
        String diffIds = "\"diff_ids\":[\"" + content.diffId() + "\"]";
        String rootfs = ",\"config\":{},\"rootfs\":{\"type\":\"layers\"," + diffIds + "}}";
        String config = add("config", "{" + platform + rootfs);
        String layer = add(Layer.MEDIA_TYPE, content.packed());
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "manifest.v1+json\",\"config\":{" + config
                + "},\"layers\":[{" + layer + "}]}";
        return "{" + add("manifest", manifest) + ",\"platform\":{" + platform + "}}";
    }

    /** Returns the entry of a manifest with the provenance of an image, as BuildKit makes it. */
    private String attestation(String image) {
        String mark = "\"digest\":\"";
        String digest = image.substring(image.indexOf(mark) + mark.length()).replaceFirst("\".*", "");
        String statement = "{\"_type\":\"https://in-toto.io/Statement/v0.1\",\"predicateType\":\"" + PROVENANCE
                + "\",\"subject\":[{\"name\":\"training\",\"digest\":{\"sha256\":\""
                + Digest.parse(digest).hex() + "\"}}],\"predicate\":{}}";
        String layer = add("application/vnd.in-toto+json", statement.getBytes(StandardCharsets.UTF_8))
                + ",\"annotations\":{\"in-toto.io/predicate-type\":\"" + PROVENANCE + "\"}";
        String platform = "\"os\":\"unknown\",\"architecture\":\"unknown\"";
        String config =
                add("config", "{" + platform + ",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}");
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "manifest.v1+json\",\"config\":{" + config
                + "},\"layers\":[{" + layer + "}]}";
        return "{" + add("manifest", manifest) + ",\"platform\":{" + platform + "},\"annotations\":{\""
                + Descriptor.ATTESTATION_TYPE + "\":\"attestation-manifest\",\"" + Descriptor.ATTESTATION_SUBJECT
                + "\":\""
                + digest + "\"}}";
    }

    private String add(String kind, String text) {
        return add(TYPE + kind + ".v1+json", text.getBytes(StandardCharsets.UTF_8));
    }

    private String add(String mediaType, byte[] bytes) {
        Digest digest = Digest.of(bytes);
        documents.put(digest.toString(), bytes);
        return "\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest + "\",\"size\":" + bytes.length;
    }

    @Override
    public boolean verbose() {
        return false;
    }
}
