package dev.multiarch.registry.http;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The status line and the headers of an answer (RFC 9112, 4 and 5).
 *
 * @param minor version of HTTP/1
 * @param headers names without regard to case; the values of one name in their order
 */
record Head(int minor, int status, Map<String, List<String>> headers) {
    /** Of a whole head, and of a whole trailer. Registries send less than 8 KiB. */
    static final int MOST_BYTES = 64 << 10;

    private static final int LONGEST_LINE = 16 << 10;
    private static final int MOST_FIELDS = 256;
    private static final int MOST_INTERIM = 8;
    private static final String START = "HTTP/1.";

    /** Reads past interim answers ({@code 1xx}), of which nothing is known that we would need. */
    static Head read(ConnectionInput in) throws IOException {
        for (int interim = 0; interim <= MOST_INTERIM; interim++) {
            Head head = one(in);
            if (head.status == 101) {
                throw MalformedResponse.because("it switches protocols (101)");
            }
            if (head.status >= 200) {
                return head;
            }
        }
        throw MalformedResponse.because("more than " + MOST_INTERIM + " interim answers (1xx)");
    }

    private static Head one(ConnectionInput in) throws IOException {
        for (int i = 0; i < START.length(); i++) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the connection ended before an answer");
            }
            if (c != START.charAt(i)) {
                throw MalformedResponse.notHttp(i == 0 ? c : START.charAt(0));
            }
        }
        String line = in.line(LONGEST_LINE, "the status line");
        boolean good = line.length() >= 5
                && (line.charAt(0) == '0' || line.charAt(0) == '1')
                && line.charAt(1) == ' '
                && isStatus(line.substring(2, 5))
                && (line.length() == 5 || line.charAt(5) == ' ');
        if (!good) {
            throw MalformedResponse.because("the status line is malformed: " + MalformedResponse.quote(START + line));
        }
        return new Head(line.charAt(0) - '0', Integer.parseInt(line.substring(2, 5)), fields(in, "header"));
    }

    private static boolean isStatus(String text) {
        return text.charAt(0) >= '1' && text.charAt(0) <= '9' && isDigit(text.charAt(1)) && isDigit(text.charAt(2));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Up to the empty line. */
    static Map<String, List<String>> fields(ConnectionInput in, String what) throws IOException {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int left = MOST_BYTES;
        for (int count = 0; ; count++) {
            String line = in.line(Math.min(LONGEST_LINE, left), "a " + what);
            if (line.isEmpty()) {
                return fields;
            }
            left -= line.length();
            if (count == MOST_FIELDS) {
                throw MalformedResponse.because("it has more than " + MOST_FIELDS + " " + what + "s");
            }
            int colon = colon(line, what);
            fields.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>(1))
                    .add(line.substring(colon + 1).strip());
        }
    }

    private static int colon(String line, String what) throws MalformedResponse {
        if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
            throw MalformedResponse.because("a " + what + " is folded over two lines");
        }
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw MalformedResponse.because("a " + what + " has no name: " + MalformedResponse.quote(line));
        }
        for (int i = 0; i < colon; i++) {
            if (!isTokenCharacter(line.charAt(i))) {
                throw MalformedResponse.because(
                        "a " + what + " has a malformed name: " + MalformedResponse.quote(line));
            }
        }
        for (int i = colon + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                throw MalformedResponse.because("the " + what + " " + MalformedResponse.quote(line.substring(0, colon))
                        + " contains a control character");
            }
        }
        return colon;
    }

    /** RFC 9110, 5.6.2. */
    private static boolean isTokenCharacter(char c) {
        return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    List<String> all(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** Whether the server leaves the connection open for the next request. */
    boolean keepsOpen() {
        return minor == 1
                && all("Connection").stream()
                        .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("close"));
    }
}
