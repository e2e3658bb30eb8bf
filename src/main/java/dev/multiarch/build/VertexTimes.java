package dev.multiarch.build;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.record.EmulatedTime.Step;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When one vertex of a build ran. It may be named several times in a log: before it starts, and once for each time that it
 * started.
 */
final class VertexTimes {
    private record Interval(Instant start, Instant end) {}

    private final String name;
    private final List<Interval> intervals = new ArrayList<>();
    private boolean cached;
    private boolean open;

    private VertexTimes(String name) {
        this.name = name;
    }

    /** All vertices of a log in BuildKit's raw JSON, by digest; lines that are something else are skipped. */
    static Map<String, VertexTimes> parse(String log) {
        Map<String, VertexTimes> vertices = new HashMap<>();
        log.lines().filter(line -> line.startsWith("{")).forEach(line -> {
            try {
                Json.read(line.getBytes(StandardCharsets.UTF_8), "build log")
                        .objects("vertexes")
                        .forEach(vertex -> add(vertices, vertex));
            } catch (FormatException odd) {
                return; // other text on standard error
            }
        });
        return vertices;
    }

    private static void add(Map<String, VertexTimes> vertices, JsonObject json) {
        VertexTimes vertex = vertices.computeIfAbsent(
                json.text("digest"),
                digest -> new VertexTimes(json.optionalText("name").orElse("")));
        vertex.cached |= json.optionalFlag("cached").orElse(false);
        if (json.has("started") && json.has("completed")) {
            vertex.intervals.add(new Interval(instant(json, "started"), instant(json, "completed")));
            vertex.open = false;
        } else if (json.has("started")) {
            vertex.open = true;
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
