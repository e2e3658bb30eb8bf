package dev.multiarch.registry.http;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The bytes of a body, out of whatever frames them (RFC 9112, 6). Where two frames contradict each other, none is believed. */
interface Content {
    /** @return -1 at the end, as InputStream has it */
    int read(byte[] bytes, int offset, int length) throws IOException;

    /** Whether it is known that nothing follows. */
    boolean isOver();

    /** Whether the connection can be used again when it is over. */
    boolean leavesConnection();

    /** @param method of the request */
    static Content of(String method, Head head, ConnectionInput in) throws MalformedResponse {
        long length = length(head);
        boolean chunked = isChunked(head);
        if (chunked && length >= 0) {
            throw MalformedResponse.because("it has both Content-Length and Transfer-Encoding");
        }
        if (method.equals("HEAD") || head.status() == 304) {
            return new SizedContent(in, 0, head.keepsOpen());
        }
        if (head.status() == 204) {
            return new SizedContent(in, 0, head.keepsOpen() && !chunked && length <= 0);
        }
        if (chunked) {
            return new ChunkedContent(in, head.keepsOpen());
        }
        return length >= 0 ? new SizedContent(in, length, head.keepsOpen()) : new RestContent(in);
    }

    private static long length(Head head) throws MalformedResponse {
        List<String> values = head.all("Content-Length");
        if (values.isEmpty()) {
            return -1;
        }
        String first = values.get(0);
        for (String value : values) {
            if (!value.equals(first)) {
                throw MalformedResponse.because("it has two Content-Lengths, " + MalformedResponse.quote(first)
                        + " and " + MalformedResponse.quote(value));
            }
        }
        boolean digits = !first.isEmpty() && first.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || first.length() > 18) {
            throw MalformedResponse.because("its Content-Length is malformed: " + MalformedResponse.quote(first));
        }
        return Long.parseLong(first);
    }

    private static boolean isChunked(Head head) throws MalformedResponse {
        List<String> values = head.all("Transfer-Encoding");
        if (values.isEmpty()) {
            return false;
        }
        if (values.size() > 1 || !values.get(0).toLowerCase(Locale.ROOT).equals("chunked") || head.minor() == 0) {
            String all = String.join(", ", values);
            throw MalformedResponse.because("its Transfer-Encoding is not known: " + MalformedResponse.quote(all)
                    + " in HTTP/1." + head.minor() + ", expected chunked in HTTP/1.1");
        }
        return true;
    }

    /** Up to the end of the connection, which looks the same as a connection that breaks. */
    record RestContent(ConnectionInput in) implements Content {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, length);
        }

        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public boolean leavesConnection() {
            return false;
        }
    }
}
