package dev.multiarch.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Is in front of a registry that speaks plain http, counts requests, and spoils one of them or all from one on. Each
 * client connection has its own connection to the registry, which ends after each answer.
 */
public final class FaultyProxy implements AutoCloseable {
    /** What happens to a request. */
    public enum Fault {
        /** 500, once; the request does not reach the registry. */
        ERROR_500,
        /** 503 to this and every later request. */
        DOWN_503,
        /** 429 with Retry-After, once. */
        BUSY_429,
        /** The connection is reset before the request reaches the registry, once. */
        RESET_BEFORE,
        /** The registry does what it was asked, and the answer is lost, once. */
        ANSWER_LOST,
        /** The connection ends in the middle of the body, once. */
        HALF_BODY,
        /** No answer at all, once. */
        SILENCE,
        /** 401 without a challenge to this and every later request. */
        UNAUTHORIZED_401,
        /** 404, once. */
        NOT_FOUND_404,
        /** A body of the right length with one byte changed, once. */
        WRONG_BYTES
    }

    /** What a TLS connection begins with (RFC 8446, 5.1). */
    private static final int TLS_HANDSHAKE = 0x16;

    private final ServerSocket server;
    private final String registryHost;
    private final int registryPort;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private int first = Integer.MAX_VALUE;
    private Fault fault = Fault.ERROR_500;

    /** @param registry {@code host:port} */
    public FaultyProxy(String registry) {
        int colon = registry.lastIndexOf(':');
        registryHost = registry.substring(0, colon);
        registryPort = Integer.parseInt(registry.substring(colon + 1));
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** {@code 127.0.0.1:port}. */
    public String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Forgets what was asked so far; the request of this number, from 1 on, is spoiled. */
    public synchronized void spoil(int number, Fault how) {
        lines.clear();
        first = number;
        fault = how;
    }

    public synchronized void spoilNothing() {
        spoil(Integer.MAX_VALUE, Fault.ERROR_500);
    }

    /** Method and path of each request since the last call of {@link #spoil}, in the order of arrival. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    private synchronized boolean isSpoiled(String line) {
        lines.add(line);
        boolean goesOn = fault == Fault.DOWN_503 || fault == Fault.UNAUTHORIZED_401;
        return goesOn ? lines.size() >= first : lines.size() == first;
    }

    private synchronized Fault fault() {
        return fault;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                daemon(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            boolean more = true;
            while (more) {
                String head = head(client.getInputStream());
                byte[] body = client.getInputStream().readNBytes(length(head));
                boolean spoiled = isSpoiled(head.substring(0, head.indexOf(" HTTP/")));
                more = spoiled ? spoil(head, body, client) : forward(head, body, client.getOutputStream());
            }
        } catch (IOException gone) {
            // as a client that ends does
        } finally {
            open.remove(client);
        }
    }

    private boolean spoil(String head, byte[] body, Socket client) throws IOException {
        OutputStream out = client.getOutputStream();
        switch (fault()) {
            case ERROR_500 -> answer(out, "500 Internal Server Error", "");
            case DOWN_503 -> answer(out, "503 Service Unavailable", "");
            case BUSY_429 -> answer(out, "429 Too Many Requests", "Retry-After: 0\r\n");
            case UNAUTHORIZED_401 -> answer(out, "401 Unauthorized", "");
            case NOT_FOUND_404 -> answer(out, "404 Not Found", "");
            case SILENCE -> client.getInputStream().read(); // until the client gives up
            case RESET_BEFORE -> client.setSoLinger(true, 0);
            case ANSWER_LOST -> {
                ask(head, body);
                client.setSoLinger(true, 0);
            }
            case HALF_BODY -> {
                byte[] whole = ask(head, body);
                out.write(whole, 0, (bodyStart(whole) + whole.length) / 2);
                out.flush();
            }
            case WRONG_BYTES -> {
                byte[] whole = ask(head, body);
                if (bodyStart(whole) < whole.length) {
                    whole[whole.length - 1] ^= 1;
                }
                out.write(whole);
                out.flush();
            }
        }
        return false;
    }

    private static void answer(OutputStream out, String status, String header) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n" + header + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(ISO_8859_1));
        out.flush();
    }

    private boolean forward(String head, byte[] body, OutputStream out) throws IOException {
        out.write(ask(head, body));
        out.flush();
        return false;
    }

    /** The registry's whole answer; it has to end the connection, so that its end is the answer's. */
    private byte[] ask(String head, byte[] body) throws IOException {
        try (Socket registry = new Socket(registryHost, registryPort)) {
            String once =
                    head.replaceAll("(?im)^connection:.*\r\n", "").replaceFirst("\r\n", "\r\nConnection: close\r\n");
            registry.getOutputStream().write(once.getBytes(ISO_8859_1));
            registry.getOutputStream().write(body);
            registry.getOutputStream().flush();
            return registry.getInputStream().readAllBytes();
        }
    }

    private static int bodyStart(byte[] answer) {
        return new String(answer, ISO_8859_1).indexOf("\r\n\r\n") + 4;
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || head.size() == 0 && next == TLS_HANDSHAKE) {
                throw new EOFException(); // as a server that does not know TLS ends the connection
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    private static int length(String head) {
        for (String line : head.toLowerCase(Locale.ROOT).split("\r\n")) {
            if (line.startsWith("content-length:")) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        return 0;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
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
