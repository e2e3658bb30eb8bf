package dev.multiarch.registry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code Link} headers (RFC 8288, 3): {@code <target>; rel="next"; …, <target>…}. Each character is looked at once. */
final class Links {
    private final String text;
    private int at;

    private Links(String text) {
        this.text = text;
    }

    /** The target of the first link that leads to the next page. */
    static Optional<String> next(List<String> headers) {
        for (String header : headers) {
            Optional<String> next = new Links(header).next();
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    private Optional<String> next() {
        while (true) {
            int open = text.indexOf('<', at);
            int close = open < 0 ? -1 : text.indexOf('>', open);
            if (close < 0) {
                return Optional.empty();
            }
            at = close + 1;
            if (parametersSayNext()) {
                return Optional.of(text.substring(open + 1, close));
            }
        }
    }

    /** Reads up to the comma before the next link. */
    private boolean parametersSayNext() {
        boolean next = false;
        while (at < text.length() && text.charAt(at) != ',') {
            String parameter = parameter();
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("rel")) {
                String value = parameter.substring(equals + 1).replace('"', ' ').strip();
                next |= List.of(value.toLowerCase(Locale.ROOT).split("\\s+")).contains("next");
            }
        }
        return next;
    }

    /** Up to a semicolon, which is taken, or a comma, which is left; neither counts within quotes. */
    private String parameter() {
        int start = at;
        boolean quoted = false;
        while (at < text.length() && (quoted || text.charAt(at) != ';' && text.charAt(at) != ',')) {
            if (text.charAt(at) == '\\' && quoted) {
                at++;
            } else if (text.charAt(at) == '"') {
                quoted = !quoted;
            }
            at++;
        }
        at = Math.min(at, text.length());
        String parameter = text.substring(start, at);
        if (at < text.length() && text.charAt(at) == ';') {
            at++;
        }
        return parameter;
    }
}
