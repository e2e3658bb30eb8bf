package dev.multiarch.cli;

import com.sun.net.httpserver.HttpServer;
import dev.multiarch.image.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code scripts/multiarch} runs to make its archive of loaded classes: an image is judged as a user would have it
 * judged. It lies in this process, so that the archive is the same wherever it is made and nobody else is asked.
 */
@picocli.CommandLine.Command(name = "training", description = "Loads what commands load, for an archive of classes.")
final class TrainingCommand implements Command {
    private static final String TYPE = "application/vnd.oci.image.";

    private final Map<String, byte[]> documents = new HashMap<>();

    TrainingCommand(Console ignored) {
        // what a user would see is nobody's here
    }

    @Override
    public int run(List<String> rest) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String images = image("amd64") + "," + image("arm64");
        String index =
                "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "index.v1+json\",\"manifests\":[" + images + "]}";
        documents.put("1", index.getBytes(StandardCharsets.UTF_8));
        server.createContext("/v2/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] body = documents.getOrDefault(path.substring(path.lastIndexOf('/') + 1), new byte[0]);
            boolean manifest = path.contains("/manifests/");
            String type = path.endsWith("/1") ? TYPE + "index.v1+json" : TYPE + "manifest.v1+json";
            exchange.getResponseHeaders().set("Content-Type", manifest ? type : "application/octet-stream");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        String image = "127.0.0.1:" + server.getAddress().getPort() + "/training:1";
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var main = new Main(new Console(nowhere, nowhere, Map.of(), Path.of(""), Step.NONE));
        int code = main.run(List.of("verify-index", image, "--require", "linux/amd64"));
        main.run(List.of("verify-index", image, "--format", "json"));
        main.run(List.of("plan", "--help"));
        server.stop(0);
        return code;
    }

    /** Adds an image's documents and returns its entry in the index. */
    private String image(String architecture) {
        String platform = "\"os\":\"linux\",\"architecture\":\"" + architecture + "\"";
        String rootfs = ",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";
        String config = add("config", "{" + platform + rootfs);
        String layer = add("layer", architecture).replace("layer.v1+json", "layer.v1.tar");
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "manifest.v1+json\",\"config\":{" + config
                + "},\"layers\":[{" + layer + "}]}";
        return "{" + add("manifest", manifest) + ",\"platform\":{" + platform + "}}";
    }

    private String add(String kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(bytes);
        documents.put(digest.toString(), bytes);
        return "\"mediaType\":\"" + TYPE + kind + ".v1+json\",\"digest\":\"" + digest + "\",\"size\":" + bytes.length;
    }

    @Override
    public boolean verbose() {
        return false;
    }
}
