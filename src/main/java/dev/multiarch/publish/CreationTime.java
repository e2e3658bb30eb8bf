package dev.multiarch.publish;

import dev.multiarch.image.AnnotationKeys;
import dev.multiarch.text.Printable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * When an image was created, as {@code org.opencontainers.image.created} says (RFC 3339). Tools also write a date without
 * a time, which is any moment of that day in UTC, and a time without a zone, which is taken as UTC.
 *
 * @param last the last moment that it may mean
 */
record CreationTime(String text, Instant first, Instant last) {
    static final String KEY = AnnotationKeys.CREATED;

    /** Clocks of build machines differ, and so do the days of their zones. */
    private static final Duration SKEW = Duration.ofDays(1);

    /** Empty where it is neither a time nor a date. */
    static Optional<CreationTime> parse(String text) {
        return instant(text).or(() -> withoutZone(text)).or(() -> day(text));
    }

    private static Optional<CreationTime> instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            return Optional.of(new CreationTime(text, instant, instant));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<CreationTime> withoutZone(String text) {
        try {
            Instant instant = LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
            return Optional.of(new CreationTime(text, instant, instant));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<CreationTime> day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            Instant end = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
            return Optional.of(new CreationTime(text, day.atStartOfDay().toInstant(ZoneOffset.UTC), end.minusNanos(1)));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** Whether it is before the other one for certain. */
    boolean isBefore(CreationTime other) {
        return last.isBefore(other.first);
    }

    /** Later than a clock that is wrong by a day can explain. */
    boolean isInFuture(Instant now) {
        return Duration.between(now, first).compareTo(SKEW) > 0;
    }

    @Override
    public String toString() {
        return Printable.line(text);
    }
}
