package dev.multiarch.dockerfile.shell;

import dev.multiarch.dockerfile.shell.Script.Arm;
import dev.multiarch.dockerfile.shell.Script.Block;
import dev.multiarch.dockerfile.shell.Script.Branch;
import dev.multiarch.dockerfile.shell.Script.Command;
import dev.multiarch.dockerfile.shell.Script.Group;
import dev.multiarch.dockerfile.shell.Script.Item;
import dev.multiarch.dockerfile.shell.Script.Joint;
import dev.multiarch.dockerfile.shell.Script.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Blocks and compound commands of a script. */
final class ScriptReader {
    private final Lexer lexer;
    private final SimpleReader simple;

    ScriptReader(String text) {
        this(new Lexer(text));
    }

    ScriptReader(Lexer lexer) {
        this.lexer = lexer;
        this.simple = new SimpleReader(lexer);
    }

    Block program() throws Unreadable {
        Block all = until();
        if (!lexer.operator().isEmpty() || !lexer.atEnd()) {
            throw new Unreadable();
        }
        return all;
    }

    /** @param ends the words or operators that end it; they are left to the caller */
    Block until(String... ends) throws Unreadable {
        lexer.enter();
        List<Item> items = new ArrayList<>();
        Joint joint = Joint.ALWAYS;
        while (true) {
            while (lexer.accept("\n") || joint == Joint.ALWAYS && (lexer.accept(";") || lexer.accept("&"))) {
                // nothing between them
            }
            if (lexer.operator().isEmpty() && lexer.atEnd() || ended(ends)) {
                break;
            }
            items.add(new Item(joint, pipeline()));
            if (lexer.accept("&&")) {
                joint = Joint.IF_IT_WENT_WELL;
            } else if (lexer.accept("||")) {
                joint = Joint.IF_IT_FAILED;
            } else {
                joint = Joint.ALWAYS;
                String next = lexer.operator();
                if (!next.isEmpty()
                        && !List.of(";", "\n", "&").contains(next)
                        && !List.of(ends).contains(next)) {
                    throw new Unreadable();
                }
            }
        }
        lexer.leave();
        return new Block(items);
    }

    private boolean ended(String... ends) throws Unreadable {
        for (String end : ends) {
            if (lexer.operator().equals(end) || seesKeyword(end)) {
                return true;
            }
        }
        return false;
    }

    private boolean seesKeyword(String word) throws Unreadable {
        if (!lexer.seesWord() || !lexer.sees(word)) {
            return false;
        }
        int start = lexer.at();
        boolean seen = lexer.word().is(word);
        lexer.back(start);
        return seen;
    }

    private boolean acceptKeyword(String word) throws Unreadable {
        boolean there = seesKeyword(word);
        lexer.skip(there ? word.length() : 0);
        return there;
    }

    private void requireKeyword(String word) throws Unreadable {
        if (!acceptKeyword(word)) {
            throw new Unreadable();
        }
    }

    private Pipeline pipeline() throws Unreadable {
        boolean negated = false;
        while (acceptKeyword("!")) {
            negated = !negated;
        }
        List<Command> commands = new ArrayList<>();
        do {
            lexer.lineBreaks();
            commands.add(command());
        } while (lexer.accept("|") || lexer.accept("|&"));
        return new Pipeline(negated, commands);
    }

    private Command command() throws Unreadable {
        lexer.blanks();
        int start = lexer.at();
        if (lexer.sees("((")) {
            lexer.skip(1);
        }
        if (lexer.accept("(")) {
            Block body = until(")");
            lexer.require(")");
            lexer.accept(")");
            simple.redirections();
            return new Group(start, true, body);
        }
        if (acceptKeyword("{")) {
            Block body = until("}");
            requireKeyword("}");
            simple.redirections();
            return new Group(start, false, body);
        }
        Optional<Command> compound = compound(start);
        if (compound.isPresent()) {
            simple.redirections();
            return compound.get();
        }
        if (acceptKeyword("function")) {
            return function(start, simple.name());
        }
        Command command = simple.read();
        boolean named = command instanceof Script.Simple only
                && only.words().size() == 1
                && only.assignments().isEmpty()
                && lexer.sees("(");
        return named
                ? function(
                        start,
                        ((Script.Simple) command).words().get(0).literal().orElse(""))
                : command;
    }

    private Command function(int start, String name) throws Unreadable {
        if (lexer.accept("(")) {
            if (!lexer.accept(")")) {
                throw new Unreadable();
            }
        }
        lexer.lineBreaks();
        lexer.enter();
        Command body = command();
        lexer.leave();
        return new Script.Function(start, name, body);
    }

    private Optional<Command> compound(int start) throws Unreadable {
        if (acceptKeyword("if")) {
            return Optional.of(choice(start));
        }
        if (acceptKeyword("case")) {
            return Optional.of(table(start));
        }
        if (acceptKeyword("while") || acceptKeyword("until")) {
            Block condition = until("do");
            return Optional.of(loop(start, Optional.empty(), condition));
        }
        if (acceptKeyword("for") || acceptKeyword("select")) {
            String name = simple.name();
            lexer.blanks();
            lexer.lineBreaks();
            if (acceptKeyword("in")) {
                while (lexer.seesWord()) {
                    lexer.word();
                }
            }
            return Optional.of(loop(start, Optional.of(name), until("do")));
        }
        return Optional.empty();
    }

    private Command loop(int start, Optional<String> variable, Block condition) throws Unreadable {
        requireKeyword("do");
        Block body = until("done");
        requireKeyword("done");
        return new Script.Loop(start, variable, condition, body);
    }

    private Command choice(int start) throws Unreadable {
        List<Branch> branches = new ArrayList<>();
        do {
            Block condition = until("then");
            requireKeyword("then");
            branches.add(new Branch(condition, until("elif", "else", "fi")));
        } while (acceptKeyword("elif"));
        Optional<Block> otherwise = acceptKeyword("else") ? Optional.of(until("fi")) : Optional.empty();
        requireKeyword("fi");
        return new Script.If(start, branches, otherwise);
    }

    private Command table(int start) throws Unreadable {
        lexer.blanks();
        ShellWord subject = lexer.word();
        lexer.lineBreaks();
        requireKeyword("in");
        List<Arm> arms = new ArrayList<>();
        while (true) {
            lexer.lineBreaks();
            if (acceptKeyword("esac")) {
                return new Script.Case(start, subject, arms);
            }
            arms.add(arm());
        }
    }

    private Arm arm() throws Unreadable {
        lexer.accept("(");
        lexer.blanks();
        int start = lexer.at();
        List<ShellWord> patterns = new ArrayList<>();
        do {
            if (!lexer.seesWord()) {
                throw new Unreadable();
            }
            patterns.add(lexer.word());
        } while (lexer.accept("|"));
        if (!lexer.accept(")")) {
            throw new Unreadable();
        }
        Block body = until(";;", ";&", ";;&", "esac");
        int end = lexer.at();
        if (!lexer.accept(";;") && !lexer.accept(";&") && !lexer.accept(";;&") && !seesKeyword("esac")) {
            throw new Unreadable();
        }
        return new Arm(start, end, patterns, body);
    }
}
