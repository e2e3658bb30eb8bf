package dev.multiarch.cli;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What {@code scripts/multiarch} runs to make its archive of loaded classes: an image is judged and its parts are merged as
 * a user would have it, without and with TLS and a login. The registry is in this process, so that the archive is the same wherever it is
 * made and nobody else is asked.
 */
final class TrainingCommand implements Command {
    private static final String TYPE = TrainingRegistry.TYPE;

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

    private final TrainingRegistry registry = new TrainingRegistry();
    private final List<Digest> images = new ArrayList<>();

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
        registry.put("1", index.getBytes(StandardCharsets.UTF_8));
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
            code = serve(plain, "127.0.0.1:" + port(plain), folder, Map.of());
            TrainingCertificate certificate = TrainingCertificate.make(folder);
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
            String name = "localhost:" + port(secure);
            new SNIHostName("registry.example"); // TLS sends a name that has a dot, as most registries have
            registry.demand("Bearer realm=\"https://" + name + "/token\",service=\"training\"");
            secure.createContext("/token", exchange -> TrainingRegistry.send(exchange, 200, TOKEN));
            String login = "{\"auths\":{\"" + name + "\":{\"auth\":\"YTpi\"}}}";
            Files.writeString(folder.resolve("config.json"), login);
            String authority = certificate.authority().toString();
            var environment = Map.of("SSL_CERT_FILE", authority, "DOCKER_CONFIG", folder.toString());
            return Math.max(code, serve(secure, name, folder, environment));
        } catch (GeneralSecurityException | ProgramException withoutTls) {
            return code; // an archive without TLS is better than none
        }
    }

    private int serve(HttpServer server, String name, Path folder, Map<String, String> environment) {
        server.createContext("/v2/", registry::answer);
        server.start();
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var main = new Main(new Console(nowhere, nowhere, environment, Path.of(""), Step.NONE));
        String repository = name + "/training";
        int code = judge(main, repository + ":1", folder);
        code = Math.max(code, merge(main, repository, "from-" + port(server), folder));
        server.stop(0);
        return code;
    }

    private static int judge(Main main, String image, Path folder) {
        int code = main.run(List.of("verify-index", image, "--require", "linux/amd64"));
        String signed = folder.resolve("signed.yaml").toString();
        code = Math.max(code, main.run(List.of("verify-index", image, "--policy", signed)));
        String policy = folder.resolve("policy.yaml").toString();
        main.run(List.of("verify-index", image, "--policy", policy));
        main.run(List.of("verify-index", image, "--format", "json"));
        main.run(List.of("plan", "--help"));
        return code;
    }

    /** The images become an index with a new tag. */
    private int merge(Main main, String repository, String tag, Path folder) {
        List<String> words = new ArrayList<>(List.of("merge", "--image", repository, "--tag", tag));
        images.forEach(image -> words.addAll(List.of("--from", repository + "@" + image)));
        words.addAll(List.of("--policy", folder.resolve("policy.yaml").toString()));
        words.addAll(List.of("--journal", folder.resolve("journal.jsonl").toString()));
        words.addAll(List.of("--engine", "native", "--intents", "registry"));
        return main.run(words);
    }

    /** Signs the index and its images, attaches a verdict, and returns the key. */
    private String sign() throws GeneralSecurityException {
        TrainingSigner signer = TrainingSigner.make();
        for (Digest subject : registry.digests()) {
            String signature = refer(signer, subject, TrainingSigner.SIGNED);
            String verdict = refer(signer, subject, TrainingSigner.SUMMARY);
            String list = "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "index.v1+json\",\"manifests\":[{"
                    + signature + "},{" + verdict + "}]}";
            registry.put(subject.toString().replace(':', '-'), list.getBytes(StandardCharsets.UTF_8));
        }
        return signer.pem();
    }

    private String refer(TrainingSigner signer, Digest subject, String type) throws GeneralSecurityException {
        String layer = add(TrainingSigner.BUNDLE, signer.bundle(subject, type));
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
        String entry = "{" + add("manifest", manifest) + ",\"platform\":{" + platform + "}}";
        images.add(digest(entry));
        return entry;
    }

    private static Digest digest(String entry) {
        String mark = "\"digest\":\"";
        return Digest.parse(entry.substring(entry.indexOf(mark) + mark.length()).replaceFirst("\".*", ""));
    }

    /** Returns the entry of a manifest with the provenance of an image, as BuildKit makes it. */
    private String attestation(String image) {
        Digest digest = digest(image);
        String statement = "{\"_type\":\"https://in-toto.io/Statement/v0.1\",\"predicateType\":\"" + PROVENANCE
                + "\",\"subject\":[{\"name\":\"training\",\"digest\":{\"sha256\":\""
                + digest.hex() + "\"}}],\"predicate\":{}}";
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
        Digest digest = registry.put(bytes);
        return "\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest + "\",\"size\":" + bytes.length;
    }

    @Override
    public boolean verbose() {
        return false;
    }
}
