package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.shell.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command that runs on a platform.
 *
 * @param words with what they come to; the first is the command's name
 * @param settings what variables hold that its program reads, of {@link #SETTINGS}
 * @param table that decides that it runs
 * @param uncertain whether it depends on a question about the architecture whose answer is not known
 */
record Executed(List<Argument> words, Map<String, Value> settings, Optional<Origin.Table> table, boolean uncertain) {
    /** Read by compilers. */
    static final Set<String> SETTINGS = Set.of("GOARCH", "GOOS", "CGO_ENABLED", "CARGO_BUILD_TARGET");

    private static final Set<String> WRAPPERS =
            Set.of("sudo", "env", "time", "nice", "exec", "command", "xargs", "nohup");

    /** @param offset of the word in the file */
    record Argument(ShellWord word, Value value, int offset) {}

    Executed {
        words = List.copyOf(words);
    }

    /** The name of the program, without its folder and what only starts it. */
    String program() {
        return program(words).map(Executed::name).orElse("");
    }

    private static String name(Argument argument) {
        String text = argument.value().text();
        return text.substring(text.lastIndexOf('/') + 1);
    }

    private static Optional<Argument> program(List<Argument> words) {
        return words.stream()
                .filter(word -> !WRAPPERS.contains(name(word)))
                .filter(word -> !word.value().text().startsWith("-"))
                .filter(word -> !word.value().text().matches("[A-Za-z_]\\w*=.*"))
                .findFirst();
    }

    /** What follows the program's name. */
    List<Argument> arguments() {
        Optional<Argument> program = program(words);
        return program.isEmpty() ? List.of() : words.subList(words.indexOf(program.get()) + 1, words.size());
    }

    /** Those that are not options. */
    List<Argument> operands() {
        return arguments().stream()
                .filter(word -> !word.value().text().startsWith("-"))
                .toList();
    }

    /** The first that is not an option: {@code install} of {@code apt-get -y install}. */
    String verb() {
        return operands().stream().findFirst().map(word -> word.value().text()).orElse("");
    }

    int offset() {
        return words.get(0).offset();
    }

    List<String> texts() {
        List<String> texts = new ArrayList<>();
        words.forEach(word -> texts.add(word.value().text()));
        return texts;
    }
}
