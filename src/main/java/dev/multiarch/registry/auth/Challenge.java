package dev.multiarch.registry.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One challenge of a {@code WWW-Authenticate} header (RFC 9110, 11.6.1): {@code Bearer realm="…",service="…"}.
 *
 * @param scheme lower-case
 * @param parameters names without regard to case; the first of two of one name counts
 */
record Challenge(String scheme, Map<String, String> parameters) {
    Challenge {
        Map<String, String> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        caseless.putAll(parameters);
        parameters = caseless;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(v -> !v.isEmpty());
    }

    /** All challenges of all headers of that name, as far as they can be read. */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> all = new ArrayList<>();
        headers.forEach(header -> new Parser(header).challenges(all));
        return all;
    }

    /**
     * The grammar's one difficulty: a comma separates parameters and challenges alike, so a word is a scheme unless an
     * equals sign makes it a parameter's name. Reading stops where the grammar is broken; what came before it counts.
     */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        void challenges(List<Challenge> all) {
            skip(" \t,");
            while (at < text.length()) {
                String scheme = token();
                if (scheme.isEmpty()) {
                    return;
                }
                skip(" \t");
                Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                skipToken68();
                boolean good = true;
                while (good && atParameter()) {
                    good = parameter(parameters);
                    skip(" \t,");
                }
                all.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
                if (!good) {
                    return;
                }
                skip(" \t,");
            }
        }

        /** {@code Negotiate YWJj==}: a value without a name, which none of our schemes use. */
        private void skipToken68() {
            int start = at;
            token68();
            boolean alone = at > start && (at == text.length() || text.charAt(at) == ',' || text.charAt(at) == ' ');
            boolean named = text.substring(start, at).matches("[^=]+") && followedByEquals();
            if (!alone || named) {
                at = start;
            }
        }

        private void token68() {
            while (at < text.length() && (isTokenCharacter(text.charAt(at)) || text.charAt(at) == '/')) {
                at++;
            }
            while (at < text.length() && text.charAt(at) == '=') {
                at++;
            }
        }

        private boolean followedByEquals() {
            int next = at;
            while (next < text.length() && " \t".indexOf(text.charAt(next)) >= 0) {
                next++;
            }
            return next < text.length() && text.charAt(next) == '=';
        }

        private boolean atParameter() {
            int start = at;
            boolean named = !token().isEmpty() && followedByEquals();
            at = start;
            return named;
        }

        private boolean parameter(Map<String, String> parameters) {
            String name = token();
            skip(" \t");
            at++; // the equals sign that atParameter saw
            skip(" \t");
            Optional<String> value = at < text.length() && text.charAt(at) == '"' ? quoted() : Optional.of(token());
            value.ifPresent(v -> parameters.putIfAbsent(name, v));
            return value.isPresent();
        }

        /** Empty if the closing quote is missing. */
        private Optional<String> quoted() {
            var value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return Optional.of(value.toString());
                }
                if (c == '\\' && at + 1 < text.length()) {
                    c = text.charAt(++at);
                }
                value.append(c);
            }
            return Optional.empty();
        }

        private String token() {
            int start = at;
            while (at < text.length() && isTokenCharacter(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private void skip(String characters) {
            while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        /** RFC 9110, 5.6.2. */
        private static boolean isTokenCharacter(char c) {
            return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }
    }
}
