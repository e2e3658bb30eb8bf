package dev.multiarch.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Breaks descriptions of options and operands at blanks only. picocli breaks them as prose, also after a slash or a colon, and
 * then nobody can copy a digest or a URL.
 */
final class WholeWords implements Help.IOptionRenderer, Help.IParameterRenderer {
    private static final int INDENT_OF_FURTHER_LINES = 2;

    /** In place of a word that is wider than the column, until picocli has laid out all others. */
    private static final char STAND_IN = '\uE000';

    private final Help help;
    private final int width;
    private final List<String> wide = new ArrayList<>();

    WholeWords(Help help, Help.TextTable table) {
        this.help = help;
        Help.Column[] columns = table.columns();
        Help.Column last = columns[columns.length - 1];
        this.width = last.width - last.indent - INDENT_OF_FURTHER_LINES;
    }

    @Override
    public Text[][] render(OptionSpec option, Help.IParamLabelRenderer labels, Help.ColorScheme colours) {
        return broken(option, help.createDefaultOptionRenderer().render(option, labels, colours), colours);
    }

    @Override
    public Text[][] render(PositionalParamSpec operand, Help.IParamLabelRenderer labels, Help.ColorScheme colours) {
        return broken(operand, help.createDefaultParameterRenderer().render(operand, labels, colours), colours);
    }

    private Text[][] broken(ArgSpec described, Text[][] usual, Help.ColorScheme colours) {
        List<String> lines = lines(String.join(" ", described.description()));
        var rows = new Text[lines.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i == 0 ? usual[0].clone() : blank(usual[0].length, colours);
            rows[i][rows[i].length - 1] =
                    colours.text((i == 0 ? "" : " ".repeat(INDENT_OF_FURTHER_LINES)) + lines.get(i));
        }
        return rows;
    }

    private static Text[] blank(int columns, Help.ColorScheme colours) {
        var row = new Text[columns];
        Arrays.fill(row, colours.text(""));
        return row;
    }

    private List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder();
        for (String given : text.split(" ")) {
            String word = given.length() > width ? standIn(given) : given;
            int room = lines.isEmpty() ? width + INDENT_OF_FURTHER_LINES : width;
            if (line.length() > 0 && line.length() + 1 + given.length() > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
            if (word.length() < given.length()) {
                lines.add(line.toString());
                line.setLength(0);
            }
        }
        if (line.length() > 0 || lines.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    private String standIn(String word) {
        wide.add(word);
        return String.valueOf((char) (STAND_IN + wide.size() - 1));
    }

    /** What was laid out, with the words that are wider than their column: each ends its line. */
    String restored(String text) {
        String restored = text;
        for (int i = 0; i < wide.size(); i++) {
            restored = restored.replace(String.valueOf((char) (STAND_IN + i)), wide.get(i));
        }
        return restored;
    }
}
