package dev.multiarch.registry;

import dev.multiarch.registry.request.Response;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a blob is there.
 *
 * @param size in bytes, as the registry says, or as it is in a layout; empty where the registry does not say, or where the
 *     blob is not there
 */
public record Presence(boolean there, Optional<Long> size) {
    public static final Presence ABSENT = new Presence(false, Optional.empty());

    private static final Pattern PART = Pattern.compile("bytes 0-[0-9]+/([0-9]{1,18})");

    /** What an answer to a GET of the first byte says: the length of the whole is in its range (RFC 9110, 14.4). */
    static Presence ofPart(Response answer) {
        if (answer.status() != 206) {
            return of(answer);
        }
        Optional<Long> whole = answer.header("Content-Range")
                .map(PART::matcher)
                .filter(range -> range.matches())
                .map(range -> Long.parseLong(range.group(1)));
        return new Presence(true, whole);
    }

    /**
     * What the headers of an answer with status 200 say (RFC 9110, 8.6): a coded body has another length, and servers that do
     * not know the length of a body that they do not send say 0.
     */
    static Presence of(Response answer) {
        boolean coded = answer.header("Content-Encoding")
                .filter(coding -> !coding.equalsIgnoreCase("identity"))
                .isPresent();
        Optional<Long> length = answer.header("Content-Length")
                .filter(text -> !coded && text.matches("[1-9][0-9]{0,17}"))
                .map(Long::parseLong);
        return new Presence(true, length);
    }
}
