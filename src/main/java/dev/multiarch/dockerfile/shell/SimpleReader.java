package dev.multiarch.dockerfile.shell;

import dev.multiarch.dockerfile.shell.Script.Assignment;
import dev.multiarch.dockerfile.shell.Script.Simple;
import dev.multiarch.dockerfile.shell.ShellWord.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Simple commands: assignments, words, redirections. */
final class SimpleReader {
    private static final Set<String> REDIRECTIONS =
            Set.of("<", ">", ">>", "<&", ">&", "<>", ">|", "&>", "&>>", "<<<", "<<", "<<-");

    private final Lexer lexer;

    SimpleReader(Lexer lexer) {
        this.lexer = lexer;
    }

    Simple read() throws Unreadable {
        lexer.blanks();
        int start = lexer.at();
        List<Assignment> assignments = new ArrayList<>();
        List<ShellWord> words = new ArrayList<>();
        while (true) {
            if (redirection() || words.isEmpty() && array()) {
                continue;
            }
            if (!lexer.seesWord()) {
                break;
            }
            ShellWord word = lexer.word();
            Optional<Assignment> assignment = words.isEmpty() ? Assignment.of(word) : Optional.empty();
            assignment.ifPresentOrElse(assignments::add, () -> words.add(word));
            if (words.size() == 1 && word.is("[[")) {
                condition(words);
            }
        }
        if (lexer.at() == start) {
            throw new Unreadable();
        }
        return new Simple(start, assignments, words);
    }

    /** Up to its end, white space alone separates: operators are words there. */
    private void condition(List<ShellWord> words) throws Unreadable {
        while (true) {
            while (" \t\r\n".indexOf(lexer.peek()) >= 0 && !lexer.atEnd()) {
                lexer.skip(1);
            }
            if (lexer.atEnd()) {
                throw new Unreadable();
            }
            int start = lexer.at();
            if (lexer.sees("]]")) {
                lexer.skip(2);
                words.add(new ShellWord(start, start + 2, List.of(new Text("]]", false))));
                return;
            }
            words.add(lexer.word(" \t\r\n"));
        }
    }

    void redirections() throws Unreadable {
        while (redirection()) {
            // as many as there are
        }
    }

    /** It may begin with a number; its word is not one of the command's. */
    private boolean redirection() throws Unreadable {
        lexer.blanks();
        int start = lexer.at();
        while (Character.isDigit(lexer.peek())) {
            lexer.skip(1);
        }
        String operator = lexer.peek() == ' ' ? "" : lexer.operator();
        if (!REDIRECTIONS.contains(operator)) {
            lexer.back(start);
            return false;
        }
        lexer.skip(operator.length());
        if (operator.equals("<") || operator.equals(">")) {
            if (lexer.peek() == '(') { // the output of commands as a file: an argument, of which nothing is known
                lexer.skip(1);
                lexer.output(false);
                return true;
            }
        }
        lexer.blanks();
        if (!lexer.seesWord()) {
            throw new Unreadable();
        }
        ShellWord word = lexer.word();
        if (operator.equals("<<") || operator.equals("<<-")) {
            lexer.announce(word.literal().orElseThrow(Unreadable::new));
        }
        return true;
    }

    /** {@code name=(…)}. */
    private boolean array() throws Unreadable {
        lexer.blanks();
        int start = lexer.at();
        while (lexer.peek() == '_' || lexer.peek() < 0x80 && Character.isLetterOrDigit(lexer.peek())) {
            lexer.skip(1);
        }
        if (lexer.at() == start || !lexer.sees("=(") && !lexer.sees("+=(")) {
            lexer.back(start);
            return false;
        }
        lexer.skip(lexer.sees("+") ? 3 : 2);
        while (!lexer.accept(")")) {
            if (lexer.seesWord()) {
                lexer.word();
            } else if (!lexer.accept("\n")) {
                throw new Unreadable();
            }
        }
        return true;
    }

    String name() throws Unreadable {
        lexer.blanks();
        return lexer.seesWord() ? lexer.word().literal().orElseThrow(Unreadable::new) : "";
    }
}
