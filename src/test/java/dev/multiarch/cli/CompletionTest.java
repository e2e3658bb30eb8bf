package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each shell offers, asked of the shell itself. The last word is what somebody has begun to type. */
class CompletionTest {
    /** Bash's way: the words of the line in COMP_WORDS, the answers in COMPREPLY. */
    private static final String IN_BASH = """
            source "$1"
            shift
            compopt() { :; } # works only where somebody has pressed Tab
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            _complete_multiarch
            [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=("(files)")
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    private static final String IN_FISH = """
            source $argv[1]
            complete -C"$argv[2]" | cut -f 1
            """;

    /** As in bash, whose functions zsh loads; which of the words begin right zsh sees for itself. */
    private static final String IN_ZSH = """
            autoload -U compinit && compinit -u -D
            source "$1"
            shift
            print -r -- "${_comps[multiarch]}"
            emulate ksh
            unalias compopt
            compopt() { :; }
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            _complete_multiarch
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "multiarch {0}")
    @CsvSource(delimiter = '|', textBlock = """
            ver                      | verify-index
            verify-index --repo      | --report
            verify-index x --format_ | text, json
            plan --format_           | text, json, github
            merge --engine_          | auto, imagetools, native
            policy_                  | explain, check, show, test, schema
            completion_              | bash, zsh, fish
            policy explain image.siz | image.size
            """)
    void wordsAreCompleted(String words, String offered) {
        List<String> expected = List.of(offered.split(", "));
        String line = "multiarch " + words.replace('_', ' ');
        assertThat(inBash(line)).containsExactlyElementsOf(expected);
        assertThat(inFish(line)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(inZsh(line))
                .contains("_bash_complete -F _complete_multiarch -o default")
                .containsAll(expected);
    }

    /** Where no word is known the shell offers its files; an empty word would take their place. */
    @ParameterizedTest(name = "multiarch {0}")
    @ValueSource(
            strings = {
                "verify-index x --report ",
                "verify-index x --require ",
                "status --verdict ",
                "verify-index x --output ",
                "policy check rel",
                "advise Dock",
                "ship --policy rel"
            })
    void filesAreLeftToTheShell(String words) {
        assertThat(inBash("multiarch " + words)).containsExactly("(files)");
        assertThat(commands.run("completion", "bash")).exitCode(0).stdoutDoesNotContain("+o default");
    }

    /** A file is a policy, too. */
    @Test
    void presetsAreOfferedWithFiles() throws IOException {
        Files.writeString(folder.resolve("release.yaml"), "");
        assertThat(inBash("multiarch ship --policy ")).contains("baseline", "strict", "host");
        assertThat(inFish("multiarch ship --policy ")).contains("baseline", "strict", "host", "release.yaml");
    }

    @Test
    void commandsAreThoseThatPeopleCall() {
        List<String> names = dev.multiarch.cli.Commands.names();
        assertThat(inBash("multiarch ")).containsExactlyElementsOf(names);
        assertThat(inFish("multiarch ")).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void optionsAreThoseOfTheCommand() {
        assertThat(inBash("multiarch promote --"))
                .contains("--tag", "--allow-older")
                .doesNotContain("--platforms");
        assertThat(inFish("multiarch promote --"))
                .contains("--tag", "--allow-older")
                .doesNotContain("--platforms");
        assertThat(inFish("multiarch --")).containsExactlyInAnyOrder("--help", "--version");
    }

    @Test
    void anotherShellIsRefused() {
        assertThat(commands.run("completion", "bahs"))
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrIsOneLineWith(
                        "unknown shell \"bahs\", expected bash, zsh or fish. Fix: multiarch completion bash");
    }

    @Test
    void asJson() {
        assertThat(commands.run("completion", "fish", "--format", "json"))
                .exitCode(0)
                .stdoutContains("\"script\" : \"# Completion of multiarch for fish");
    }

    private List<String> inBash(String line) {
        return answers("bash", List.of("-c", IN_BASH, "bash"), line.split(" ", -1));
    }

    private List<String> inZsh(String line) {
        return answers("zsh", List.of("-f", "-c", IN_ZSH, "zsh"), line.split(" ", -1));
    }

    private List<String> inFish(String line) {
        return answers("fish", List.of("--no-config", "-c", IN_FISH), line);
    }

    /** Skips where that shell is not installed. */
    private List<String> answers(String shell, List<String> options, String... line) {
        Commands.need(shell);
        var script = commands.run(
                "completion", shell, "--output", folder.resolve(shell).toString());
        assertThat(script).exitCode(0).stdoutIsEmpty();
        List<String> words = new ArrayList<>(List.of(shell));
        words.addAll(options);
        words.add(folder.resolve(shell).toString());
        words.addAll(List.of(line));
        var answer = commands.in(folder).with("HOME", folder.toString()).program(words.toArray(String[]::new));
        assertThat(answer).exitCode(0).stderrIsEmpty();
        return answer.out().lines().map(String::strip).toList();
    }
}
