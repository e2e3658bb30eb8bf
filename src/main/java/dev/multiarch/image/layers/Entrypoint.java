package dev.multiarch.image.layers;

import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.layers.Binaries.Started;
import dev.multiarch.image.layers.Node.Kind;
import java.util.List;
import java.util.Optional;

/** Finds what starts, as a runtime and then the kernel do: {@code PATH}, links, and the interpreters of scripts. */
public record Entrypoint(RootFs root, ImageConfig.Start start) {
    /** Linux follows scripts of scripts up to here, and so does {@code env}. */
    private static final int MOST_SCRIPTS = 5;

    public Started find() {
        if (start.command().isEmpty()) {
            return Started.unknown("the config names neither an entrypoint nor a command");
        }
        String name = start.command().get(0);
        for (int scripts = 0; scripts <= MOST_SCRIPTS; scripts++) {
            Optional<String> path = locate(name);
            if (path.isEmpty()) {
                return Started.unknown("no layer holds what it starts, " + name);
            }
            Node node = root.nodes().get(path.get());
            if (node.kind() != Kind.SCRIPT) {
                return node.kind() == Kind.ELF
                        ? Started.at(path.get())
                        : Started.unknown("what it starts, /" + path.get() + ", is neither ELF nor a script");
            }
            name = interpreter(node.text());
        }
        return Started.unknown("scripts start scripts more than " + MOST_SCRIPTS + " times");
    }

    /** The program that a line after {@code #!} names; of {@code env} it is the one that env looks for. */
    private static String interpreter(String line) {
        List<String> words = List.of(line.split("[ \t]+"));
        if (!words.get(0).endsWith("/env")) {
            return words.get(0);
        }
        return words.stream()
                .skip(1)
                .filter(word -> !word.startsWith("-") && !word.contains("="))
                .findFirst()
                .orElse(words.get(0));
    }

    private Optional<String> locate(String name) {
        if (name.contains("/")) {
            return file(name.startsWith("/") ? name : start.folder() + "/" + name);
        }
        for (String folder : start.path().split(":")) {
            Optional<String> found = file(folder + "/" + name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> file(String path) {
        return root.resolve(path).filter(resolved -> {
            Node node = root.nodes().get(resolved);
            return node != null && node.kind() != Kind.DIRECTORY;
        });
    }
}
