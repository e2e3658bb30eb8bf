package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** A loopback host is asked in plain http first, and in TLS where that is not understood. */
class SchemesTest {
    /** It breaks what is plain, and then waits for the end of a line that TLS does not send. */
    @Test
    void aPlainServerThatWaitsDuringTheTlsGreetingIsNotCalledSlow() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Registry client = Sample.clientWithShortReads()) {
            var accepting = new Thread(() -> accept(server));
            accepting.setDaemon(true);
            accepting.start();
            Reference app = Reference.parse("127.0.0.1:" + server.getLocalPort() + "/app:1");
            var failure = catchThrowableOfType(RegistryException.class, () -> client.manifest(app));
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessageContaining("the connection to 127.0.0.1:" + server.getLocalPort() + " broke");
        }
    }

    private static void accept(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                InputStream in = socket.getInputStream();
                if (in.read() == 'G') {
                    socket.close();
                }
            }
        } catch (IOException e) {
            // the test has ended
        }
    }
}
