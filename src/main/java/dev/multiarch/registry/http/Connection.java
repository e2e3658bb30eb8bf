package dev.multiarch.registry.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** One connection to a server, or through a proxy to it: requests are written and answers read, in the same order. */
final class Connection implements AutoCloseable {
    /** A body up to this size goes out in one piece with the head, rather than waiting for the head's receipt. */
    private static final int ONE_PIECE = 16 << 10;

    private final String origin;
    private final Socket raw;
    private final Optional<HttpProxy> proxy;
    private final ConnectionInput in;
    private final OutputStream out;
    private long answers;
    private long takenBefore;
    private boolean written;
    private Deadline deadline;

    /**
     * @param raw the socket without TLS
     * @param top what HTTP is spoken over, raw or TLS
     * @param proxy that gets the requests, rather than tunnels them
     */
    Connection(String origin, Socket raw, Socket top, Optional<HttpProxy> proxy) throws IOException {
        this.origin = origin;
        this.raw = raw;
        this.proxy = proxy;
        this.in = new ConnectionInput(top.getInputStream());
        this.out = top.getOutputStream();
    }

    String origin() {
        return origin;
    }

    void begin(Deadline deadline, Duration read) throws IOException {
        written = false;
        listen(deadline, read);
    }

    /** From now on this exchange's deadline ends what is done with it. */
    void listen(Deadline deadline, Duration read) throws IOException {
        this.deadline = deadline;
        deadline.guard(raw);
        patience(read);
        takenBefore = in.taken();
    }

    /** How long to wait for the next packet. */
    void patience(Duration read) throws IOException {
        raw.setSoTimeout(TimeLimits.millis(read));
    }

    /** Of the request line and headers, as they go over this connection. */
    byte[] head(HttpRequest request) {
        return request.head(proxy);
    }

    /** Sends a request without a body while answers to others may still be read. */
    void write(byte[] head) throws IOException {
        out.write(head);
        out.flush();
        written = true;
    }

    boolean isLoopback() {
        return raw.getInetAddress().isLoopbackAddress();
    }

    void write(HttpRequest request) throws IOException {
        byte[] head = request.head(proxy);
        byte[] body = request.body().orElse(new byte[0]);
        if (body.length <= ONE_PIECE) {
            byte[] whole = new byte[head.length + body.length];
            System.arraycopy(head, 0, whole, 0, head.length);
            System.arraycopy(body, 0, whole, head.length, body.length);
            out.write(whole);
        } else {
            out.write(head);
            out.write(body);
        }
        if (request.upload().isPresent()) {
            request.upload().get().send(out, deadline);
        }
        out.flush();
        written = true;
    }

    Head read() throws IOException {
        Head head = Head.read(in);
        answers++;
        return head;
    }

    Content content(String method, Head head) throws MalformedResponse {
        return Content.of(method, head, in);
    }

    /**
     * Whether a failure may only say that a kept connection had been closed, so that the request can be sent over
     * another one, as it may be sent twice or can't have arrived as a whole: the server had closed the connection, or what
     * came is a belated rest of its last answer. A stream can't be sent twice.
     */
    boolean wasStale(HttpRequest request, IOException failure) {
        boolean closed = in.taken() == takenBefore;
        boolean rest = failure instanceof MalformedResponse bad && !bad.isHttp();
        boolean whole = request.upload().isEmpty();
        return answers > 0 && whole && (closed || rest) && (request.isRepeatable() || !written);
    }

    /**
     * Whether it can take the next request: the last one went out as a whole, and nothing has come that belongs to no
     * answer. Of TLS, records that carry no content may have come.
     */
    boolean isQuiet() {
        try {
            boolean tls = origin.startsWith("https:");
            return written && in.isEmpty() && (tls || raw.getInputStream().available() == 0);
        } catch (IOException closed) {
            return false;
        }
    }

    @Override
    public void close() {
        Deadline.closeQuietly(raw);
    }
}
