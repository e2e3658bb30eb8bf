package dev.multiarch.build;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.Programs;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What BuildKit's log in raw JSON says of each vertex, read line by line: what programs printed is there too, and may be long.
 */
final class VertexLog implements Programs.Watch {
    private static final String VERTICES = "{\"vertexes\":[";
    private static final int MOST = 100_000;
    private static final long MOST_CHARACTERS = 64 << 20;

    private final Map<String, VertexTimes> vertices = new HashMap<>();
    private int reports;
    private long characters;
    private boolean damaged;
    private Optional<Set<String>> unreached = Optional.empty();

    @Override
    public synchronized void line(String raw) {
        if (!raw.startsWith(VERTICES)) {
            return; // what a program printed, or other text on standard error
        }
        characters += raw.length();
        damaged |= isOver();
        if (damaged) {
            return;
        }
        try {
            for (JsonObject vertex :
                    Json.read(raw.getBytes(StandardCharsets.UTF_8), "build log").objects("vertexes")) {
                reports++;
                vertices.computeIfAbsent(vertex.text("digest"), digest -> new VertexTimes(vertex))
                        .add(vertex);
            }
        } catch (FormatException cut) {
            damaged = true;
        }
    }

    /** There is no end to what it would have to read. */
    @Override
    public synchronized boolean isOver() {
        return reports > MOST || characters > MOST_CHARACTERS;
    }

    /** What is known of it; empty where the log does not hold it, or was cut off before its end. */
    synchronized Optional<VertexTimes> find(String digest) {
        if (damaged) {
            return Optional.empty();
        }
        if (unreached.isEmpty()) {
            unreached = Optional.of(unreached());
        }
        return Optional.ofNullable(vertices.get(digest))
                .filter(vertex -> vertex.isComplete() && !unreached.get().contains(digest));
    }

    /**
     * What was still to run when the log ended. A vertex need not run where all that builds on it came from the cache; one
     * on which nothing builds must.
     */
    private Set<String> unreached() {
        Set<String> needed = new HashSet<>();
        vertices.values().forEach(vertex -> needed.addAll(vertex.inputs()));
        Deque<String> next = new ArrayDeque<>();
        vertices.forEach((digest, vertex) -> {
            if (vertex.neverRan() && !needed.contains(digest)) {
                next.add(digest);
            }
        });
        Set<String> found = new HashSet<>(next);
        while (!next.isEmpty()) {
            for (String input : vertices.get(next.pop()).inputs()) {
                VertexTimes vertex = vertices.get(input);
                if (vertex != null && vertex.neverRan() && found.add(input)) {
                    next.add(input);
                }
            }
        }
        return found;
    }
}
