package dev.multiarch.text;

import java.util.ArrayList;
import java.util.List;

/** One line of CSV (RFC 4180), as buildx reads the values of its flags. */
public final class CsvLine {
    private CsvLine() {}

    /** @throws FormatException if a quote is not closed, or something stands behind it */
    public static List<String> fields(String what, String line) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (true) {
            var field = new StringBuilder();
            at = line.startsWith("\"", at) ? quoted(what, line, at + 1, field) : plain(line, at, field);
            fields.add(field.toString());
            if (at == line.length()) {
                return fields;
            }
            if (line.charAt(at) != ',') {
                throw new FormatException(what + ": expected a comma behind the closing quote. Nothing was built");
            }
            at++;
        }
    }

    private static int plain(String line, int from, StringBuilder field) {
        int comma = line.indexOf(',', from);
        int end = comma < 0 ? line.length() : comma;
        field.append(line, from, end);
        return end;
    }

    /** A quote within is written twice. */
    private static int quoted(String what, String line, int from, StringBuilder field) {
        int at = from;
        while (true) {
            int quote = line.indexOf('"', at);
            if (quote < 0) {
                throw new FormatException(what + ": a quote is not closed. Nothing was built");
            }
            field.append(line, at, quote);
            if (!line.startsWith("\"\"", quote)) {
                return quote + 1;
            }
            field.append('"');
            at = quote + 2;
        }
    }
}
