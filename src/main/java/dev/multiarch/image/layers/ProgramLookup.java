package dev.multiarch.image.layers;

import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.layers.Binaries.Started;
import dev.multiarch.image.layers.Node.Kind;
import java.util.List;
import java.util.Optional;

/** Finds a program by its name, as a runtime and then the kernel do: {@code PATH}, links, and the interpreters of scripts. */
public record ProgramLookup(RootFs root, ImageConfig.Start start) {
    /** Linux follows scripts of scripts up to here, and so does {@code env}. */
    public static final int MOST_SCRIPTS = 5;

    /** The program that the kernel executes in the end. */
    Started program(String command) {
        String name = command;
        for (int scripts = 0; scripts <= MOST_SCRIPTS; scripts++) {
            Optional<String> path = locate(name);
            if (path.isEmpty()) {
                return Started.unknown("no layer contains the program " + name);
            }
            Node node = root.nodes().get(path.get());
            if (node.kind() != Kind.SCRIPT) {
                return node.kind() == Kind.ELF || node.kind() == Kind.BROKEN_ELF
                        ? Started.at(path.get())
                        : Started.unknown("the program /" + path.get() + " is neither ELF nor a script");
            }
            name = interpreter(node.line());
        }
        return Started.unknown("scripts start scripts more than " + MOST_SCRIPTS + " times");
    }

    /** The script with this name, before any interpreter. */
    Optional<Node> script(String command) {
        return locate(command).map(root.nodes()::get).filter(node -> node.kind() == Kind.SCRIPT);
    }

    /** The program that a line after {@code #!} names; of {@code env} it is the one that env looks for. */
    public static String interpreter(String line) {
        List<String> words = List.of(line.split("[ \t]+"));
        if (!words.get(0).endsWith("/env")) {
            return words.get(0);
        }
        return words.stream()
                .skip(1)
                .map(word -> word.startsWith("-S") ? word.substring(2) : word)
                .filter(word -> !word.isEmpty() && !word.startsWith("-") && !word.contains("="))
                .findFirst()
                .orElse(words.get(0));
    }

    private Optional<String> locate(String name) {
        if (name.contains("/")) {
            return file(absolute(name));
        }
        for (String folder : start.path().split(":")) {
            Optional<String> found = file(absolute(folder) + "/" + name)
                    .filter(path -> root.nodes().get(path).executable()); // others are passed over
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** An empty folder in {@code PATH} means the working directory as well. */
    String absolute(String path) {
        return path.startsWith("/") ? path : start.folder() + "/" + path;
    }

    private Optional<String> file(String path) {
        return root.resolve(path).filter(resolved -> {
            Node node = root.nodes().get(resolved);
            return node != null && node.kind() != Kind.DIRECTORY;
        });
    }
}
