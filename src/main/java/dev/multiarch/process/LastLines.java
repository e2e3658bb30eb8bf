package dev.multiarch.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The end of what a program said: where its reasons are. Empty lines are left out. */
final class LastLines {
    private static final int MOST = 20;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (line.isBlank()) {
            return;
        }
        if (lines.size() == MOST) {
            lines.removeFirst();
        }
        lines.add(line);
    }

    synchronized List<String> get() {
        return List.copyOf(lines);
    }
}
