package dev.multiarch.policy;

import dev.multiarch.text.FormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * When a rule begins to fail; until then it warns.
 *
 * @param text as the policy writes it
 */
public record EffectiveOn(Instant at, String text) {
    private static final String DAY = "\\d{4}-\\d{2}-\\d{2}";

    /** A day, which begins in UTC, or a time with its offset (RFC 3339): one without means another day elsewhere. */
    public static EffectiveOn parse(String text) {
        try {
            Instant at = text.matches(DAY)
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            return new EffectiveOn(at, text);
        } catch (DateTimeException malformed) {
            throw new FormatException("date \"" + text + "\" is malformed: expected a day such as 2026-12-31, or a time"
                    + " with its offset such as 2026-12-31T18:00:00+01:00");
        }
    }
}
