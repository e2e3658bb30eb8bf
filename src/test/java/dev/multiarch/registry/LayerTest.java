package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Manifest;
import dev.multiarch.json.Json;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.settings.RegistrySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LayerTest {
    private static final Descriptor LAYER =
            Manifest.read(Json.read(Sample.MANIFEST, "sample")).layers().get(0);
    private static final String GET = "GET /v2/app/blobs/" + LAYER.digest();
    private static final String CUT = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nlay";

    private static final Duration SHORT = Duration.ofMillis(500);

    private static byte[] read(Reply... replies) throws Exception {
        try (var server = FaultyRegistry.start();
                var client = Sample.client();
                InputStream in = client.layer(Sample.app(server.on(GET, replies).host()), LAYER)) {
            return in.readAllBytes();
        }
    }

    private static Reply.Whole whole(byte[] bytes) {
        return Reply.document("application/octet-stream", bytes);
    }

    @Test
    void comesAsItIs() throws Exception {
        assertThat(read(whole(Sample.LAYER))).isEqualTo(Sample.LAYER);
    }

    @Test
    void isTakenUpWhereItBroke() throws Exception {
        Reply rest = Reply.raw("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 3-4/5\r\n"
                + "Content-Length: 2\r\nConnection: close\r\n\r\ner");
        assertThat(read(Reply.raw(CUT), rest)).isEqualTo(Sample.LAYER);
    }

    @Test
    void isReadAgainFromTheStartWhereTheServerKnowsNoRanges() throws Exception {
        assertThat(read(Reply.raw(CUT), whole(Sample.LAYER))).isEqualTo(Sample.LAYER);
    }

    @Test
    void otherBytesAreRefusedAtTheEnd() {
        assertThatThrownBy(() -> read(whole(Sample.bytes("LAYER"))))
                .isInstanceOf(BlobStream.Broken.class)
                .hasMessageContaining("the bytes are sha256:")
                .hasMessageContaining("asked for " + LAYER.digest());
    }

    @Test
    void moreThanPromisedIsRefused() {
        assertThatThrownBy(() -> read(whole(Arrays.copyOf(Sample.LAYER, 9))))
                .isInstanceOf(BlobStream.Broken.class)
                .hasMessageContaining("its size is given as 5 bytes, found 9");
    }

    /** The claimed size gives no time, and four such layers use up the command's. */
    @Test
    @Timeout(60)
    void manySlowLayersOfAnySizeEndWithTheCommandsTime() throws Exception {
        var claimed = new Descriptor(
                LAYER.mediaType(), LAYER.digest(), 1L << 40, Optional.empty(), "", Map.of(), Optional.empty());
        var slow = new RegistrySettings.Patience(SHORT, SHORT, SHORT, Duration.ofMillis(4));
        var settings = new RegistrySettings(Set.of(), Path.of("nowhere"), Map.of(), SHORT.multipliedBy(4), slow);
        try (var server = new Dripping();
                var client = new Registry(settings)) {
            var app = Sample.app(server.host());
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> client.layer(app, claimed).readAllBytes())
                        .hasMessageMatching("(?s).*(no whole answer within|are used up).*");
            }
            assertThatThrownBy(() -> client.layer(app, claimed))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("for registries are used up");
        }
    }

    /** Sends a byte of a layer from time to time, on every connection. */
    private record Dripping(ServerSocket socket) implements AutoCloseable {
        Dripping() throws IOException {
            this(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
            start(this::accept);
        }

        String host() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        private static void start(Runnable work) {
            var thread = new Thread(work, "drips");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            while (!socket.isClosed()) {
                try {
                    Socket one = socket.accept();
                    start(() -> drip(one));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private static void drip(Socket one) {
            try (one) {
                one.getInputStream().read();
                var out = one.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\nContent-Type: x/y\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    out.write('x');
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (IOException | InterruptedException closed) {
                // the client has left
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void whatIsNotThereIsToldAtOnce() {
        assertThatThrownBy(() -> read(Reply.status(404))).isInstanceOf(RegistryException.class);
    }
}
