package dev.multiarch.signature;

import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * That somebody had tags moved to an image that nobody judged, or that failed. Attached to the image it shows that to everyone
 * who has the image alone.
 *
 * @param at to the second
 * @param tags that were asked for, with their repository
 */
public record Insistence(String reason, String by, Instant at, List<String> tags) {
    /** The predicate type. */
    public static final String TYPE = "urn:dev.multiarch:unjudged:v1";

    /** The member with the time. */
    public static final String AT = "insistedAt";

    /** Who did it, where nothing says who runs a call. */
    public static final String NOT_KNOWN = "not known";

    /** Of a reason, in characters. */
    public static final int LONGEST = 1_000;

    private static final int LONGEST_NAME = 400;
    private static final int MOST_TAGS = 100;

    public Insistence {
        reason = Printable.cut(Printable.line(reason), LONGEST);
        by = Printable.cut(Printable.line(by), LONGEST_NAME);
        at = at.truncatedTo(ChronoUnit.SECONDS);
        tags = tags.stream()
                .limit(MOST_TAGS)
                .map(tag -> Printable.cut(Printable.line(tag), LONGEST_NAME))
                .toList();
    }

    /** As it is signed. */
    public Map<String, Object> predicate() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(AT, at.toString());
        members.put("by", by);
        members.put("reason", reason);
        members.put("tags", tags);
        return members;
    }

    /** @throws FormatException if it does not say all of that */
    public static Insistence read(JsonObject predicate) {
        return new Insistence(
                predicate.text("reason"), predicate.text("by"), time(predicate.text(AT)), predicate.texts("tags"));
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException malformed) {
            throw new FormatException(
                    AT + ": expected a time such as 2026-11-01T00:00:00Z, found \"" + Printable.line(text) + "\"");
        }
    }
}
