package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Dockerfile the arguments of buildx name, and what of them it is read with. */
class LegDockerfileTest {
    @TempDir
    Path folder;

    private List<String> names(String... arguments) throws IOException {
        return new LegDockerfile(folder, BuildFlags.parse(List.of(arguments)), Map.of("FROM_ENV", "9"))
                .images(Platform.parse("linux/arm64"), Optional.empty()).stream()
                        .map(image -> image.name().toString())
                        .toList();
    }

    private void file(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void itIsInTheContextOrWhereTheFlagSays() throws IOException {
        file("app/dockerfile", "FROM r.io/small");
        assertThat(names("app")).containsExactly("r.io/small:latest");
        file("app/Dockerfile", "FROM r.io/context:1");
        file("deploy/other", "FROM r.io/file:1");
        assertThat(names("app")).containsExactly("r.io/context:1");
        assertThat(names("app", "-f", "x", "--file=deploy/other")).containsExactly("r.io/file:1");
    }

    @Test
    void theLastValueOfAnArgumentCountsAndOneWithoutValueIsTheEnvironments() throws IOException {
        file("Dockerfile", "ARG V=1\nARG FROM_ENV=2\nFROM r.io/a:$V AS a\nFROM r.io/b:$FROM_ENV\nCOPY --from=a / /");
        assertThat(names(".", "--build-arg", "V=3", "--build-arg=V=4", "--build-arg", "FROM_ENV"))
                .containsExactly("r.io/a:4", "r.io/b:9");
        assertThat(names(".", "--build-arg", "MISSING", "--target", "a")).containsExactly("r.io/a:1");
        assertThat(names(".", "--build-context", "r.io/a:1=docker-image://r.io/c:1", "--target=a"))
                .containsExactly("r.io/c:1");
    }

    @ParameterizedTest
    @CsvSource({
        "- , '', came on standard input",
        ". , -, came on standard input",
        "https://github.com/org/app.git, '', is not on the host that builds it",
        "git@github.com:org/app, Dockerfile, is not on the host that builds it",
        ". , https://example.com/Dockerfile, is not on the host that builds it",
        ". , /dev/null, is not a regular file",
        ". , bad, has a form that is not known here",
        ". , front, is for another frontend than docker/dockerfile",
    })
    void whatCannotBeReadIsAReason(String context, String file, String reason) throws IOException {
        file("bad", "FRM hunter2\n");
        file("front", "# syntax=ghcr.io/org/buildpack:1\nFROM a\n");
        String[] arguments = file.isEmpty() ? new String[] {context} : new String[] {context, "--file", file};
        assertThatThrownBy(() -> names(arguments))
                .isInstanceOf(FormatException.class)
                .hasMessage("its Dockerfile " + reason);
    }

    @Test
    void dockersFrontendMayComeFromElsewhere() throws IOException {
        file("Dockerfile", "# syntax=mirror.io/docker/dockerfile:1.7-labs\nFROM r.io/a:1");
        assertThat(names(".")).containsExactly("r.io/a:1");
        assertThatThrownBy(() -> names(".", "--build-arg", "BUILDKIT_SYNTAX=org/other"))
                .hasMessageContaining("another frontend");
    }
}
