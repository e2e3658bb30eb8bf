package dev.multiarch.dockerfile.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a word comes to on one platform, as far as that is known.
 *
 * @param byPlatform whether it is another one on another platform
 */
record Value(List<Segment> segments, boolean byPlatform) {
    /** Takes the place of what is not known. */
    static final String UNKNOWN = "\ufffc";

    /** What one value may grow to: longer is not known. */
    private static final int LONGEST = 8_192;

    private static final int MOST_SEGMENTS = 64;

    /**
     * A part of it.
     *
     * @param origin where it comes from; empty for the text of the word itself
     */
    record Segment(String text, Optional<Origin> origin) {}

    Value {
        segments = List.copyOf(segments);
    }

    static Value of(String text) {
        return new Value(List.of(new Segment(text, Optional.empty())), false);
    }

    static Value of(String text, Origin origin, boolean byPlatform) {
        return new Value(List.of(new Segment(text, Optional.of(origin))), byPlatform);
    }

    static Value unknown() {
        return of(UNKNOWN);
    }

    String text() {
        if (segments.size() == 1) {
            return segments.get(0).text();
        }
        var text = new StringBuilder();
        segments.forEach(segment -> text.append(segment.text()));
        return text.toString();
    }

    boolean isKnown() {
        return segments.stream().noneMatch(segment -> segment.text().contains(UNKNOWN));
    }

    boolean isEmpty() {
        return text().isEmpty();
    }

    Value plus(Value other) {
        List<Segment> all = new ArrayList<>(segments);
        all.addAll(other.segments);
        int length = all.stream().mapToInt(segment -> segment.text().length()).sum();
        boolean either = byPlatform || other.byPlatform;
        return length > LONGEST || all.size() > MOST_SEGMENTS
                ? new Value(unknown().segments(), either)
                : new Value(all, either);
    }

    /** With the text of the word itself ascribed to an origin. */
    Value from(Origin origin) {
        return new Value(
                segments.stream()
                        .map(segment -> segment.origin().isPresent()
                                ? segment
                                : new Segment(segment.text(), Optional.of(origin)))
                        .toList(),
                byPlatform);
    }

    /** Changed as a whole; unknown where it is not known. */
    Value changed(UnaryOperator<String> how) {
        if (!isKnown()) {
            return new Value(unknown().segments(), byPlatform).from(this);
        }
        String text = text();
        String then = how.apply(text);
        return then.equals(text) ? this : new Value(Value.of(then).segments(), byPlatform).from(this);
    }

    private Value from(Value other) {
        return other.segments.stream()
                .flatMap(segment -> segment.origin().stream())
                .findFirst()
                .map(this::from)
                .orElse(this);
    }

    Optional<Origin> origin(Origin.Kind kind) {
        return segments.stream()
                .flatMap(segment -> segment.origin().stream())
                .filter(origin -> origin.kind() == kind)
                .findFirst();
    }

    /** The segment that holds the character at this offset. */
    Segment at(int offset) {
        int end = 0;
        for (Segment segment : segments) {
            end += segment.text().length();
            if (offset < end) {
                return segment;
            }
        }
        return segments.get(segments.size() - 1);
    }
}
