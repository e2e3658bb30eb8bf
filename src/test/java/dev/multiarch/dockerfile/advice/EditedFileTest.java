package dev.multiarch.dockerfile.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.cases.CaseFile;
import dev.multiarch.policy.yaml.RegexBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EditedFileTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private static Analysis analysis(String text) {
        Dockerfile file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
        return Analysis.of(file, AssumedPlatforms.USUAL, Bases.NOT_ASKED);
    }

    /** Of each fault of each case on its own: it is gone, no other fault of its kind has come, and BuildKit can read the file. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void anEditTakesItsFaultAway(Path file) throws Exception {
        String rule = file.getParent().getFileName().toString();
        CaseFile given = CaseFile.read(
                file.getFileName().toString(),
                Files.readAllBytes(file),
                Optional.of(rule),
                Optional.empty(),
                (name, now) -> {
                    throw new IllegalArgumentException("our own cases hold their policies");
                },
                new RegexBudget());
        for (Analysis before : given.dockerfile().orElseThrow().files()) {
            String check = rule.substring(rule.indexOf('.') + 1);
            List<Fault> faults = Check.of(check).look(before).faults();
            for (Fault fault : faults) {
                if (fault.edits().isEmpty() || check.equals("base-digest")) { // of a digest only the registry knows
                    continue;
                }
                EditedFile edited = EditedFile.of(before.file(), List.of(fault));
                assertThat(edited.fixed()).containsExactly(fault);
                Dockerfile after = before.file().with(edited.text());
                List<Fault> left = Check.of(check)
                        .look(Analysis.of(after, before.platforms(), Bases.NOT_ASKED))
                        .faults();
                assertThat(left).as(edited.diff()).hasSize(faults.size() - 1);
            }
        }
    }

    static List<Path> anEditTakesItsFaultAway() throws IOException {
        try (Stream<Path> files = Files.walk(CASES)) {
            return files.filter(file -> file.toString().matches(".*/dockerfile\\.[^/]*/fail-[^/]*"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void gitTakesTheDiffAndMakesTheSameText() throws IOException {
        Commands.need("git");
        String head = "# a comment at the top\n".repeat(20);
        String text = head + "FROM --platform=linux/amd64 alpine\n" + "LABEL a=b\n".repeat(12)
                + "# stays with its instruction\nRUN echo $TARGETARCH \\\n  $TARGETOS";
        for (String each : List.of(text, text + "\n", text.replace("\n", "\r\n"))) {
            Analysis analysis = analysis(each);
            List<Fault> faults = Stream.of("fixed-platform", "platform-args")
                    .flatMap(name -> Check.of(name).look(analysis).faults().stream())
                    .toList();
            EditedFile edited = EditedFile.of(analysis.file(), faults);
            assertThat(edited.fixed()).hasSize(2);
            Files.writeString(folder.resolve("Dockerfile"), each);
            Files.writeString(folder.resolve("fix.diff"), edited.diff());
            assertThat(commands.in(folder).program("git", "apply", "--whitespace=nowarn", "fix.diff"))
                    .exitCode(0);
            assertThat(Files.readString(folder.resolve("Dockerfile"))).isEqualTo(edited.text());
        }
    }

    @Test
    void aNameIsDeclaredOnceInFrontOfItsFirstUse() {
        Analysis analysis = analysis("FROM alpine\nRUN a\nADD https://e.org/x-amd64 /\nADD https://e.org/y-amd64 /\n");
        EditedFile edited = EditedFile.of(
                analysis.file(), Check.of("fixed-architecture").look(analysis).faults());
        assertThat(edited.text())
                .isEqualTo("FROM alpine\nRUN a\nARG TARGETARCH\nADD https://e.org/x-${TARGETARCH} /\n"
                        + "ADD https://e.org/y-${TARGETARCH} /\n");
    }

    /** With another architecture the sum is another one, and a table is for a person to fill. */
    @Test
    void whereAPersonHasToDecideThereIsNoEdit() {
        for (String run : List.of(
                "wget https://e.org/x-amd64 && echo \"0123  x-amd64\" | sha256sum -c",
                "wget 'https://e.org/x-amd64'",
                "wget https://e.org/linux-x64.tar.gz")) {
            List<Fault> faults = Check.of("fixed-architecture")
                    .look(analysis("FROM alpine\nRUN " + run + "\n"))
                    .faults();
            assertThat(faults)
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.edits()).isEmpty());
        }
    }

    @Test
    void aFileNamedAfterAPlatformIsForThatOne() {
        List<Platform> planned = AssumedPlatforms.USUAL;
        assertThat(AssumedPlatforms.of("docker/Dockerfile", planned)).isEqualTo(planned);
        assertThat(AssumedPlatforms.of("Dockerfile.amd64", planned)).hasToString("[linux/amd64]");
        assertThat(AssumedPlatforms.of("armv7/Dockerfile", planned)).hasToString("[linux/arm/v7]");
    }
}
