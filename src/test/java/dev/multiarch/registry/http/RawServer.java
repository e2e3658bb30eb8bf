package dev.multiarch.registry.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that sends raw bytes, by one script for each connection. */
public final class RawServer implements AutoCloseable {
    /** What happens on one connection; it is closed at the end. */
    public interface Script {
        void run(Talk talk) throws IOException;
    }

    /** One connection, as a script uses it. */
    public record Talk(InputStream in, OutputStream out, List<String> requests) {
        /** Reads one request with its body; false at the end of the connection. */
        public boolean request() throws IOException {
            var head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int c = in.read();
                if (c < 0) {
                    return false;
                }
                head.append((char) c);
            }
            String text = head.toString();
            int at = text.indexOf("Content-Length: ");
            int length = at < 0 ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
            requests.add(text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
            return true;
        }

        public void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Sends the same text for ever, with a pause of so many milliseconds. */
        void drip(String text, long pause) throws IOException {
            while (true) {
                send(text);
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }

        /** Says nothing until the client closes the connection. */
        void waitForTheClient() throws IOException {
            while (in.read() >= 0) {
                // what it sends is of no interest
            }
        }
    }

    private final ServerSocket server;
    private final List<Script> scripts;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** @param scripts of the first, second… connection; the last is also that of all further ones */
    public RawServer(Script... scripts) {
        this.scripts = List.of(scripts);
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** Answers one request after the other with these bytes, and leaves the connection open. */
    static RawServer answering(String... answers) {
        return new RawServer(talk -> {
            for (String answer : answers) {
                if (!talk.request()) {
                    return;
                }
                talk.send(answer);
            }
            talk.waitForTheClient();
        });
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Script script = scripts.get(Math.min(accepted.getAndIncrement(), scripts.size() - 1));
                daemon(() -> serve(socket, script));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, Script script) {
        try (socket) {
            script.run(new Talk(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream(), requests));
        } catch (IOException gone) {
            // as a client that gives up is
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return server.getLocalPort();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port() + "/x");
    }

    public int connections() {
        return accepted.get();
    }

    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
