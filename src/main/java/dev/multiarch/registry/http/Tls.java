package dev.multiarch.registry.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** TLS over a socket that is connected already. A separate class, as plain http has no use for all that it loads. */
public final class Tls {
    private Tls() {}

    /** Knows whom to trust, for each server. What one context makes shares its sessions. */
    public interface Contexts {
        /** @param authority the server's {@code host} or {@code host:port}, as in its address */
        SSLContext of(String authority) throws IOException;

        /** Checks a certificate of the bundle here, so that what this needs is loaded when a server's comes. */
        default void rehearse() {}
    }

    /**
     * The factory's trust holds the certificate against this very name (RFC 9110, 4.3.4), as its session knows it.
     *
     * @param narrow whether one group alone is named in the handshake
     */
    static Socket over(Socket raw, SSLContext context, String host, int port, boolean narrow) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(raw, host, port, true);
        if (narrow) {
            KeyGroups.nameFirst(socket.getSSLParameters(), socket::setSSLParameters);
        }
        socket.startHandshake();
        return socket;
    }

    /**
     * Says hello to nobody. At the first handshake Java loads a thousand classes, which takes longer than the way to a server
     * far away: this is for another thread, while the first packets are on that way.
     */
    static void rehearse(SSLContext context) {
        try {
            SSLEngine engine = context.createSSLEngine("rehearsal.invalid", 443);
            engine.setUseClientMode(true);
            KeyGroups.nameFirst(engine.getSSLParameters(), engine::setSSLParameters);
            engine.beginHandshake();
            engine.wrap(
                    ByteBuffer.allocate(0),
                    ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
        } catch (SSLException | RuntimeException later) {
            // what is wrong will be found by the connection, which can say so
        }
    }
}
