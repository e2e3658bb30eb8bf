package dev.multiarch.text;

import java.util.ArrayList;
import java.util.List;

/** One line of CSV (RFC 4180), as buildx reads the values of its flags. */
public final class CsvLine {
    private CsvLine() {}

    /** @throws FormatException if a quote is not closed, or there is text after it */
    public static List<String> fields(String what, String line) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (true) {
            var field = new StringBuilder();
            boolean quoted = line.startsWith("\"", at);
            at = quoted ? quoted(line, at, field) : plain(line, at, field);
            if (at < 0) {
                throw new FormatException(what + ": a quote is not closed. Nothing was built");
            }
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

    /** A field as it is written: in quotes, where it holds what would end it. */
    public static String quoted(String field) {
        boolean quotes = field.contains(",") || field.contains("\"") || field.contains("\n");
        return quotes ? "\"" + field.replace("\"", "\"\"") + "\"" : field;
    }

    private static int plain(String line, int from, StringBuilder field) {
        int comma = line.indexOf(',', from);
        int end = comma < 0 ? line.length() : comma;
        field.append(line, from, end);
        return end;
    }

    /**
     * A quote inside the quotes is written twice.
     *
     * @param from where the opening quote is
     * @param field gets what is between the quotes
     * @return the place after the closing quote; negative if there is none
     */
    public static int quoted(String text, int from, StringBuilder field) {
        int at = from + 1;
        while (true) {
            int quote = text.indexOf('"', at);
            if (quote < 0) {
                return -1;
            }
            field.append(text, at, quote);
            if (!text.startsWith("\"\"", quote)) {
                return quote + 1;
            }
            field.append('"');
            at = quote + 2;
        }
    }
}
