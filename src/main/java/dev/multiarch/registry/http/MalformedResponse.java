package dev.multiarch.registry.http;

import java.io.IOException;

/**
 * An answer that breaks the rules of HTTP/1.1, or one of our limits for its parts. Asking again does not help. The
 * message says which rule, and quotes at most a few words of the answer.
 */
public final class MalformedResponse extends IOException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_QUOTE = 60;

    /** Types of records (RFC 8446, 5.1): what a TLS server sends to who does not greet it in TLS. */
    private static final int FIRST_RECORD = 20;

    private static final int LAST_RECORD = 24;

    private final boolean http;
    private final boolean tls;

    private MalformedResponse(String message, boolean http, boolean tls) {
        super(message);
        this.http = http;
        this.tls = tls;
    }

    static MalformedResponse because(String message) {
        return new MalformedResponse(message, true, false);
    }

    /**
     * The first bytes are not those of an HTTP/1 answer.
     *
     * @param first byte of it
     */
    public static MalformedResponse notHttp(int first) {
        boolean tls = first >= FIRST_RECORD && first <= LAST_RECORD;
        return new MalformedResponse("the answer does not begin with HTTP/1", false, tls);
    }

    /** Whether it began as an HTTP answer does. */
    public boolean isHttp() {
        return http;
    }

    /** Whether it begins as TLS does. */
    public boolean isTls() {
        return tls;
    }

    /** A part of an answer in quotes, short and without control characters. */
    static String quote(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), LONGEST_QUOTE); i++) {
            char c = text.charAt(i);
            quoted.append(Character.isISOControl(c) ? '?' : c);
        }
        return quoted.append(text.length() > LONGEST_QUOTE ? "…\"" : "\"").toString();
    }
}
