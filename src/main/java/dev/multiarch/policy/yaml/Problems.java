package dev.multiarch.policy.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with one or more files, in the order found, each as {@code file:line:column message}. */
public final class Problems {
    /** More help nobody; a hostile file can cause hundreds of thousands. */
    public static final int MOST = 50;

    private static final int LONGEST_QUOTE = 60;
    private static final int LONGEST_MESSAGE = 600;

    private final List<String> lines = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final Map<String, List<String>> files = new HashMap<>();
    private int more;

    public void add(Place place, String message) {
        if (isFull()) {
            more++;
            return;
        }
        String line = place + " " + clipped(message, LONGEST_MESSAGE);
        if (!lines.contains(line)) { // else it is the same file, reached on two ways
            lines.add(line);
            places.add(place);
        }
    }

    /** Whether another one would only be counted, so that its text need not be made. */
    public boolean isFull() {
        return lines.size() >= MOST;
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Lets problems show their lines of this file. */
    void show(String file, String text) {
        files.put(file, List.of(text.split("\r\n|\n|\r", -1)));
    }

    /** For each of {@link #lines} the line that it is about with a caret under its column; empty where there is none. */
    public List<String> excerpts() {
        return places.stream().map(this::excerpt).toList();
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
