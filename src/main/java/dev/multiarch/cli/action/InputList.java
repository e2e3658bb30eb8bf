package dev.multiarch.cli.action;

import dev.multiarch.text.CsvLine;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * An input that is a list, read as docker/build-push-action reads it: comma-separated values in one or more lines. A value
 * in quotes may hold commas, lines and doubled quotes. Empty lines, and lines that begin with {@code #}, are left out. It is
 * more relaxed than {@link CsvLine}, which reads as buildx does.
 */
final class InputList {
    private final String input;
    private final String text;
    private final List<List<String>> records = new ArrayList<>();
    private int at;

    private InputList(String input, String text) {
        this.input = input;
        this.text = text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** A value a line: commas belong to it. */
    static List<String> lines(String input, String text) {
        return whole(input, text).stream().map(String::strip).toList();
    }

    /** As {@link #lines}, with white space at a value's end, which a secret may have. */
    static List<String> whole(String input, String text) {
        return read(input, text).stream()
                .map(record -> String.join(",", record))
                .filter(value -> !value.isBlank())
                .toList();
    }

    /** Values separated by commas or lines. */
    static List<String> words(String input, String text) {
        return read(input, text).stream()
                .flatMap(List::stream)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** @throws FormatException if a quote is not closed */
    private static List<List<String>> read(String input, String text) {
        var lines = new InputList(input, text);
        while (lines.at < lines.text.length()) {
            lines.record();
        }
        return lines.records;
    }

    private void record() {
        int end = lineEnd();
        String line = text.substring(at, end).strip();
        if (line.isEmpty() || line.startsWith("#")) {
            at = end + 1;
            return;
        }
        List<String> values = new ArrayList<>();
        do {
            values.add(value());
        } while (at < text.length() && text.charAt(at++) == ',');
        records.add(values);
    }

    /** Ends at a comma, a line's end or the end of all. */
    private String value() {
        int begun = at;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        at = begun;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
        }
        return text.substring(begun, at);
    }

    /** Text between the closing quote and the next comma belongs to the value: build-push-action's reader is relaxed. */
    private String quoted() {
        int begun = at;
        var value = new StringBuilder();
        at = CsvLine.quoted(text, begun, value);
        if (at < 0) {
            String line = text.substring(begun + 1, Math.min(text.length(), begun + 41));
            String name = line.substring(0, Math.max(0, line.indexOf('='))); // what follows may be secret
            throw new FormatException("input " + input + ": the quote "
                    + (name.isEmpty() ? "of entry " + (records.size() + 1) : "before " + name)
                    + " is not closed. Close it, or write the line without it");
        }
        int rest = at;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
        }
        return value + text.substring(rest, at).stripTrailing();
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }
}
