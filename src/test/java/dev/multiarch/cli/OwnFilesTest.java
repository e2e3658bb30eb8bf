package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code build} and {@code ship} say where a Dockerfile takes the folder of records and plans into the image. */
class OwnFilesTest extends WithPublishedApp {
    private static final String WARNING = "warning: the build context holds .multiarch, which each build changes, and"
            + " Dockerfile:2 takes all of it: it gets into the image, and later steps are never found in the cache. Fix: add"
            + " the line .multiarch to .dockerignore\n";

    private FakeBuilder builder;

    @BeforeEach
    void start() throws Exception {
        builder = FakeBuilder.in(folder, "linux/amd64", "linux/arm64");
        app.base("base", "amd64", "arm64");
        copying("COPY . /src");
    }

    private void copying(String line) throws Exception {
        Files.writeString(folder.resolve("Dockerfile"), "FROM " + app.image("base") + "\n" + line + "\n");
    }

    private Transcript run(String... words) {
        return commands.in(folder)
                .within(Duration.ofMinutes(3))
                .with("PATH", builder.path())
                .with("HOME", folder.toString())
                .run(words);
    }

    private Transcript build(String... more) {
        List<String> words = new ArrayList<>(List.of("build", "--platform", "linux/amd64", "--no-push"));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    @Test
    void shipSaysItAtOnceAndALineInTheIgnoreFileEndsIt() throws Exception {
        String[] ship = {
            "ship", "--image", app.image("app").toString(), "--platforms", "linux/amd64", "--no-push", "--", "."
        };
        assertThat(run(ship)).exitCode(0).stderrContains(WARNING);
        Files.writeString(folder.resolve(".dockerignore"), "target\n.multiarch\n");
        assertThat(run(ship)).exitCode(0).stderrDoesNotContain("the build context holds");
        Files.writeString(folder.resolve("Dockerfile.dockerignore"), "target\n");
        assertThat(run(ship)).exitCode(0).stderrContains("add the line .multiarch to Dockerfile.dockerignore");
    }

    @Test
    void whatIsNotCopiedIsNotSaid() throws Exception {
        assertThat(run("plan", "--image", app.image("app").toString(), "--platforms", "linux/amd64"))
                .exitCode(0);
        assertThat(build("--", ".")).exitCode(0).stderrContains(WARNING);
        copying("COPY src /src");
        Files.createDirectories(folder.resolve("src"));
        assertThat(build("--", ".")).exitCode(0).stderrDoesNotContain("the build context holds");
        copying("COPY . /src");
        assertThat(build("--", "src", "--file", "Dockerfile"))
                .exitCode(0)
                .stderrDoesNotContain("the build context holds");
    }

    @Test
    void recordsInAnotherFolderOfTheContextAreSaidToo() throws Exception {
        assertThat(run(
                        "plan",
                        "--image",
                        app.image("app").toString(),
                        "--platforms",
                        "linux/amd64",
                        "--plan",
                        "p.json"))
                .exitCode(0);
        Files.createDirectories(folder.resolve("ci/records"));
        Files.writeString(folder.resolve(".dockerignore"), ".multiarch\n");
        assertThat(build("--plan", "p.json", "--records", "ci/records", "--", "."))
                .exitCode(0)
                .stderrContains("the build context holds ci/records, ", "add the line ci/records to .dockerignore");
    }
}
