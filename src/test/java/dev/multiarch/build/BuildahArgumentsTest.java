package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.text.FormatException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildahArgumentsTest {
    private static List<String> words(String... given) {
        Platform leg = Platform.parse("linux/arm64");
        Reference image = Reference.parse("r.example/app");
        return new BuildahArguments("buildah", image, leg, BuildFlags.parse(List.of(given))).words();
    }

    @Test
    void whatBothKnowStaysAsItIsAndTheContextIsLast() {
        assertThat(words(
                        ".", "-f", "D", "--build-arg", "V=1", "--target=t", "--secret", "id=a,src=f", "--label", "a=b"))
                .containsExactly(
                        "--file=D",
                        "--build-arg=V=1",
                        "--target=t",
                        "--secret=id=a,src=f",
                        "--label=a=b",
                        "--layers",
                        ".");
    }

    @Test
    void whatBuildahCallsOtherwiseGetsItsName() {
        assertThat(words(
                        ".",
                        "--pull",
                        "--no-cache",
                        "--network=default",
                        "--progress=plain",
                        "--provenance=false",
                        "--annotation=manifest:a=b",
                        "--annotation=manifest[linux/amd64]:c=d",
                        "--cache-from=type=registry,ref=r.example/cache",
                        "--isolation=chroot"))
                .containsExactly(
                        "--pull-always",
                        "--no-cache",
                        "--annotation=a=b",
                        "--cache-from=r.example/cache",
                        "--isolation=chroot",
                        ".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sbom=true           | buildah makes no attestations",
                "--provenance=mode=max | buildah makes no attestations",
                "--attest=type=sbom    | buildah makes no attestations",
                "--jobs=2              | in no fixed order",
                "--quiet               | the steps are read from what buildah prints",
                "--no-cache-filter=x   | use --no-cache",
                "--iidfile=x           | multiarch uses it itself",
                "--manifest=x          | multiarch knows no such flag of buildah build",
                "--cache-to=type=gha   | buildah keeps caches in registries only",
                "--cache-to=r.example/c:t | so no tag can be named",
                "--cache-to=r.example/app | into the image's own repository",
            })
    void anythingElseIsRefusedWithTheReason(String flag, String why) {
        assertThatThrownBy(() -> words(".", flag))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(why)
                .hasMessageContaining(flag.split("=")[0])
                .hasMessageEndingWith("Nothing was built");
    }
}
