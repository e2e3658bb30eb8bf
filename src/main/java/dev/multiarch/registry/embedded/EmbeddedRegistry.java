package dev.multiarch.registry.embedded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A registry on 127.0.0.1, in plain http. It runs from {@link #start} to {@link #close}. */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final int LONGEST_QUEUE = 64;
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(EmbeddedRegistry::daemon);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Routes routes;
    private final Consumer<ReceivedRequest> ear;
    private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
    private final Quirks quirks = new Quirks();

    private EmbeddedRegistry(HttpServer server, Storage storage, Consumer<ReceivedRequest> ear) {
        this.server = server;
        this.routes = new Routes(storage, quirks);
        this.ear = ear;
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** In memory, on a free port. */
    public static EmbeddedRegistry start() throws IOException {
        return start(Optional.empty(), 0, heard -> {});
    }

    /**
     * @param folder that keeps the content, and may hold that of an earlier run; empty for memory, of which it takes at
     *     most half
     * @param port 0 for a free one
     * @param ear gets each request before it is answered, from many threads
     * @throws java.net.BindException if somebody else has the port
     */
    public static EmbeddedRegistry start(Optional<Path> folder, int port, Consumer<ReceivedRequest> ear)
            throws IOException {
        // Read once, when the first server is made. Without it the second packet of an answer waits 40 ms for the
        // acknowledgement of the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        Storage storage = folder.<Storage>map(FolderStorage::new)
                .orElseGet(() -> new MemoryStorage(Runtime.getRuntime().maxMemory() / 2));
        return new EmbeddedRegistry(HttpServer.create(address, LONGEST_QUEUE), storage, ear);
    }

    /** {@code 127.0.0.1:port}, as references write it. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Makes requests fail, each of these one time, in this order; what follows is answered as it should be.
     *
     * @param line {@code GET /v2/app/manifests/1}, without query; {@code PUT /v2/app/blobs/uploads/*} for any upload
     */
    public EmbeddedRegistry fail(String line, Fault... several) {
        faults.put(line, new ArrayDeque<>(List.of(several)));
        return this;
    }

    /** Makes a request fail whenever it comes. */
    public EmbeddedRegistry failAlways(String line, Fault fault) {
        var endless = new ArrayDeque<Fault>(List.of(fault)) {
            private static final long serialVersionUID = 1;

            @Override
            public Fault poll() {
                return peek();
            }
        };
        faults.put(line, endless);
        return this;
    }

    /** Makes it differ from other registries from now on. */
    public EmbeddedRegistry with(Quirk... several) {
        List.of(several).forEach(quirks::add);
        return this;
    }

    private Optional<Fault> fault(ReceivedRequest heard) {
        Deque<Fault> queue = faults.getOrDefault(
                heard.line(), faults.get(heard.line().replaceFirst("/blobs/uploads/[^/]+$", "/blobs/uploads/*")));
        if (queue == null) {
            return Optional.empty();
        }
        synchronized (queue) {
            return Optional.ofNullable(queue.poll());
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            ReceivedRequest heard = heard(exchange);
            ear.accept(heard);
            if (!isForUs(heard)) {
                send(exchange, ApiError.response(403, "DENIED", "this registry can only be used at 127.0.0.1"));
                return;
            }
            Optional<Fault> fault = fault(heard);
            if (fault.isPresent() && isClosedWithin(fault.get())) {
                return;
            }
            if (fault.isPresent() && fault.get().isBroken()) {
                return;
            }
            ReceivedRequest taken = fault.filter(Fault::isWithoutQuery).isPresent() ? heard.withoutQuery() : heard;
            Fault.Real real = () -> answer(taken, exchange.getRequestBody());
            send(exchange, fault.isPresent() ? fault.get().apply(real) : real.answer());
        }
    }

    /** A page in a browser can make its own name mean 127.0.0.1; what it asks for then bears that name. */
    private static boolean isForUs(ReceivedRequest heard) {
        String host = heard.header("host").orElse("").replaceFirst(":\\d+$", "");
        return LOOPBACK.contains(host);
    }

    private boolean isClosedWithin(Fault fault) {
        try {
            return closed.await(fault.delay().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Whatever goes wrong in here is an answer too: a client must not wait for one that does not come. */
    private Response answer(ReceivedRequest heard, InputStream body) {
        try {
            return routes.answer(heard, body);
        } catch (IOException | RuntimeException e) {
            return ApiError.response(500, "UNKNOWN", String.valueOf(e.getMessage()));
        }
    }

    private static ReceivedRequest heard(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return new ReceivedRequest(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers);
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Docker-Distribution-API-Version", "registry/2.0");
        response.headers().forEach(headers::set);
        long size = response.body().size();
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Long.toString(size));
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(response.status(), size == 0 ? -1 : size);
        if (size > 0) {
            copy(response, exchange.getResponseBody());
        }
    }

    private static void copy(Response response, OutputStream out) throws IOException {
        long left = Math.min(response.sent(), response.body().size());
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = response.body().open(0)) {
            int count;
            while (left > 0 && (count = in.read(buffer, 0, (int) Math.min(buffer.length, left))) >= 0) {
                out.write(buffer, 0, count);
                left -= count;
            }
            out.flush(); // a body that is cut goes out as far as it goes: Java 25 drops what a broken answer still
            // holds
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "embedded-registry");
        thread.setDaemon(true);
        return thread;
    }

    /** Waits until somebody closes it. */
    public void await() throws InterruptedException {
        closed.await();
    }

    /** Ends at once, answers under way included. */
    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
