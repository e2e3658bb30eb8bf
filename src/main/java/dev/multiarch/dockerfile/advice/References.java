package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Heredoc;
import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.MappedText;
import dev.multiarch.dockerfile.shell.Script;
import dev.multiarch.dockerfile.shell.Script.Block;
import dev.multiarch.dockerfile.shell.Script.Command;
import dev.multiarch.dockerfile.shell.ShellWord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables that an instruction uses while it is built. */
final class References {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_]\\w*)");

    /** Of these nothing is expanded while building. */
    private static final Set<Keyword> LATER =
            Set.of(Keyword.CMD, Keyword.ENTRYPOINT, Keyword.HEALTHCHECK, Keyword.ONBUILD, Keyword.SHELL);

    private final Map<String, Integer> found = new LinkedHashMap<>();
    private final char escape;

    private References(char escape) {
        this.escape = escape;
    }

    /** Each name with the offset of its first use in the file. */
    static Map<String, Integer> in(Instruction instruction, char escape, Scripts scripts) {
        var references = new References(escape);
        if (!LATER.contains(instruction.keyword())) {
            references.read(instruction, scripts);
        }
        return references.found;
    }

    private void read(Instruction instruction, Scripts scripts) {
        MappedText line = instruction.line();
        instruction.flags().forEach(flag -> plain(line.part(flag.start(), flag.end())));
        if (instruction.keyword() == Keyword.RUN) {
            scripts.of(instruction).forEach(this::script);
            return;
        }
        instruction.words().forEach(word -> plain(line.part(word.start(), word.end())));
        instruction.heredocs().stream().filter(Heredoc::expands).forEach(heredoc -> plain(heredoc.content()));
    }

    private void plain(MappedText text) {
        Matcher variable = VARIABLE.matcher(text.text());
        while (variable.find()) {
            int at = variable.start();
            if (at == 0 || text.text().charAt(at - 1) != escape) {
                found.putIfAbsent(variable.group(1), text.source(at));
            }
        }
    }

    /** What the script sets itself it does not take from outside. */
    private void script(Scripts.Readable script) {
        Map<String, Integer> used = new LinkedHashMap<>();
        block(script.block(), used);
        Set<String> own = new TreeSet<>(AssignedNames.in(script.block()));
        used.forEach((name, offset) -> {
            if (!own.contains(name)) {
                found.putIfAbsent(name, script.text().source(offset));
            }
        });
    }

    private static void block(Block block, Map<String, Integer> used) {
        block.items().forEach(item -> item.pipeline().commands().forEach(command -> command(command, used)));
    }

    private static void command(Command command, Map<String, Integer> used) {
        if (command instanceof Script.Simple simple) {
            simple.assignments().forEach(each -> word(each.value(), used));
            words(simple.words(), used);
        } else if (command instanceof Script.Case table) {
            word(table.subject(), used);
            table.arms().forEach(arm -> {
                words(arm.patterns(), used);
                block(arm.body(), used);
            });
        } else if (command instanceof Script.If choice) {
            choice.branches().forEach(branch -> {
                block(branch.condition(), used);
                block(branch.body(), used);
            });
            choice.otherwise().ifPresent(body -> block(body, used));
        } else if (command instanceof Script.Loop loop) {
            block(loop.condition(), used);
            block(loop.body(), used);
        } else if (command instanceof Script.Group group) {
            block(group.body(), used);
        } else if (command instanceof Script.Function function) {
            command(function.body(), used);
        }
    }

    private static void words(List<ShellWord> words, Map<String, Integer> used) {
        words.forEach(word -> word(word, used));
    }

    private static void word(ShellWord word, Map<String, Integer> used) {
        for (ShellWord.Part part : word.parts()) {
            if (part instanceof ShellWord.Variable variable) {
                used.putIfAbsent(variable.name(), word.start());
                variable.argument().ifPresent(argument -> word(argument, used));
            } else if (part instanceof ShellWord.Output output) {
                block(output.commands(), used);
            }
        }
    }
}
