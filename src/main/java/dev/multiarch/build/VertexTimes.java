package dev.multiarch.build;

import dev.multiarch.json.JsonObject;
import dev.multiarch.record.EmulatedTime.Step;
import dev.multiarch.text.Printable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * When one vertex of a build ran. It may be named several times in a log: before it starts, and once for each time that it
 * started.
 */
final class VertexTimes {
    private record Interval(Instant start, Instant end) {}

    private final String name;
    private final List<Interval> intervals = new ArrayList<>();
    private final Set<String> inputs = new HashSet<>();
    private boolean cached;
    private boolean open;

    /** @param json any report of it */
    VertexTimes(JsonObject json) {
        name = json.optionalText("name").orElse("");
    }

    /** @throws dev.multiarch.text.FormatException if it is malformed */
    void add(JsonObject json) {
        cached |= json.optionalFlag("cached").orElse(false);
        if (json.has("inputs")) {
            inputs.addAll(json.texts("inputs"));
        }
        if (json.has("started") && json.has("completed")) {
            intervals.add(new Interval(instant(json, "started"), instant(json, "completed")));
            open = false;
        } else if (json.has("started")) {
            open = true;
        }
    }

    private static Instant instant(JsonObject json, String key) {
        try {
            return Instant.parse(json.text(key));
        } catch (DateTimeException e) {
            throw json.problem(key, "is not a time");
        }
    }

    /** Whether the log saw its end; a vertex that never started was not needed, as what builds on it was cached. */
    boolean isComplete() {
        return !open;
    }

    /** Neither by itself nor from the cache. */
    boolean neverRan() {
        return !cached && !open && intervals.isEmpty();
    }

    /** The digests of what it builds on. */
    Set<String> inputs() {
        return inputs;
    }

    boolean wasCached() {
        return cached || intervals.isEmpty();
    }

    Step step(int line) {
        return new Step(Printable.line(name), together(List.of(this)), line, wasCached());
    }

    /** How long at least one of them ran, in milliseconds; what came from the cache took no time. */
    static Duration together(List<VertexTimes> vertices) {
        List<Interval> sorted = vertices.stream()
                .filter(v -> !v.wasCached())
                .flatMap(v -> v.intervals.stream())
                .sorted(Comparator.comparing(Interval::start))
                .toList();
        Duration sum = Duration.ZERO;
        Instant reached = Instant.MIN;
        for (Interval interval : sorted) {
            Instant from = interval.start.isAfter(reached) ? interval.start : reached;
            if (interval.end.isAfter(from)) {
                sum = sum.plus(Duration.between(from, interval.end));
                reached = interval.end;
            }
        }
        return sum.truncatedTo(ChronoUnit.MILLIS);
    }
}
