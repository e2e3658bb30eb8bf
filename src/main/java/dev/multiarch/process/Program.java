package dev.multiarch.process;

import dev.multiarch.text.Printable;
import dev.multiarch.text.ShellWord;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
 * @param limit after which it is ended
 * @param input its standard input, which is closed afterwards
 * @param errorsToo whether its standard error counts as standard output, as {@code 2>&1} does
 */
public record Program(
        List<String> words,
        Map<String, String> environment,
        Optional<Path> directory,
        Duration limit,
        byte[] input,
        boolean errorsToo) {
    private static final Duration USUAL_LIMIT = Duration.ofMinutes(2);
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@\\s]+@");

    /** A word that sets a variable, such as a build argument. */
    private static final Pattern SETTING =
            Pattern.compile("(|--build-arg=)([A-Za-z_][A-Za-z0-9_]*)=.*", Pattern.DOTALL);

    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|KEY).*");

    public Program {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    public static Program of(String... words) {
        return of(List.of(words));
    }

    public static Program of(List<String> words) {
        return new Program(words, Map.of(), Optional.empty(), USUAL_LIMIT, new byte[0], false);
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
        return new Program(words, environment, directory, other, input, errorsToo);
    }

    public Program in(Path other) {
        return new Program(words, environment, Optional.of(other), limit, input, errorsToo);
    }

    public Program with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put(name, value);
        return new Program(words, all, directory, limit, input, errorsToo);
    }

    public Program reading(byte[] bytes) {
        return new Program(words, environment, directory, limit, bytes, errorsToo);
    }

    /** What it prints on standard error is kept as well. */
    public Program withErrors() {
        return new Program(words, environment, directory, limit, input, true);
    }

    /** As one would paste it into a shell; credentials in URLs and what is given a name that says secret are left out. */
    @Override
    public String toString() {
        String variables = environment.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + "="
                        + quoted(SECRET_NAME.matcher(e.getKey()).matches() ? "***" : e.getValue()) + " ")
                .collect(Collectors.joining());
        String command = words.stream().map(Program::quoted).collect(Collectors.joining(" "));
        return Printable.line(variables + command);
    }

    private static String quoted(String word) {
        Matcher setting = SETTING.matcher(word);
        boolean secret =
                setting.matches() && SECRET_NAME.matcher(setting.group(2)).matches();
        String shown = secret ? setting.group(1) + setting.group(2) + "=***" : word;
        String safe = CREDENTIALS.matcher(shown).replaceAll("***@");
        return ShellWord.quoted(safe);
    }
}
