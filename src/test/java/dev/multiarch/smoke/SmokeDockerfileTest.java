package dev.multiarch.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Expansion;
import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.Word;
import dev.multiarch.record.SmokeCommand;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the words are, a reader of Dockerfiles finds them as they were; SmokeIT asks BuildKit the same. */
class SmokeDockerfileTest {
    private static final String IMAGE = "localhost:5000/app@sha256:" + "0".repeat(64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--version",
                "",
                " two  words ",
                "$HOME ${PATH} `id`",
                "<<EOF",
                "a\"b'c\\",
                "line\nRUN [\"/bin/rm\"]",
                "# comment",
                "\u00e4\ud83d\ude00",
                "\u001b]0;title\u0007",
                "],\"--network=host\"",
                "\\",
                "&&|;>&2"
            })
    void wordsAndVariablesComeOutAsTheyWere(String hostile) {
        Map<String, String> environment = hostile.chars().anyMatch(Character::isISOControl)
                ? Map.of() // refused by the policy's reader
                : Map.of("A", hostile, "B", "b");
        var command = new SmokeCommand(false, List.of("/app", hostile, hostile), environment, SmokeCommand.USUAL_LIMIT);

        List<Instruction> read = instructions(SmokeDockerfile.of(IMAGE, command, command.words()));

        assertThat(read).hasSize(2 + environment.size());
        assertThat(read.get(0).words()).extracting(Word::value).containsExactly(IMAGE);
        Instruction run = read.get(read.size() - 1);
        assertThat(run.keyword()).isEqualTo(Keyword.RUN);
        assertThat(run.isJson()).isTrue();
        assertThat(run.heredocs()).isEmpty();
        assertThat(run.flag("network").orElseThrow().value()).isEqualTo(Optional.of("none"));
        assertThat(run.words()).extracting(Word::value).containsExactlyElementsOf(command.words());
        variablesAre(environment, read);
    }

    private static void variablesAre(Map<String, String> environment, List<Instruction> read) {
        read.stream().filter(each -> each.keyword() == Keyword.ENV).forEach(env -> {
            Instruction.Pair pair = env.pairs().get(0);
            assertThat(env.pairs()).hasSize(1);
            String value = Expansion.of(pair.value().orElseThrow().value(), '\\', name -> Optional.of("expanded"))
                    .text();
            assertThat(value).isEqualTo(environment.get(pair.name()));
        });
    }

    @Test
    void anEmptyCommandAndOneThatIsTooLongAreNotRun() {
        assertThat(SmokeDockerfile.refused(List.of())).contains("the image has neither an entrypoint nor a command");
        assertThat(SmokeDockerfile.refused(List.of("", "x"))).isPresent();
        assertThat(SmokeDockerfile.refused(List.of("/app", "x".repeat(7_900)))).isEmpty();
        assertThat(SmokeDockerfile.refused(Collections.nCopies(1_000, "/application")))
                .contains("the command has 15000 characters, and at most 8000 can be run");
    }

    @Test
    void noLineIsLongerThanBuildKitReads() {
        List<String> words = List.of("\u0001".repeat(7_900));
        var command = new SmokeCommand(false, words, Map.of(), SmokeCommand.USUAL_LIMIT);
        assertThat(SmokeDockerfile.refused(words)).isEmpty();
        assertThat(SmokeDockerfile.of(IMAGE, command, words).lines()).allMatch(line -> line.length() < 65_535);
    }

    private static List<Instruction> instructions(String text) {
        return Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8))
                .instructions();
    }
}
