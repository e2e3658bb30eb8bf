package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.multiarch.Commands;
import dev.multiarch.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The aliases as somebody without a checkout calls them: catalog and sources come over http, JBang has seen nothing yet. */
class RemoteAliasesIT {
    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofMinutes(3));

    @TempDir
    Path temp;

    @Test
    void eachRunsFromACatalogOverHttp() throws IOException {
        Stack.require();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", RemoteAliasesIT::serve);
        server.start();
        try {
            String origin = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            Commands there =
                    commands.in(temp).with("JBANG_DIR", temp.resolve("jbang").toString());
            assertThat(there.program("jbang", "trust", "add", origin)).exitCode(0);
            for (String alias : Json.read(Files.readAllBytes(Path.of("jbang-catalog.json")), "jbang-catalog.json")
                    .object("aliases")
                    .members()
                    .keySet()) {
                String command = alias.replace("-leg", "");
                assertThat(there.program("jbang", alias + "@" + origin + "jbang-catalog.json", "--help"))
                        .exitCode(0)
                        .stdoutContains("Usage: multiarch", alias.startsWith("multiarch") ? "verify-index" : command);
            }
            assertThat(there.program(
                            "jbang",
                            "verify-index@" + origin + "jbang-catalog.json",
                            Stack.variable("MULTIARCH_IT_BASE_IMAGE")))
                    .exitCode(0)
                    .stdoutContains("pass: 0 failed", "policies baseline");
        } finally {
            server.stop(0);
        }
    }

    private static void serve(HttpExchange exchange) throws IOException {
        Path file = Path.of("." + exchange.getRequestURI().getPath()).normalize();
        boolean known = Files.isRegularFile(file) && !file.startsWith("..");
        exchange.sendResponseHeaders(known ? 200 : 404, known ? 0 : -1);
        if (known && !exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(Files.readAllBytes(file));
        }
        exchange.close();
    }
}
