package dev.multiarch.report;

import java.util.List;

/** Rows of a table for a terminal, each column as wide as its longest cell. */
final class TextTable {
    private static final String GAP = "  ";

    private TextTable() {}

    /** @param rows all of the same length, the heads first; cells are neutralised already */
    static String print(List<List<String>> rows) {
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                line.append(row.get(i))
                        .append(" ".repeat(width - row.get(i).length()))
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
