package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.shell.Script;
import dev.multiarch.dockerfile.shell.Script.Block;
import dev.multiarch.dockerfile.shell.Script.Command;
import dev.multiarch.dockerfile.shell.ShellWord;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables that a script sets anywhere, outside of substitutions. */
final class AssignedNames {
    private static final Set<String> SETTERS = Set.of("export", "local", "declare", "readonly", "typeset", "read");
    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(=.*)?", Pattern.DOTALL);

    private AssignedNames() {}

    static Set<String> in(Block block) {
        Set<String> names = new LinkedHashSet<>();
        in(block, names);
        return names;
    }

    private static void in(Block block, Set<String> names) {
        block.items().forEach(item -> item.pipeline().commands().forEach(command -> in(command, names)));
    }

    private static void in(Command command, Set<String> names) {
        if (command instanceof Script.Simple simple) {
            if (simple.words().isEmpty()) {
                simple.assignments().forEach(assignment -> names.add(assignment.name()));
            } else if (SETTERS.contains(simple.words().get(0).literal().orElse(""))) {
                simple.words().stream().skip(1).forEach(word -> exported(word, names));
            }
        } else if (command instanceof Script.Case table) {
            table.arms().forEach(arm -> in(arm.body(), names));
        } else if (command instanceof Script.If choice) {
            choice.branches().forEach(branch -> {
                in(branch.condition(), names);
                in(branch.body(), names);
            });
            choice.otherwise().ifPresent(body -> in(body, names));
        } else if (command instanceof Script.Loop loop) {
            loop.variable().ifPresent(names::add);
            in(loop.body(), names);
        } else if (command instanceof Script.Group group) {
            in(group.body(), names);
        } else if (command instanceof Script.Function function) {
            in(function.body(), names);
        }
    }

    /** {@code NAME} or {@code NAME=value}. */
    private static void exported(ShellWord word, Set<String> names) {
        if (!word.parts().isEmpty() && word.parts().get(0) instanceof ShellWord.Text text) {
            Matcher name = NAME.matcher(text.text());
            if (name.matches()) {
                names.add(name.group(1));
            }
        }
    }
}
