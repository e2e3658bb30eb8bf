package dev.multiarch.dockerfile.shell;

import dev.multiarch.dockerfile.shell.ShellWord.Other;
import dev.multiarch.dockerfile.shell.ShellWord.Part;
import dev.multiarch.dockerfile.shell.ShellWord.Text;
import dev.multiarch.dockerfile.shell.ShellWord.Variable;
import java.util.List;
import java.util.Optional;

/** What a dollar sign begins. */
final class DollarReader {
    private static final List<String> OPERATORS = List.of(
            ":-", ":=", ":+", ":?", "##", "%%", "//", "^^", ",,", "-", "=", "+", "?", "#", "%", "/", "^", ",", ":",
            "@");

    private final Lexer lexer;

    DollarReader(Lexer lexer) {
        this.lexer = lexer;
    }

    Part read(boolean quoted) throws Unreadable {
        if (lexer.sees("$((")) {
            arithmetic();
            return new Other(quoted);
        }
        lexer.require("$");
        if (lexer.peek() == '(') {
            lexer.skip(1);
            return lexer.output(quoted);
        }
        if (lexer.peek() == '{') {
            return braces(quoted);
        }
        String name = name();
        return name.isEmpty() ? new Text("$", quoted) : new Variable(name, "", Optional.empty(), quoted);
    }

    private void arithmetic() throws Unreadable {
        lexer.skip(3);
        int open = 2;
        while (open > 0) {
            if (lexer.atEnd()) {
                throw new Unreadable();
            }
            open += lexer.peek() == '(' ? 1 : lexer.peek() == ')' ? -1 : 0;
            lexer.skip(1);
        }
    }

    private String name() {
        int start = lexer.at();
        if ("@*#?-$!".indexOf(lexer.peek()) >= 0 && !lexer.atEnd() || Character.isDigit(lexer.peek())) {
            lexer.skip(1);
            return lexer.since(start);
        }
        while (isName(lexer.peek())) {
            lexer.skip(1);
        }
        return lexer.since(start);
    }

    private static boolean isName(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_');
    }

    private Part braces(boolean quoted) throws Unreadable {
        lexer.skip(1);
        boolean indirect = lexer.sees("!") || lexer.sees("#") && !lexer.sees("#}");
        if (indirect) {
            lexer.skip(1);
        }
        String name = name();
        if (lexer.peek() == '[') {
            lexer.word("]}");
            lexer.require("]");
            indirect = true;
        }
        String operator = OPERATORS.stream().filter(lexer::sees).findFirst().orElse("");
        lexer.skip(operator.length());
        lexer.enter();
        ShellWord argument = lexer.word("}");
        lexer.leave();
        lexer.require("}");
        if (indirect) {
            return new Other(quoted);
        }
        return new Variable(name, operator, operator.isEmpty() ? Optional.empty() : Optional.of(argument), quoted);
    }
}
