package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.multiarch.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark's network device, which the figures at a distance depend on. */
class DistanceIT {
    /** A server that closes a connection when it has answered twice. */
    private static final String TALK = """
            import os, socket, threading, time
            listening = socket.create_server((os.environ["HERE"], 0))
            def serve():
                connection, _ = listening.accept()
                for _ in range(2):
                    connection.recv(4096)
                    connection.sendall(b"answer")
                connection.close()
            threading.Thread(target=serve).start()
            near = listening.getsockname()[1]
            client = socket.create_connection((os.environ["THERE"], near))
            for path in ("/a", "/b"):
                client.sendall(f"GET {path} HTTP/1.1\\r\\n\\r\\n".encode())
                print(client.recv(4096).decode())
            while client.recv(4096):
                pass
            client.close()
            while not os.path.getsize(os.environ["LOG"]):
                time.sleep(0.01)
            raise SystemExit(7)
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path temp;

    @Test
    void aServerHereIsMetThereAndItsTurnsAreCounted() throws Exception {
        Stack.require();
        Path log = Files.createFile(temp.resolve("log"));
        String device = Path.of("scripts/distance").toAbsolutePath().toString();
        assertThat(commands.with("LOG", log.toString())
                        .program(
                                "unshare",
                                "--net",
                                "--mount",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                device,
                                "1",
                                log.toString(),
                                "--",
                                "python3",
                                "-c",
                                TALK))
                .exitCode(7)
                .stdoutIs("answer\nanswer\n")
                .stderrIsEmpty();
        JsonNode connection = new ObjectMapper().readTree(Files.readString(log));
        assertThat(connection.get("turns").asInt()).isEqualTo(2);
        assertThat(connection.get("requests").asInt()).isEqualTo(2);
        assertThat(connection.get("said").get(1).get(2).asText()).isEqualTo("/b");
    }

    @Test
    void withoutACommandItSaysHowItIsCalled() {
        assertThat(commands.program("scripts/distance", "40"))
                .exitCode(1)
                .stderrContains("scripts/distance MILLISECONDS [LOG] -- COMMAND");
    }
}
