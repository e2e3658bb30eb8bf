package dev.multiarch.smoke;

import dev.multiarch.record.SmokeCommand;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The Dockerfile that runs one command in one image. Policies and images choose the words, so each is spelt in a way that
 * leaves nothing to a Dockerfile's own reading: no shell, no variable, no heredoc, no line break.
 */
final class SmokeDockerfile {
    /** Of the words together: longer lines of a Dockerfile are refused by BuildKit (64 KiB, each character up to six). */
    private static final int LONGEST = 8_000;

    private static final String PLAIN = " _@%+=:,./-";

    private static final String NONE = "--network=none ";

    private SmokeDockerfile() {}

    /** Why these words can't be run; empty where they can. */
    static Optional<String> refused(List<String> words) {
        if (words.isEmpty() || words.get(0).isEmpty()) {
            return Optional.of("the image has neither an entrypoint nor a command");
        }
        int length = words.stream().mapToInt(word -> word.length() + 3).sum();
        return length > LONGEST
                ? Optional.of("the command has " + length + " characters, and at most " + LONGEST + " can be run")
                : Optional.empty();
    }

    /** @param image what {@code FROM} takes */
    static String of(String image, SmokeCommand command, List<String> words) {
        return "FROM " + image + "\n" + run(command, words);
    }

    /**
     * For buildah, whose network is none already. Its build never succeeds, so that no image is made: to remove one would
     * remove the image that it is made of.
     *
     * @param missing a name that no file has
     */
    static String local(String image, SmokeCommand command, List<String> words, String missing) {
        return of(image, command, words).replace("RUN " + NONE, "RUN ") + "COPY " + missing + " /\n";
    }

    /** What one of several stages is called. */
    static String stage(int number) {
        return "run" + number;
    }

    /** @param image what {@code FROM} takes: the name of another stage */
    static String stage(int number, String image, SmokeCommand command, List<String> words) {
        return "FROM " + image + " AS " + stage(number) + "\n" + run(command, words);
    }

    /**
     * For the last stage: makes BuildKit run those before it, at once, as it takes what has a name that no file has.
     *
     * @param stages how many they are
     */
    static String all(int stages) {
        return IntStream.range(0, stages)
                .mapToObj(number -> "COPY --from=" + stage(number) + " /" + UUID.randomUUID() + "* /\n")
                .collect(Collectors.joining());
    }

    private static String run(SmokeCommand command, List<String> words) {
        var text = new StringBuilder();
        command.environment()
                .forEach((name, value) -> text.append("ENV ")
                        .append(name)
                        .append('=')
                        .append(value(value))
                        .append('\n'));
        text.append("RUN " + NONE).append(words(words));
        return text.append('\n').toString();
    }

    /** In exec form. */
    static String words(List<String> words) {
        return words.stream().map(SmokeDockerfile::json).collect(list());
    }

    private static Collector<CharSequence, ?, String> list() {
        return Collectors.joining(", ", "[", "]");
    }

    /** In double quotes a backslash takes the meaning from these three. */
    private static String value(String text) {
        return '"' + text.replaceAll("([\\\\\"$])", "\\\\$1") + '"';
    }

    /** As JSON, with every character that is not a plain one spelt by its number. */
    private static String json(String word) {
        var text = new StringBuilder("\"");
        for (char c : word.toCharArray()) {
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PLAIN.indexOf(c) >= 0;
            text.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return text.append('"').toString();
    }
}
