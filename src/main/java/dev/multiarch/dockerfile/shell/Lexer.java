package dev.multiarch.dockerfile.shell;

import dev.multiarch.dockerfile.shell.ShellWord.Output;
import dev.multiarch.dockerfile.shell.ShellWord.Part;
import dev.multiarch.dockerfile.shell.ShellWord.Text;
import java.util.ArrayList;
import java.util.List;

/** Words and operators of a script. */
final class Lexer extends TextCursor {
    private static final String META = " \t\r\n;&|()<>";
    private static final List<String> OPERATORS = List.of(
            ";;&", "<<-", "<<<", "&>>", ";;", ";&", "&&", "||", "|&", "<<", ">>", "<&", ">&", "<>", ">|", "&>", "\n",
            ";", "&", "|", "(", ")", "<", ">");

    /** Of substitutions within substitutions. */
    private static final int DEEPEST = 40;

    /** What one script may cost. */
    private static final int MOST_WORDS = 100_000;

    private final List<String> heredocs = new ArrayList<>();
    private int depth;
    private int words;

    Lexer(String text) {
        this(text, 0, text.length(), 0);
    }

    /** Of a part of the text. */
    private Lexer(String text, int start, int end, int depth) {
        super(text, start, end);
        this.depth = depth;
    }

    void enter() throws Unreadable {
        if (++depth > DEEPEST) {
            throw new Unreadable();
        }
    }

    void leave() {
        depth--;
    }

    void blanks() {
        while (!atEnd()) {
            if (sees("\\\n")) {
                skip(2);
            } else if (peek() == ' ' || peek() == '\t' || peek() == '\r') {
                skip(1);
            } else if (peek() == '#') {
                back(find('\n', at()));
            } else {
                return;
            }
        }
    }

    /** The operator that comes next, behind blanks; empty where a word or the end does. */
    String operator() {
        blanks();
        return OPERATORS.stream().filter(this::sees).findFirst().orElse("");
    }

    void lineBreaks() {
        while (accept("\n")) {
            // as many as there are
        }
    }

    boolean accept(String operator) {
        if (!operator().equals(operator)) {
            return false;
        }
        skip(operator.length());
        if (operator.equals("\n")) {
            bodies();
        }
        return true;
    }

    void announce(String heredoc) {
        heredocs.add(heredoc);
    }

    /** Here-documents begin behind the line that announces them. */
    private void bodies() {
        for (String name : heredocs) {
            while (!atEnd()) {
                int stop = find('\n', at());
                String line = text().substring(at(), stop);
                back(Math.min(end(), stop + 1));
                if (line.strip().equals(name)) {
                    break;
                }
            }
        }
        heredocs.clear();
    }

    /** Whether a word comes next, behind blanks. */
    boolean seesWord() {
        return operator().isEmpty() && !atEnd();
    }

    ShellWord word() throws Unreadable {
        return word(META);
    }

    /** @param stops what ends it */
    ShellWord word(String stops) throws Unreadable {
        if (++words > MOST_WORDS) {
            throw new Unreadable();
        }
        int start = at();
        List<Part> parts = new ArrayList<>();
        var plain = new StringBuilder();
        while (!atEnd() && stops.indexOf(peek()) < 0) {
            char c = peek();
            if (c == '\\') {
                skip(1);
                plain.append(sees("\n") || atEnd() ? "" : Character.toString(peek()));
                skip(1);
            } else if (c == '\'' || c == '"' || c == '$' || c == '`') {
                flush(plain, parts, false);
                special(parts);
            } else {
                plain.append(c);
                skip(1);
            }
        }
        flush(plain, parts, false);
        return new ShellWord(start, at(), parts);
    }

    private static void flush(StringBuilder plain, List<Part> parts, boolean quoted) {
        if (plain.length() > 0) {
            parts.add(new Text(plain.toString(), quoted));
            plain.setLength(0);
        }
    }

    private void special(List<Part> parts) throws Unreadable {
        char c = peek();
        if (c == '\'') {
            parts.add(new Text(single(), true));
        } else if (c == '"') {
            quoted(parts);
        } else if (c == '`') {
            parts.add(backquoted(false));
        } else if (sees("$'")) {
            skip(1);
            parts.add(new Text(single(), true));
        } else if (sees("$\"")) {
            skip(1);
            quoted(parts);
        } else {
            parts.add(new DollarReader(this).read(false));
        }
    }

    private String single() throws Unreadable {
        int close = find('\'', at() + 1);
        if (close >= end()) {
            throw new Unreadable();
        }
        String inside = text().substring(at() + 1, close);
        back(close + 1);
        return inside;
    }

    private void quoted(List<Part> parts) throws Unreadable {
        require("\"");
        var plain = new StringBuilder();
        int before = parts.size();
        while (peek() != '"') {
            if (atEnd()) {
                throw new Unreadable();
            }
            char c = peek();
            if (c == '\\' && at() + 1 < end() && "\"\\$`\n".indexOf(text().charAt(at() + 1)) >= 0) {
                skip(1);
                plain.append(sees("\n") ? "" : Character.toString(peek()));
                skip(1);
            } else if (c == '$' || c == '`') {
                flush(plain, parts, true);
                parts.add(c == '`' ? backquoted(true) : new DollarReader(this).read(true));
            } else {
                plain.append(c);
                skip(1);
            }
        }
        skip(1);
        flush(plain, parts, true);
        if (parts.size() == before) {
            parts.add(new Text("", true));
        }
    }

    /** With escapes within, it is not understood: they are for nesting such. */
    private Part backquoted(boolean quoted) throws Unreadable {
        int start = at() + 1;
        int close = find('`', start);
        if (close >= end() || text().substring(start, close).indexOf('\\') >= 0) {
            throw new Unreadable();
        }
        enter();
        var output = new Output(new ScriptReader(new Lexer(text(), start, close, depth)).program(), start, quoted);
        leave();
        back(close + 1);
        return output;
    }

    Output output(boolean quoted) throws Unreadable {
        int start = at();
        enter();
        Script.Block commands = new ScriptReader(this).until(")");
        leave();
        require(")");
        return new Output(commands, start, quoted);
    }
}
