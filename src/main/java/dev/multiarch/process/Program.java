package dev.multiarch.process;

import dev.multiarch.text.Printable;
import dev.multiarch.text.Secrets;
import dev.multiarch.text.ShellWord;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program to run, with its arguments: no shell takes part.
 *
 * @param words the program and its arguments
 * @param environment what is added to this process's own
 * @param hidden what the names of those variables of this process begin with that it does not get
 * @param limit after which it is ended
 * @param input its standard input, which is closed afterwards
 * @param errorsToo whether its standard error counts as standard output, as {@code 2>&1} does
 */
public record Program(
        List<String> words,
        Map<String, String> environment,
        List<String> hidden,
        Optional<Path> directory,
        Duration limit,
        byte[] input,
        boolean errorsToo) {
    private static final Duration USUAL_LIMIT = Duration.ofMinutes(2);
    /** A word that sets something, such as a build argument. */
    private static final Pattern SETTING =
            Pattern.compile("(|--[a-z-]+=)([A-Za-z_][A-Za-z0-9_.-]*)=.*", Pattern.DOTALL);

    private static final String ARGUMENT = "--build-arg";

    public Program {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
        hidden = List.copyOf(hidden);
    }

    public static Program of(String... words) {
        return of(List.of(words));
    }

    public static Program of(List<String> words) {
        return new Program(words, Map.of(), List.of(), Optional.empty(), USUAL_LIMIT, new byte[0], false);
    }

    /**
     * How to start the program of this name: by name where the system would find the same one, else by its path, as a program
     * is looked up in our own PATH. Never one of the working directory.
     */
    public static Optional<String> find(String name, String path) {
        boolean plain = path.equals(System.getenv("PATH"));
        for (String folder : path.split(File.pathSeparator)) {
            if (!Path.of(folder).isAbsolute()) {
                plain = false; // the system would look into the working directory, which may be a pull request's
                continue;
            }
            Path file = Path.of(folder, name);
            if (Files.isExecutable(file) && Files.isRegularFile(file)) {
                return Optional.of(plain ? name : file.toString());
            }
        }
        return Optional.empty();
    }

    public Program within(Duration other) {
        return new Program(words, environment, hidden, directory, other, input, errorsToo);
    }

    /** The same with one word changed. */
    public Program replacing(String word, String other) {
        List<String> changed =
                words.stream().map(each -> each.equals(word) ? other : each).toList();
        return new Program(changed, environment, hidden, directory, limit, input, errorsToo);
    }

    public Program in(Path other) {
        return new Program(words, environment, hidden, Optional.of(other), limit, input, errorsToo);
    }

    public Program with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put(name, value);
        return new Program(words, all, hidden, directory, limit, input, errorsToo);
    }

    /** @param beginnings of the names of variables that it does not get */
    public Program without(List<String> beginnings) {
        return new Program(words, environment, beginnings, directory, limit, input, errorsToo);
    }

    public Program reading(byte[] bytes) {
        return new Program(words, environment, hidden, directory, limit, bytes, errorsToo);
    }

    /** What it prints on standard error is kept as well. */
    public Program withErrors() {
        return new Program(words, environment, hidden, directory, limit, input, true);
    }

    /**
     * As one would paste it into a shell; values of build arguments, credentials in URLs and what is given a name that says
     * secret are left out.
     */
    @Override
    public String toString() {
        String variables = environment.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + "=" + quoted(Secrets.isName(e.getKey()) ? Secrets.HIDDEN : e.getValue()) + " ")
                .collect(Collectors.joining());
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            boolean argument = words.get(i).startsWith(ARGUMENT + "=")
                    || i > 0 && words.get(i - 1).equals(ARGUMENT);
            shown.add(quoted(safe(words.get(i), argument)));
        }
        return Printable.line(variables + String.join(" ", shown));
    }

    private static String safe(String word, boolean argument) {
        Matcher setting = SETTING.matcher(word);
        return setting.matches() && (argument || Secrets.isName(setting.group(2)))
                ? setting.group(1) + setting.group(2) + "=" + Secrets.HIDDEN
                : Secrets.inAttributes(word);
    }

    private static String quoted(String word) {
        return ShellWord.quoted(Secrets.inAddresses(word));
    }
}
