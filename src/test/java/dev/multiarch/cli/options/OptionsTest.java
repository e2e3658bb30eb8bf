package dev.multiarch.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the options that are made by hand say, byte for byte, and what they refuse. */
class OptionsTest {
    @RegisterExtension
    final Commands commands = new Commands();

    /** A changed option: {@code scripts/multiarch verify-index --help >src/test/resources/cli/verify-index-help.txt}. */
    @Test
    void helpIsWhatIsWrittenDown() throws IOException {
        String help = Files.readString(Path.of("src/test/resources/cli/verify-index-help.txt"));
        assertThat(commands.run("verify-index", "--help")).exitCode(0).stdoutIs(help);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            no value        | a --records               | Missing required parameter for option '--records' (STORE)
            unknown         | a --recrods s             | unknown option --recrods. Did you mean "--records"?
            its singular    | a --tag v                 | Did you mean "--tags"?
            its plural      | a --reports=x             | Did you mean "--report"?
            of others       | a --no-promote            | --no-promote is an option of ship, merge.
            without image   | --polcy x                 | unknown option --polcy. Did you mean "--policy"?
            nearly a choice | a --format jsno           | Did you mean "json"?
            other case      | a --QUIET                 | unknown option --QUIET
            not a choice    | a --format xml            | --format xml: expected text or json
            text twice      | a --output x --output y   | option '--output' (FILE) should be specified only once
            flag twice      | a --quiet --quiet         | option '--quiet' should be specified only once
            flag and value  | a --quiet=perhaps         | Invalid value for option '--quiet': 'perhaps' is not a boolean
            a file of words | @words --frobnicate       | unknown option --frobnicate
            """)
    void whatIsWrongIsSaid(String name, String words, String message) {
        assertThat(commands.run(("verify-index " + words).split(" ")))
                .as(name)
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrIsOneLineWith(message, "Fix: multiarch verify-index --help");
    }

    @Test
    void withoutAnImageTheWaysToNameOneAreSaid() {
        assertThat(commands.run("verify-index", "--quiet"))
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrIsOneLineWith(
                        "no image is named. Fix: name one, such as ghcr.io/org/app:1.2, or --file images.txt");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a context           | build --platform linux/arm64 .        | "." is one argument too many. Put "--" before the context and the flags of buildx. Fix: multiarch build … -- .
            a context and flags | build --platform linux/arm64 . --pull | --pull is a flag of docker buildx build. Put "--" before the context and the flags of buildx. Fix: multiarch build … -- . --pull
            flags, then context | ship --build-arg V=1 .                | --build-arg is a flag of docker buildx build. Put "--" before the context and the flags of buildx. Fix: multiarch ship … -- --build-arg V=1 .
            a short flag        | ship -f Dockerfile.alpine .           | -f is a flag of docker buildx build. Put "--" before the context
            a command to run    | smoke app:1 /app --version            | "/app" is one argument too many. Put "--" before a command. Fix: multiarch smoke … -- /app --version
            ours, misspelt      | ship --tags 1 .                       | unknown option --tags. Did you mean "--tag"? Fix: multiarch ship --help
            ours, in singular   | ship --platform linux/arm64 .         | unknown option --platform. Did you mean "--platforms"? Fix: multiarch ship --help
            another command's   | build --platform linux/arm64 --tag 1  | --tag is an option of ship, merge, promote. Fix: multiarch build --help
            a choice            | merge --engine natve                  | Did you mean "native"?
            another choice      | merge --tag 1 --facts annotation      | Did you mean "annotations"?
            a command           | verify app                            | there is no command "verify". Did you mean "verify-index"?
            a misspelt command  | insepct app                           | there is no command "insepct". Did you mean "inspect"?
            a part of policy    | explain image.size                    | there is no command "explain". Did you mean "policy explain"?
            several choices     | merge --tag 1 --engine x              | --engine x: expected auto, imagetools or native. Fix: multiarch merge --help
            the version         | version                               | Did you mean "--version"?
            a command's version | plan --version                        | unknown option --version. multiarch --version shows the version.
            no command          | --format json                         | the option --format comes before the command. Fix: multiarch COMMAND --format; multiarch --help lists
            a misspelt shell    | completion bsh                        | unknown shell "bsh", expected bash, zsh or fish. Fix: multiarch completion bash
            a variable's value  | smoke app --env FOO -- /app            | --env FOO: expected NAME=VALUE. Fix: --env FOO=VALUE
            a folder's journal  | why app:1 --records nowhere           | --records nowhere: a folder has no shared journal. Fix: name the file by --journal
            a tag's history     | history app:1                         | "app:1" has a tag or a digest, but builds are kept by repository. Fix: multiarch history
            a negative number   | records prune --keep -1               | --keep -1: expected a number from 0. Fix: --keep 20
            a store to copy     | records copy nowhere there            | nowhere: there is no such folder. Fix: name the folder or the store that has the build records
            a part of a preset  | verify-index app --policy strct       | Did you mean "strict"?
            """)
    void whatWasMeantIsSaid(String name, String words, String message) {
        assertThat(commands.run(words.split(" ")))
                .as(name)
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrIsOneLineWith(message);
    }

    @Test
    void whatMayBeRepeatedAddsUp() {
        assertThat(commands.run(
                        "verify-index",
                        "oci:nowhere",
                        "--require",
                        "linux/amd64",
                        "--require=linux/arm64",
                        "--require",
                        "x y"))
                .exitCode(2)
                .stderrContains("\"x y\"");
    }
}
