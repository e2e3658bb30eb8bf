package dev.multiarch.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A server on 127.0.0.1 that answers as a test says, line by line, and remembers what it was asked. What it was not told
 * of is 404, or what {@link #otherwise} says. It serves as registry, token server and blob store alike.
 */
public final class FaultyRegistry implements AutoCloseable {
    private static final int TLS_GREETING = 0x16;

    private final ServerSocket server;
    private final Map<String, Deque<Function<Received, Reply>>> replies = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile Function<Received, Reply> otherwise =
            request -> Reply.error(404, "MANIFEST_UNKNOWN", "manifest unknown");
    private volatile long pause;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger rounds = new AtomicInteger();
    private volatile Optional<CyclicBarrier> together = Optional.empty();

    private FaultyRegistry(ServerSocket server) {
        this.server = server;
        daemon(this::accept);
    }

    public static FaultyRegistry start() {
        return start(Optional.empty());
    }

    public static FaultyRegistry start(SSLContext tls) {
        return start(Optional.of(tls));
    }

    /** Which speaks to nobody without a certificate that it trusts. */
    public static FaultyRegistry startForClients(SSLContext tls) {
        FaultyRegistry registry = start(tls);
        ((SSLServerSocket) registry.server).setNeedClientAuth(true);
        return registry;
    }

    private static FaultyRegistry start(Optional<SSLContext> tls) {
        try {
            InetAddress loopback = InetAddress.getByName("127.0.0.1");
            return new FaultyRegistry(
                    tls.isPresent()
                            ? tls.get().getServerSocketFactory().createServerSocket(0, 50, loopback)
                            : new ServerSocket(0, 50, loopback));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param line {@code GET /path}, without query; the last of several replies answers all further requests */
    public FaultyRegistry on(String line, Reply... several) {
        return answer(
                line,
                List.of(several).stream()
                        .<Function<Received, Reply>>map(reply -> request -> reply)
                        .toList());
    }

    public FaultyRegistry on(String line, Function<Received, Reply> reply) {
        return answer(line, List.of(reply));
    }

    private FaultyRegistry answer(String line, List<Function<Received, Reply>> several) {
        replies.put(line, new ArrayDeque<>(several));
        return this;
    }

    /** What answers each request of which it was not told. */
    public FaultyRegistry otherwise(Function<Received, Reply> reply) {
        otherwise = reply;
        return this;
    }

    /** Each blob comes after so many milliseconds. */
    public void answerBlobsAfter(long milliseconds) {
        pause = milliseconds;
    }

    /** No blob comes before this is open; without it the connection ends. */
    public void holdBlobs(CountDownLatch open) {
        held = open;
    }

    /** Nothing that is named by its digest is answered until so many have been asked for: then all of them are, at once. */
    public void answerTogether(int requests) {
        together = Optional.of(new CyclicBarrier(requests, rounds::incrementAndGet));
    }

    /** How often that happened. */
    public int rounds() {
        return rounds.get();
    }

    /** Connections that were made to it. */
    public int opened() {
        return opened.get();
    }

    /** {@code 127.0.0.1:port}. */
    public String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The same server under another name, which makes it another host: {@code localhost:port}. */
    public String localhost() {
        return "localhost:" + server.getLocalPort();
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Method and target of each request, in order. */
    public List<String> lines() {
        return received.stream().map(Received::line).toList();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                opened.incrementAndGet();
                daemon(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            boolean open = true;
            while (open) {
                var in = new PushbackInputStream(connection.getInputStream());
                int first = in.read();
                if (first < 0) {
                    return;
                }
                if (first == TLS_GREETING) {
                    connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                    return;
                }
                in.unread(first);
                Optional<Received> request = Received.read(in);
                if (request.isEmpty()) {
                    return;
                }
                received.add(request.get());
                if (request.get().line().contains("/blobs/")) {
                    Thread.sleep(pause);
                    if (!held.await(20, TimeUnit.SECONDS)) {
                        return;
                    }
                }
                if (together.isPresent() && request.get().line().contains("sha256:")) {
                    together.get().await(20, TimeUnit.SECONDS);
                }
                open = reply(request.get()).send(request.get(), connection.getOutputStream(), connection);
            }
        } catch (IOException | BrokenBarrierException | TimeoutException gone) {
            // as a client that gives up does, or one that asks for too little at once
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private Reply reply(Received request) {
        String line = request.line().replaceFirst("\\?.*", "");
        Deque<Function<Received, Reply>> queue = replies.get(line);
        if (queue == null) {
            return otherwise.apply(request);
        }
        synchronized (queue) {
            return (queue.size() > 1 ? queue.poll() : queue.peek()).apply(request);
        }
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-registry");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
