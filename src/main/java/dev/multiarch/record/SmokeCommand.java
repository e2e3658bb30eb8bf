package dev.multiarch.record;

import dev.multiarch.text.Printable;
import dev.multiarch.text.ShellWord;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A program that is run in an image to see whether it works there: no shell takes part, as an image may have none.
 *
 * @param ofEntrypoint whether the words follow the image's own entrypoint, rather than being the whole command
 * @param environment what is set in addition to the image's own
 * @param limit after which it is ended
 */
public record SmokeCommand(boolean ofEntrypoint, List<String> words, Map<String, String> environment, Duration limit) {
    public static final Duration USUAL_LIMIT = Duration.ofSeconds(60);

    private static final int LONGEST = 200;

    public SmokeCommand {
        words = List.copyOf(words);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    /** To people: {@code LANG=C /app --version}, {@code ENTRYPOINT --version}. */
    @Override
    public String toString() {
        String variables = environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + ShellWord.quoted(variable.getValue()) + " ")
                .collect(Collectors.joining());
        String start = ofEntrypoint ? "ENTRYPOINT" + (words.isEmpty() ? "" : " ") : "";
        String text = words.stream().map(ShellWord::quoted).collect(Collectors.joining(" ", variables + start, ""));
        return Printable.line(Printable.cut(text, LONGEST));
    }
}
