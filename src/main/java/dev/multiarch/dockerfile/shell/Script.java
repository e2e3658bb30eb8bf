package dev.multiarch.dockerfile.shell;

import dev.multiarch.dockerfile.shell.ShellWord.Part;
import dev.multiarch.dockerfile.shell.ShellWord.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a script is made of. Places are offsets in its text. */
public final class Script {
    private Script() {}

    /** Empty where it is not understood: another language, an open quote, deeper or longer than any honest script. */
    public static Optional<Block> read(String text) {
        try {
            return Optional.of(new ScriptReader(text).program());
        } catch (Unreadable notUnderstood) {
            return Optional.empty();
        }
    }

    /** How a command follows the one before it. */
    public enum Joint {
        ALWAYS,
        /** {@code &&}. */
        IF_IT_WENT_WELL,
        /** {@code ||}. */
        IF_IT_FAILED
    }

    /** Commands, one after the other. */
    public record Block(List<Item> items) {
        public Block {
            items = List.copyOf(items);
        }
    }

    public record Item(Joint joint, Pipeline pipeline) {}

    /** @param negated whether it begins with {@code !} */
    public record Pipeline(boolean negated, List<Command> commands) {
        public Pipeline {
            commands = List.copyOf(commands);
        }
    }

    public sealed interface Command {
        int start();
    }

    /**
     * A command with its words; assignments alone where there are no words.
     *
     * @param words the first is the command's name; those of redirections are left out
     */
    public record Simple(int start, List<Assignment> assignments, List<ShellWord> words) implements Command {
        public Simple {
            assignments = List.copyOf(assignments);
            words = List.copyOf(words);
        }
    }

    public record Assignment(String name, ShellWord value) {
        private static final Pattern FORM = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\+?=(.*)", Pattern.DOTALL);

        /** A word of the form {@code NAME=value}. */
        public static Optional<Assignment> of(ShellWord word) {
            if (word.parts().isEmpty() || !(word.parts().get(0) instanceof Text head) || head.quoted()) {
                return Optional.empty();
            }
            Matcher form = FORM.matcher(head.text());
            if (!form.matches()) {
                return Optional.empty();
            }
            List<Part> parts = new ArrayList<>(word.parts());
            parts.remove(0);
            if (!form.group(2).isEmpty()) {
                parts.add(0, new Text(form.group(2), false));
            }
            int start = word.start() + head.text().indexOf('=') + 1;
            return Optional.of(new Assignment(form.group(1), new ShellWord(start, word.end(), parts)));
        }
    }

    public record Case(int start, ShellWord subject, List<Arm> arms) implements Command {
        public Case {
            arms = List.copyOf(arms);
        }
    }

    /** @param end where its body ends */
    public record Arm(int start, int end, List<ShellWord> patterns, Block body) {
        public Arm {
            patterns = List.copyOf(patterns);
        }
    }

    public record If(int start, List<Branch> branches, Optional<Block> otherwise) implements Command {
        public If {
            branches = List.copyOf(branches);
        }
    }

    public record Branch(Block condition, Block body) {}

    /**
     * {@code for}, {@code while}, {@code until}.
     *
     * @param variable of a {@code for}
     */
    public record Loop(int start, Optional<String> variable, Block condition, Block body) implements Command {}

    public record Group(int start, boolean subshell, Block body) implements Command {}

    public record Function(int start, String name, Command body) implements Command {}
}
