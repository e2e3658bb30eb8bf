package dev.multiarch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.host.diagnosis.Diagnoses;
import dev.multiarch.host.diagnosis.KnownFacts;
import dev.multiarch.host.diagnosis.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each how-to page says what can go wrong. A message in such a table is one that multiarch prints, or one of another program
 * that {@code doctor --explain} recognises: so people find it by a search, and it stays in step with the code.
 */
class DocsMessagesTest {
    private static final String HEADING = "\n## If something goes wrong\n";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (?!You see|Exit code|---)([^|]+) \\|");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

    /** Text literals that are put together over several lines. */
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

    static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("docs/how-to"))) {
            return pages.sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void eachMessageOfAPageIsPrinted(Path page) throws IOException {
        String program = program();
        for (String message : messages(Files.readString(page))) {
            boolean ours = Arrays.stream(message.split("…"))
                    .map(part -> part.strip().toLowerCase(Locale.ROOT))
                    .allMatch(program::contains);
            assertThat(ours || isRecognised(message)).as(message).isTrue();
        }
    }

    @Test
    void mostPagesSayWhatCanGoWrong() throws IOException {
        int with = 0;
        for (Path page : pages()) {
            with += Files.readString(page).contains(HEADING) ? 1 : 0;
        }
        assertThat(with).isGreaterThan(14);
    }

    @Test
    void findsAMessageThatNobodyPrints() throws IOException {
        assertThat(messages("# x\n" + HEADING + "\n| You see | a |\n|---|---|\n| `no such text` | x |\n"))
                .containsExactly("no such text");
        assertThat(program()).doesNotContain("no such text").contains("there is no such commit here");
        assertThat(isRecognised("no such text")).isFalse();
        assertThat(isRecognised("exec format error")).isTrue();
    }

    private static List<String> messages(String page) {
        int at = page.indexOf(HEADING);
        if (at < 0) {
            return List.of();
        }
        return ROW.matcher(page.substring(at))
                .results()
                .flatMap(row -> SPAN.matcher(row.group(1)).results())
                .map((MatchResult span) -> span.group(1))
                .toList();
    }

    /** Every text of the program, in lower case, with its literals put together. */
    private static String program() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return Stream.concat(files.filter(Files::isRegularFile), Stream.of(Path.of("scripts/multiarch")))
                    .map(DocsMessagesTest::text)
                    .collect(Collectors.joining("\n"))
                    .toLowerCase(Locale.ROOT);
        }
    }

    private static String text(Path file) {
        try {
            return JOINED.matcher(Files.readString(file)).replaceAll("").replace("\\\"", "\"");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isRecognised(String message) {
        return !Diagnoses.of(Log.of(message), KnownFacts.nothing("a page"))
                .found()
                .isEmpty();
    }
}
