package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.text.FormatException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildArgumentsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "context alone, .",
        "flags before, --build-arg A=b -f x/Dockerfile .",
        "flags behind, . --build-arg=A=b --no-cache",
        "standard input, -",
        "attestations stay the user's, --provenance=mode=max --sbom true .",
        "value that looks like a flag of ours, --build-arg --push .",
        "value that looks like a flag, --target -t .",
        "flags that do nothing, --rm --force-rm --compress --squash .",
        "value of a flag that does nothing, -m 1g --cpu-shares 2 .",
        "flag of a newer buildx, --newer=--push .",
        "flag of a newer buildx at the end, . --newer",
        "letters together, -qf x ."
    })
    void putsOursBeforeTheUsers(String name, String users) {
        assertThat(arguments(users))
                .startsWith(
                        "build",
                        "--builder",
                        "b",
                        "--platform",
                        "linux/arm/v7",
                        "--output",
                        "type=image,name=ghcr.io/org/app,push-by-digest=true,name-canonical=true,push=true",
                        "--metadata-file",
                        "/tmp/m.json")
                .endsWith(users.split(" "))
                .hasSize(9 + users.split(" ").length);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "--platform linux/amd64 ., platform",
        "--platform=linux/amd64 ., platform",
        ". --push, push",
        "--load=true ., load",
        "-o type=docker ., output",
        "-otype=docker ., output",
        "--metadata-file x ., metadata-file",
        "-t x ., tag",
        "-qt x ., tag",
        "-t=x ., tag",
        "--tag x ., tag",
        "--builder x ., builder",
        "--no-cache --check ., check",
        "--rm --push ., push",
        "--force-rm --builder x ., builder",
        "--compress --output=type=registry ., output",
        "--squash -t x ., tag",
        "--print outline ., print",
        "--set x.tags=y ., set",
        "--push=false ., push",
        "--call outline ., call"
    })
    void refusesWhatContradictsALeg(String users, String flag) {
        assertThatThrownBy(() -> arguments(users))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("--" + flag + " can't be given to buildx after \"--\": ")
                .hasMessageEndingWith(". Nothing was built");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "--newer --push .,--newer is not known here",
        ". --newer -- -t,--newer is not known here",
        "-xt x .,-x is not a flag"
    })
    void refusesAFlagThatMayHideAnother(String users, String why) {
        assertThatThrownBy(() -> arguments(users))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(why)
                .hasMessageEndingWith(". Nothing was built");
    }

    @Test
    void refusesABuildOfNothing() {
        assertThatThrownBy(() -> arguments("--build-arg A=b"))
                .isInstanceOf(FormatException.class)
                .hasMessage("what to build is missing: expected a context after \"--\", such as \"-- .\", and any"
                        + " buildx flags. Nothing was built");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--build-arg TOKEN=abc . | --build-arg=TOKEN .",
                "--build-arg=TOKEN=abc . | --build-arg=TOKEN .",
                "--secret id=npm,src=/x . | --secret=id=npm .",
                "--secret src=/home/me/x,id=npm . | --secret=src .",
                "--ssh default=/run/x . | --ssh=default .",
                "--cache-to type=gha,token=abc . | --cache-to=type=gha .",
                "--cache-from https://me:pw@h/x . | --cache-from=*** .",
                "--label a=b . | --label=a .",
                "--no-cache --target app . | --no-cache --target=app .",
                "-f x/Dockerfile . | --file=x/Dockerfile .",
                "--provenance mode=max . | --provenance=mode=max .",
                "--cache-from me:pw@h/x . | --cache-from=*** .",
                "--build-context a=https://me:pw@h/x . | --build-context=a .",
                "-f https://me:pw@h/Dockerfile?sig=abc . | --file=https://***@h/Dockerfile?sig=*** .",
                "https://h/x.tar.gz?X-Amz-Signature=abc&ref=main | https://h/x.tar.gz?X-Amz-Signature=***&ref=main",
                "https://me:pw@host/x.git#main | https://***@host/x.git#main"
            })
    void recordsNoSecret(String users, String recorded) {
        assertThat(BuildFlags.parse(List.of(users.split(" "))).withoutSecrets(Set.of()))
                .containsExactly(recorded.split(" "));
    }

    private static List<String> arguments(String users) {
        return BuildArguments.of(
                BuildArguments.push(Reference.parse("ghcr.io/org/app:1"), false, false),
                Platform.parse("linux/arm/v7"),
                "b",
                Path.of("/tmp/m.json"),
                List.of(users.split(" ")));
    }
}
