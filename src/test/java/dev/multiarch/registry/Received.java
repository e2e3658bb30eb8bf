package dev.multiarch.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as it came over the wire.
 *
 * @param target path and query, as sent
 * @param headers names in lower case
 */
public record Received(String method, String target, Map<String, String> headers, byte[] bytes) {
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public String line() {
        return method + " " + target;
    }

    /** Empty at the end of the connection. */
    static Optional<Received> read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            if (colon < 0) {
                return Optional.empty(); // a TLS greeting, for one
            }
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] bytes;
        if (headers.remove("transfer-encoding") == null) {
            bytes = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        } else {
            bytes = chunks(in);
            headers.put("content-length", Integer.toString(bytes.length));
        }
        String[] words = first.split(" ");
        return words.length < 3 ? Optional.empty() : Optional.of(new Received(words[0], words[1], headers, bytes));
    }

    /** Chunks (RFC 9112, 7.1), as Google's client sends them, put together. */
    private static byte[] chunks(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        for (int size = size(line(in)); size > 0; size = size(line(in))) {
            all.writeBytes(in.readNBytes(size));
            line(in);
        }
        while (!line(in).isEmpty()) {
            // trailers
        }
        return all.toByteArray();
    }

    private static int size(String chunk) {
        return chunk.isEmpty()
                ? 0
                : Integer.parseInt(chunk.replaceFirst(";.*", "").strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
