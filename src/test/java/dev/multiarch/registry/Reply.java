package dev.multiarch.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a {@link FaultyRegistry} answers one request: properly, or in one of the ways in which servers fail. */
public interface Reply {
    /** @return whether the connection may be used again */
    boolean send(Received request, OutputStream out, Socket socket) throws IOException;

    static Whole status(int status) {
        return new Whole(status, Map.of(), new byte[0]);
    }

    static Whole document(String type, byte[] bytes) {
        return status(200).with("Content-Type", type).body(bytes);
    }

    /** An error as OCI Distribution 1.1 has them. */
    static Whole error(int status, String code, String message) {
        String json = "{\"errors\": [{\"code\": \"" + code + "\", \"message\": \"" + message + "\"}]}";
        return status(status).with("Content-Type", "application/json").body(json.getBytes(StandardCharsets.UTF_8));
    }

    static Whole redirect(int status, String location) {
        return status(status).with("Location", location);
    }

    static Whole challenge(String challenge) {
        return error(401, "UNAUTHORIZED", "authentication required").with("WWW-Authenticate", challenge);
    }

    /** Takes the request and says nothing. */
    static Reply silent() {
        return (request, out, socket) -> {
            while (socket.getInputStream().read() >= 0) {
                // until the client goes
            }
            return false;
        };
    }

    /** Drops the connection hard. */
    static Reply reset() {
        return (request, out, socket) -> {
            socket.setSoLinger(true, 0);
            return false;
        };
    }

    /** Promises more bytes than it sends. */
    static Reply cut() {
        return raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"half\":");
    }

    static Reply raw(String text) {
        return (request, out, socket) -> {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return false;
        };
    }

    /** A body that never ends, as fast as it is taken. */
    static Reply endless(int status) {
        return (request, out, socket) -> {
            out.write(("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            byte[] spaces = " ".repeat(8192).getBytes(StandardCharsets.ISO_8859_1);
            while (!socket.isClosed()) {
                out.write(spaces);
            }
            return false;
        };
    }

    /** Sends {@code start} at once and then a letter every 20 ms, so that no read ever times out. */
    static Reply trickle(String start) {
        return (request, out, socket) -> {
            out.write(start.getBytes(StandardCharsets.ISO_8859_1));
            while (!socket.isClosed()) {
                out.write('x');
                out.flush();
                FaultyRegistry.sleep(20);
            }
            return false;
        };
    }

    /** A whole answer. */
    record Whole(int status, Map<String, String> headers, byte[] bytes) implements Reply {
        public Whole with(String header, String value) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put(header, value);
            return new Whole(status, all, bytes);
        }

        public Whole body(byte[] other) {
            return new Whole(status, headers, other);
        }

        @Override
        public boolean send(Received request, OutputStream out, Socket socket) throws IOException {
            var head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
            var whole =
                    new ByteArrayOutputStream(); // in one packet: a second one waits 40 ms for the first one's receipt
            whole.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            if (!request.method().equals("HEAD")) {
                whole.writeBytes(bytes);
            }
            out.write(whole.toByteArray());
            out.flush();
            return true;
        }
    }
}
