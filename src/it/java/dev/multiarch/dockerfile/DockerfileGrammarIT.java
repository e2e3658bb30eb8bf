package dev.multiarch.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.it.Stack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Our reader next to BuildKit's own: on its own test files, and on a corpus with thousands of slips in it. */
class DockerfileGrammarIT {
    private static final Path CORPUS = Path.of("src/test/resources/dockerfile/grammar");
    private static final int SLIPS = 20_000;

    /** What has a meaning somewhere in the grammar. */
    private static final List<String> PIECES = List.of(
            "\\",
            "\\\n",
            "\n",
            " ",
            "\t",
            "#",
            "\"",
            "'",
            "`",
            "[",
            "]",
            ",",
            "=",
            "--",
            "--from=a ",
            "<<EOF",
            "<<-E",
            "EOF\n",
            "$",
            "${",
            "}",
            ":-",
            "FROM a\n",
            "RUN ",
            "ONBUILD ",
            "ENV ",
            "# escape=`\n",
            "\r",
            "\n\n",
            "AS",
            "{",
            "true",
            "<");

    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofMinutes(5));

    private String program() {
        Stack.require();
        return out("scripts/dockerfile-golden", "--print");
    }

    private String out(String... words) {
        Transcript transcript = commands.program(words);
        assertThat(transcript).exitCode(0);
        return transcript.out().strip();
    }

    @Test
    void theGoldenFilesAreWhatBuildKitReadsToday() throws IOException {
        try (var theirs = new BuildKitReader(program(), "stream")) {
            for (Path file : corpus()) {
                Path golden = Path.of(file.toString().replaceFirst("\\.Dockerfile$", ".json"));
                assertThat(theirs.read(Files.readAllBytes(file)))
                        .as("stale: run scripts/dockerfile-golden: " + file)
                        .isEqualTo(dev.multiarch.json.Json.read(Files.readAllBytes(golden), golden.toString())
                                .members());
            }
        }
    }

    /** BuildKit's own are in the module that the program was built with; their licence is not ours, so they stay there. */
    @Test
    void readsBuildKitsOwnTestFilesAsItDoes() throws IOException {
        String program = program();
        Path module = Path.of(out("go", "env", "GOMODCACHE"), "github.com/moby");
        List<Path> files;
        try (Stream<Path> all = Files.walk(module, 8)) {
            files = all.filter(
                            file -> file.toString().matches(".*/buildkit@[^/]*/frontend/dockerfile/parser/testfile.*"))
                    .filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().equals("Dockerfile"))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(25);
        try (var theirs = new BuildKitReader(program, "stream")) {
            for (Path file : files) {
                compare(Files.readAllBytes(file), theirs, file.toString());
            }
        }
    }

    @Test
    void readsAsBuildKitDoesWhateverSlipsIn() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path file : corpus()) {
            String text = Files.readString(file);
            if (!DockerfileDump.of(text.getBytes(StandardCharsets.UTF_8)).containsKey("error")) {
                texts.add(text);
            }
        }
        var random = new Random(7);
        int read = 0;
        try (var theirs = new BuildKitReader(program(), "stream")) {
            for (int i = 0; i < SLIPS; i++) {
                String text = texts.get(random.nextInt(texts.size()));
                for (int slip = random.nextInt(3); slip >= 0; slip--) {
                    text = slipped(text, random);
                }
                read += compare(text.getBytes(StandardCharsets.UTF_8), theirs, "slip " + i) ? 1 : 0;
            }
        }
        assertThat(read).as("those that are read by both").isGreaterThan(SLIPS / 4);
    }

    private static String slipped(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + (random.nextInt(3) == 0 ? random.nextInt(8) : 0));
        String piece = random.nextInt(4) == 0 ? "" : PIECES.get(random.nextInt(PIECES.size()));
        return text.substring(0, at) + piece + text.substring(end);
    }

    /** @return whether both read it */
    private static boolean compare(byte[] document, BuildKitReader theirs, String what) throws IOException {
        Map<String, Object> expected = withoutUnknownTriggers(theirs.read(document));
        Map<String, Object> ours = DockerfileDump.of(document);
        String shown = what + "\n" + new String(document, StandardCharsets.UTF_8) + "\nours: " + ours + "\ntheirs: "
                + expected;
        assertThat(ours.containsKey("error")).as(shown).isEqualTo(expected.containsKey("error"));
        boolean mangled = expected.toString().matches("(?s).*flags=\\[[^\\]]*[^\\x00-\\x7f].*");
        if (!ours.containsKey("error") && !mangled) { // it takes the bytes of a flag for characters
            assertThat(ours).as(shown).isEqualTo(expected);
        }
        return !ours.containsKey("error");
    }

    /** BuildKit reads a keyword that it will refuse when the trigger is pulled; of it we know nothing. */
    @SuppressWarnings("unchecked") // as the program prints it
    private static Map<String, Object> withoutUnknownTriggers(Map<String, Object> theirs) {
        var instructions = (List<Map<String, Object>>) theirs.getOrDefault("instructions", List.of());
        for (Map<String, Object> each : instructions) {
            var trigger = (Map<String, Object>) each.get("trigger");
            if (trigger != null && Keyword.of(trigger.get("keyword").toString()).isEmpty()) {
                each.remove("trigger");
            }
        }
        return theirs;
    }

    private static List<Path> corpus() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.filter(file -> file.toString().endsWith(".Dockerfile"))
                    .sorted()
                    .toList();
        }
    }
}
