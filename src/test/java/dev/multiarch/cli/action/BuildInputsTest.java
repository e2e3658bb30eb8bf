package dev.multiarch.cli.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The inputs of docker/build-push-action 7, with its forms. */
class BuildInputsTest {
    /** As its README lists them; without those of {@code ActionInputs} itself. */
    private static final String THEIRS =
            "add-hosts allow annotations attests build-args build-contexts cache-from cache-to call cgroup-parent"
                    + " github-token labels load network no-cache no-cache-filters outputs provenance pull sbom"
                    + " secret-envs secret-files secrets shm-size ssh target ulimit";

    @Test
    void thereIsEachOfTheirs() {
        assertThat(new TreeSet<>(BuildInputs.names())).containsExactly(THEIRS.split(" "));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            one a line             | build-args       | A=1⏎B=2                       | --build-arg=A=1 ¦ --build-arg=B=2
            a comma in a value     | build-args       | A=1,2                         | --build-arg=A=1,2
            comments, empty lines  | build-args       | # all⏎⏎  A=1  ⏎#B=2⏎          | --build-arg=A=1
            a quote at the start   | build-args       | "A=1,2"⏎B=2                   | --build-arg=A=1,2 ¦ --build-arg=B=2
            lines in quotes        | build-args       | "A=1⏎2"⏎B=3                   | --build-arg=A=1⏎2 ¦ --build-arg=B=3
            doubled quotes         | labels           | "a=say ""x""\"               | --label=a=say "x"
            quotes within          | labels           | a=say "x", y                  | --label=a=say "x", y
            a number sign within   | labels           | a=#1                          | --label=a=#1
            what looks like a flag | labels           | --load                        | --label=--load
            commas separate        | add-hosts        | a:1, b:2⏎c:3                  | --add-host=a:1 ¦ --add-host=b:2 ¦ --add-host=c:3
            a cache                | cache-to         | type=registry,ref=o/a:c,mode=max | --cache-to=type=registry,ref=o/a:c,mode=max
            a cache to read        | cache-from       | type=gha                      | --cache-from=type=gha
            an attestation         | attests          | type=sbom,generator=x         | --attest=type=sbom,generator=x
            annotations            | annotations      | manifest:a=b                  | --annotation=manifest:a=b
            contexts               | build-contexts   | a=docker-image://b            | --build-context=a=docker-image://b
            provenance             | provenance       | mode=max                      | --provenance=mode=max
            false is a value       | sbom             | false                         | --sbom=false
            a flag                 | no-cache         | true                          | --no-cache
            a flag that is off     | pull             | false                         | ``
            stages                 | no-cache-filters | a,b                           | --no-cache-filter=a ¦ --no-cache-filter=b
            ssh                    | ssh              | default                       | --ssh=default
            a target               | target           | app                           | --target=app
            limits                 | ulimit           | nofile=1:2⏎nproc=3            | --ulimit=nofile=1:2 ¦ --ulimit=nproc=3
            not loaded             | load             | false                         | ``
            a build is a build     | call             | build                         | ``
            """)
    void valuesBecomeFlags(String name, String input, String value, String flags) {
        assertThat(flags(input, value))
                .isEqualTo(
                        flags.isEmpty()
                                ? List.of()
                                : List.of(flags.replace('⏎', '\n').split(" ¦ ")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            secrets of variables   | secret-envs      | a=A,b=B                       | --secret=id=a,env=A ¦ --secret=id=b,env=B
            secrets of files       | secret-files     | a=x/y.txt                     | --secret=id=a,src=x/y.txt
            a comma in a name      | secret-files     | a=x,y.txt                     | --secret=id=a,"src=x,y.txt"
            secrets with values    | secrets          | a=s3cr3t⏎# all⏎b=x=y, z       | --secret=id=a,env=MULTIARCH_SECRET_1 ¦ --secret=id=b,env=MULTIARCH_SECRET_2
            lines of a secret      | secrets          | "a=1⏎2⏎"⏎b=3                  | --secret=id=a,env=MULTIARCH_SECRET_1 ¦ --secret=id=b,env=MULTIARCH_SECRET_2
            a token is not for all | github-token     | s3cr3t                        | ``
            """)
    void noValueOfASecretIsInAFlag(String name, String input, String value, String flags) {
        valuesBecomeFlags(name, input, value, flags);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            an image in docker  | load         | true           | input load can't be used: each platform is pushed by digest, and not loaded into Docker. Fix: leave it out, and pull the image by the output digest
            another exporter    | outputs      | type=local,dest=x | input outputs can't be used: each platform is pushed by digest, and tags move after the verdict. Fix: leave it out, and name the repository in image and its tags in tags
            a check             | call         | check          | input call can't be used: it would check the Dockerfile and build nothing. Fix: leave it out
            a secret without ID | secrets      | a=1⏎s3cr3t     | input secrets, entry 2: expected ID=VALUE. Write a value of several lines in quotes, together with its ID
            a secret of nothing | secrets      | a=             | input secrets, entry 1: expected ID=VALUE. Write a value of several lines in quotes, together with its ID
            no boolean          | no-cache     | yes            | input no-cache is "yes": expected true or false
            no pair             | secret-envs  | TOKEN          | input secret-envs has "TOKEN": expected ID=NAME of a variable
            two lines           | target       | a⏎b            | input target has 2 lines, expected one
            an open quote       | build-args   | "A=1⏎B=2       | input build-args: the quote before A is not closed. Close it, or write the line without it
            """)
    void refuses(String name, String input, String value, String message) {
        assertThatThrownBy(() -> flags(input, value))
                .isInstanceOf(FormatException.class)
                .hasMessage(message);
    }

    @Test
    void aSecretIsInNoMessage() {
        assertThatThrownBy(() -> flags("secrets", "s3cr3t")).hasMessageNotContaining("s3cr3t");
        assertThatThrownBy(() -> flags("secrets", "\"a=s3cr3t")).hasMessageNotContaining("s3cr3t");
        assertThatThrownBy(() -> flags("secrets", "\"s3cr3t"))
                .hasMessage(
                        "input secrets: the quote of entry 1 is not closed. Close it, or write the line without it");
    }

    /** A key's last line end counts, and so does a blank at a value's end. */
    @Test
    void aSecretsValueIsKeptToTheLetter() {
        assertThat(BuildSecrets.variables("# keys\nA=1 \n\n\"B=2\n\"\"3\"\"\n\"\n"))
                .isEqualTo(Map.of("MULTIARCH_SECRET_1", "1 ", "MULTIARCH_SECRET_2", "2\n\"3\"\n"));
    }

    private static List<String> flags(String input, String value) {
        return BuildInputs.flags(name -> Map.of(input, value.replace('⏎', '\n')).getOrDefault(name, ""));
    }
}
