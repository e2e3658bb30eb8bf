package dev.multiarch.host.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds kinds, pages and cases together, and runs the cases: logs of public reports, or made here by real parts. */
class KindsTest {
    private static final Path CASES = Path.of("src/test/resources/diagnosis");
    private static final Path PAGES = Path.of("src/main/resources/dev/multiarch/host/diagnosis");
    private static final Pattern SOURCE =
            Pattern.compile("https://github\\.com/\\S+/(issues|pull|blob)/\\S+( \\(.+\\))?" + "|made here: .{10,}");
    private static final String NONE = "none";

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void recognisesEachCase(Path file) throws IOException {
        DiagnosisCase expected = DiagnosisCase.read(CASES.resolve(file));
        assertThat(expected.source()).matches(SOURCE);
        Diagnoses found = Diagnoses.of(Log.of(expected.log()), KnownFacts.nothing("not asked"));
        assertThat(DiagnosisCase.found(found)).isEqualTo(expected.expected());
        String folder = file.getName(0).toString();
        if (!folder.equals(NONE)) {
            assertThat(found.found()).extracting(Diagnosis::id).contains(folder);
        }
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.walk(CASES)) {
            return files.filter(Files::isRegularFile)
                    .map(CASES::relativize)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyKindHasPageAndCasesAndNothingElseHas() throws IOException {
        List<String> ids = Kinds.ALL.stream().map(Kind::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(names(CASES))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(ids.stream(), Stream.of(NONE)).toList());
        assertThat(names(PAGES))
                .containsExactlyInAnyOrderElementsOf(
                        ids.stream().map(id -> id + ".md").toList());
        assertThat(Kinds.ALL.stream().flatMap(kind -> kind.covers().stream())).isSubsetOf(ids);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void everyPageSaysWhatItMust(String id) {
        Page page = Page.of(id);
        assertThat(page.title()).matches("[A-Z`].{20,150}\\.").doesNotContain("\n");
        assertThat(page.cause()).isNotBlank();
        assertThat(page.tell()).isNotBlank();
        assertThat(page.fix()).contains("```"); // something to paste, or to put into a workflow
        for (String section : List.of(page.cause(), page.tell(), page.fix())) {
            assertThat(section.split("```", -1).length % 2).as("closed fences").isEqualTo(1);
        }
    }

    static Stream<String> ids() {
        return Kinds.ALL.stream().map(Kind::id);
    }

    /** What is to be pasted into a shell is a program of it, with quotes closed. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void everyCommandIsOne(String id) throws Exception {
        Matcher blocks =
                Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGES.resolve(id + ".md")));
        while (blocks.find()) {
            var shell = new ProcessBuilder("sh", "-n", "-c", blocks.group(1))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor()).as(blocks.group(1) + said).isZero();
        }
    }

    /** Signs are compared with lines in lower case. */
    @Test
    void signsAreInLowerCase() {
        assertThat(Kinds.ALL.stream().flatMap(kind -> kind.signs().stream())).allSatisfy(sign -> {
            assertThat(sign.parts()).isNotEmpty().allMatch(part -> part.equals(LogPattern.lower(part)));
            assertThat(sign.unless()).allMatch(part -> part.equals(LogPattern.lower(part)));
            assertThat(sign.earlier()).isEqualTo(LogPattern.lower(sign.earlier()));
        });
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
