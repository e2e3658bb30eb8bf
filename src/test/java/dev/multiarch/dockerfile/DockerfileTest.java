package dev.multiarch.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.json.Json;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What we read is what BuildKit reads; scripts/dockerfile-golden wrote the golden files with BuildKit's own parser. */
class DockerfileTest {
    private static final Path FOLDER = Path.of("src/test/resources/dockerfile");
    private static final Map<String, String> VALUES = Map.of(
            "FOO", "foo",
            "EMPTY", "",
            "PATH", "/usr/bin:/bin",
            "SPACED", "a b  c",
            "ARCH", "x86_64",
            "STAR", "a*b?c");

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void readsWhatBuildKitReads(Path file) throws IOException {
        Map<String, Object> ours = DockerfileDump.of(Files.readAllBytes(file));
        byte[] golden = Files.readAllBytes(Path.of(file.toString().replaceFirst("\\.Dockerfile$", ".json")));
        Map<String, Object> theirs = Json.read(golden, file.toString()).members();
        if (theirs.containsKey("error")) {
            assertThat(ours).containsOnlyKeys("error");
            assertThat(ours.get("error").toString()).matches("(?s)Dockerfile(:\\d+:1)? .*");
        } else {
            assertThat(ours).isEqualTo(theirs);
        }
    }

    static List<Path> readsWhatBuildKitReads() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("grammar"))) {
            return files.filter(file -> file.toString().endsWith(".Dockerfile"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void expandsAsBuildKitDoes(String word, String golden) {
        Map<String, Object> theirs = Json.read(golden.getBytes(java.nio.charset.StandardCharsets.UTF_8), word)
                .members();
        try {
            Expansion.Expanded ours = Expansion.of(word, '\\', name -> Optional.ofNullable(VALUES.get(name)));
            assertThat(theirs).doesNotContainKey("error");
            assertThat(ours.text()).isEqualTo(theirs.get("text"));
            assertThat(ours.words()).isEqualTo(theirs.get("words"));
            assertThat(new TreeSet<>(ours.set())).containsExactlyElementsOf(texts(theirs.get("set")));
            assertThat(new TreeSet<>(ours.unset())).containsExactlyElementsOf(texts(theirs.get("unset")));
        } catch (FormatException refused) {
            assertThat(theirs).as(refused.getMessage()).containsKey("error");
        }
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(Object::toString).toList();
    }

    static Stream<Arguments> expandsAsBuildKitDoes() throws IOException {
        List<String> words = Files.readAllLines(FOLDER.resolve("words.txt"));
        List<String> golden = Files.readAllLines(FOLDER.resolve("words.jsonl"));
        assertThat(golden).hasSameSizeAs(words);
        return IntStream.range(0, words.size()).mapToObj(i -> Arguments.of(words.get(i), golden.get(i)));
    }
}
