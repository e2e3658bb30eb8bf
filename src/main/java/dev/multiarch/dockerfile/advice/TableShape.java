package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.shell.Script;
import dev.multiarch.dockerfile.shell.Script.Block;
import dev.multiarch.dockerfile.shell.ShellWord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which architectures a table names.
 *
 * @param arms how many
 */
record TableShape(int arms, boolean namesAmd64) {
    static TableShape of(Script.Case table) {
        Set<String> names = new TreeSet<>();
        table.arms().forEach(arm -> arm.patterns().forEach(pattern -> add(pattern, names)));
        return of(names);
    }

    static TableShape of(Script.If choice) {
        Set<String> names = new TreeSet<>();
        choice.branches().forEach(branch -> add(branch.condition(), names));
        return of(names);
    }

    private static TableShape of(Set<String> names) {
        return new TableShape(names.size(), names.contains("amd64"));
    }

    private static void add(Block condition, Set<String> names) {
        condition
                .items()
                .forEach(item -> item.pipeline().commands().forEach(command -> {
                    if (command instanceof Script.Simple simple) {
                        simple.words().forEach(word -> add(word, names));
                    }
                }));
    }

    private static void add(ShellWord word, Set<String> names) {
        for (ShellWord.Part part : word.parts()) {
            if (part instanceof ShellWord.Text text) {
                List<ArchNames.Found> found = ArchNames.in(text.text());
                found.forEach(each -> names.add(each.architecture()));
                if (text.text().strip().equals("arm")) {
                    names.add("arm");
                }
            }
        }
    }
}
