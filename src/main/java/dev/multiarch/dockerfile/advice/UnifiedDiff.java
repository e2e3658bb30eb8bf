package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.SourceText;
import dev.multiarch.dockerfile.advice.Edit.Replace;
import java.util.ArrayList;
import java.util.List;

/** The edits of a file as {@code git apply} and {@code patch -p1} take them. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;
    private static final String NO_END = "\\ No newline at end of file\n";

    /**
     * Lines that change.
     *
     * @param first counted from 1
     * @param end behind the last; the same as the first where lines are only added
     */
    private record Change(int first, int end, List<String> lines) {}

    private final EditedFile file;
    private final SourceText source;
    private final StringBuilder out = new StringBuilder();
    private int shift;

    UnifiedDiff(EditedFile file) {
        this.file = file;
        this.source = file.source();
    }

    String print() {
        String name = source.file().replaceFirst("^\\./", "");
        out.append("--- a/").append(name).append("\n+++ b/").append(name).append('\n');
        List<Change> open = new ArrayList<>();
        for (Change change : changes()) {
            if (!open.isEmpty() && change.first() - open.get(open.size() - 1).end() > 2 * CONTEXT) {
                hunk(open);
                open.clear();
            }
            open.add(change);
        }
        hunk(open);
        return out.toString();
    }

    private List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        List<int[]> ranges = new ArrayList<>();
        for (Replace edit : file.edits()) {
            int first = source.spot(edit.start()).line();
            boolean adds =
                    edit.start() == edit.end() && edit.text().endsWith("\n") && edit.start() == source.start(first);
            if (adds) {
                List<String> lines = lines(edit.text());
                changes.add(new Change(first, first, lines));
                continue;
            }
            int last = source.spot(edit.end()).line();
            int[] before = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
            if (before != null && first <= before[1]) {
                before[1] = Math.max(before[1], last + 1);
            } else {
                ranges.add(new int[] {first, last + 1});
            }
        }
        ranges.forEach(range -> changes.add(new Change(range[0], range[1], changed(range))));
        changes.sort((a, b) -> a.first() != b.first() ? a.first() - b.first() : a.end() - b.end());
        return changes;
    }

    /** Without the lines that are added in front: each is a separate change. */
    private List<String> changed(int[] range) {
        int start = source.start(range[0]);
        int end = Math.min(source.start(range[1]), source.text().length());
        var text = new StringBuilder();
        int at = start;
        for (Replace edit : file.edits()) {
            boolean adds = edit.text().endsWith("\n") && edit.start() == edit.end();
            if (edit.start() >= start
                    && edit.end() <= end
                    && !adds
                    && (edit.start() < end || edit.start() == edit.end())) {
                text.append(source.text(), at, edit.start()).append(edit.text());
                at = edit.end();
            }
        }
        return lines(text.append(source.text(), at, end).toString());
    }

    /** Each with its line break, if it has one. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(at, next));
            at = next;
        }
        return lines;
    }

    private void hunk(List<Change> changes) {
        int first = Math.max(1, changes.get(0).first() - CONTEXT);
        int end = Math.min(source.lines() + 1, changes.get(changes.size() - 1).end() + CONTEXT);
        int added = changes.stream().mapToInt(each -> each.lines().size()).sum();
        int removed =
                changes.stream().mapToInt(each -> each.end() - each.first()).sum();
        int old = end - first;
        out.append("@@ -").append(first).append(',').append(old);
        out.append(" +")
                .append(first + shift)
                .append(',')
                .append(old - removed + added)
                .append(" @@\n");
        shift += added - removed;
        int at = first;
        for (Change change : changes) {
            for (; at < change.first(); at++) {
                line(' ', whole(at));
            }
            for (; at < change.end(); at++) {
                line('-', whole(at));
            }
            change.lines().forEach(line -> line('+', line));
        }
        for (; at < end; at++) {
            line(' ', whole(at));
        }
    }

    private String whole(int line) {
        return source.text().substring(source.start(line), source.start(line + 1));
    }

    private void line(char mark, String text) {
        out.append(mark).append(text);
        if (!text.endsWith("\n")) {
            out.append('\n').append(NO_END);
        }
    }
}
