package dev.multiarch.policy.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is wrong with one or more files: file by file as they were found, each by its lines. */
public final class Problems {
    /** More help nobody; a hostile file can cause hundreds of thousands. */
    public static final int MOST = 50;

    private static final int LONGEST_QUOTE = 60;
    private static final int LONGEST_MESSAGE = 600;

    private final List<Problem> found = new ArrayList<>();
    private final Map<String, List<String>> files = new HashMap<>();
    private int more;

    public void add(Place place, String message) {
        if (isFull()) {
            more++;
            return;
        }
        var problem = new Problem(Optional.of(place), clipped(message, LONGEST_MESSAGE));
        if (!found.contains(problem)) { // else it is the same file, reached on two ways
            found.add(problem);
        }
    }

    /** Whether another one would only be counted, so that its text need not be made. */
    public boolean isFull() {
        return found.size() >= MOST;
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** As people read them: keys may be looked at in another order than that of the file. */
    public List<Problem> sorted() {
        List<String> files = found.stream().map(Problem::file).distinct().toList();
        return found.stream()
                .sorted(Comparator.comparing((Problem problem) -> files.indexOf(problem.file()))
                        .thenComparing(Problem::line)
                        .thenComparing(Problem::column))
                .toList();
    }

    /** Each as {@code file:line:column message}. */
    public List<String> lines() {
        return sorted().stream().map(Problem::toString).toList();
    }

    /** Lets problems show their lines of this file. */
    void show(String file, String text) {
        files.put(file, List.of(text.split("\r\n|\n|\r", -1)));
    }

    /** For each of {@link #lines} the line that it is about with a caret under its column; empty where there is none. */
    public List<String> excerpts() {
        return sorted().stream()
                .map(problem -> problem.place().map(this::excerpt).orElse(""))
                .toList();
    }

    private String excerpt(Place place) {
        List<String> text = files.getOrDefault(place.file(), List.of());
        boolean there = place.line() >= 1 && place.line() <= text.size();
        String line = there ? text.get(place.line() - 1) : "";
        return line.isBlank() ? "" : Excerpt.of(line, place.line(), place.column());
    }

    /** How many were found beyond those that {@link #lines} holds. */
    public int more() {
        return more;
    }

    /** In quotes, and not at length: what is quoted was written by others. */
    public static String quoted(String text) {
        return "\"" + clipped(text) + "\"";
    }

    static String clipped(String text) {
        return clipped(text, LONGEST_QUOTE);
    }

    private static String clipped(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }
}
