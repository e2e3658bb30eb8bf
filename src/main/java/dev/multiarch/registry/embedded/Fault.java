package dev.multiarch.registry.embedded;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One of the ways in which registries fail. */
public final class Fault {
    /** What is done to a request, rather than to its answer. */
    private enum Request {
        TAKEN,
        CUT,
        WITHOUT_QUERY
    }

    private final Request request;
    private final Duration delay;
    private final Optional<Response> instead;
    private final UnaryOperator<Response> spoil;

    private Fault(Request request, Duration delay, Optional<Response> instead, UnaryOperator<Response> spoil) {
        this.request = request;
        this.delay = delay;
        this.instead = instead;
        this.spoil = spoil;
    }

    /** No fault: the real answer, where some of several requests are to fail. */
    public static Fault none() {
        return spoilt(response -> response);
    }

    public static Fault status(int status) {
        return instead(Response.of(status));
    }

    /** @param code of OCI Distribution 1.1, such as {@code TOOMANYREQUESTS} */
    public static Fault error(int status, String code, String message) {
        return instead(ApiError.response(status, code, message));
    }

    public static Fault redirect(int status, String location) {
        return instead(Response.of(status)).with("Location", location);
    }

    /** The real answer, late; what is delayed when the registry closes is not answered. */
    public static Fault delay(Duration delay) {
        return new Fault(Request.TAKEN, delay, Optional.empty(), response -> response);
    }

    /** The real answer, but the connection ends after so many bytes of the body. */
    public static Fault cut(long bytes) {
        return spoilt(response -> response.cutAfter(bytes));
    }

    /** The real answer, but the body's first byte is another. */
    public static Fault wrongBytes() {
        return spoilt(response -> response.body(wrong(response.body())));
    }

    /** The connection ends before the request is read, and without an answer. */
    public static Fault broken() {
        return new Fault(Request.CUT, Duration.ZERO, Optional.empty(), response -> response);
    }

    /** The real answer to the request without its query: of an upload that asks for a mount, to one that does not. */
    public static Fault withoutQuery() {
        return new Fault(Request.WITHOUT_QUERY, Duration.ZERO, Optional.empty(), response -> response);
    }

    /** With one more header, or another value of one. */
    public Fault with(String header, String value) {
        return new Fault(
                request,
                delay,
                instead.map(response -> response.with(header, value)),
                response -> spoil.apply(response).with(header, value));
    }

    private static Fault instead(Response response) {
        return new Fault(Request.TAKEN, Duration.ZERO, Optional.of(response), real -> real);
    }

    private static Fault spoilt(UnaryOperator<Response> spoil) {
        return new Fault(Request.TAKEN, Duration.ZERO, Optional.empty(), spoil);
    }

    boolean isBroken() {
        return request == Request.CUT;
    }

    boolean isWithoutQuery() {
        return request == Request.WITHOUT_QUERY;
    }

    Duration delay() {
        return delay;
    }

    Response apply(Real real) throws IOException {
        return instead.isPresent() ? instead.get() : spoil.apply(real.answer());
    }

    /** The answer as it would be without the fault; not asked for if the fault replaces it. */
    interface Real {
        Response answer() throws IOException;
    }

    private static Content wrong(Content content) {
        return new Content() {
            @Override
            public long size() {
                return content.size();
            }

            @Override
            public InputStream open(long from) throws IOException {
                return from > 0 ? content.open(from) : new Flipped(content.open(0));
            }
        };
    }

    private static final class Flipped extends FilterInputStream {
        private boolean first = true;

        Flipped(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            boolean flip = first && value >= 0;
            first = false;
            return flip ? value ^ 1 : value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (first && count > 0) {
                bytes[offset] ^= 1;
                first = false;
            }
            return count;
        }
    }
}
