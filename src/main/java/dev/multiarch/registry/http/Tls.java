package dev.multiarch.registry.http;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS over a socket that is connected already. A separate class, as plain http has no use for all that it loads. */
public final class Tls {
    private Tls() {}

    /** Knows whom to trust, for each server. Factories of one context share their sessions. */
    public interface Sockets {
        /** @param authority the server's {@code host} or {@code host:port}, as in its address */
        SSLSocketFactory of(String authority) throws IOException;
    }

    /**
     * The factory's trust holds the certificate against this very name (RFC 9110, 4.3.4), as its session knows it.
     *
     * @param prepared before the handshake
     */
    static Socket over(Socket raw, SSLSocketFactory sockets, String host, int port, Consumer<SSLSocket> prepared)
            throws IOException {
        var socket = (SSLSocket) sockets.createSocket(raw, host, port, true);
        prepared.accept(socket);
        socket.startHandshake();
        return socket;
    }
}
