package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A merge where there is no docker, and one where there is, of the same legs. */
class EngineIT extends InProject {
    @Test
    void withoutDockerTheSameIndexComesOfTheSameLegs() throws IOException {
        line.plannedAndBuilt("linux/amd64", "linux/arm64");
        Path nothing = Files.createDirectory(folder.resolve("nothing"));
        Commands bare = here.with("PATH", nothing.toString());
        assertThat(bare.run("merge", "--tag", "1.0"))
                .exitCode(0)
                .stderrContains("no buildx here: multiarch writes the index itself");
        String own = line.digest("1.0");

        assertThat(here.run("merge", "--tag", "2.0", "--engine", "imagetools")).exitCode(0);
        assertThat(line.digest("2.0")).isEqualTo(own);
        assertThat(here.program("crane", "validate", "--remote", project.image() + ":1.0"))
                .exitCode(0);

        assertThat(bare.run("promote", project.image() + "@" + own, "--tag", "3.0," + project.image() + "-copy:1"))
                .exitCode(0);
        assertThat(line.digest("3.0")).isEqualTo(own);
        assertThat(here.program("crane", "validate", "--remote", project.image() + "-copy:1"))
                .exitCode(0);
    }

    @Test
    void anEngineThatIsNotThereIsSaid() throws IOException {
        line.plannedAndBuilt("linux/amd64");
        Path nothing = Files.createDirectory(folder.resolve("nothing"));
        assertThat(here.with("PATH", nothing.toString()).run("merge", "--tag", "1.0", "--engine", "imagetools"))
                .exitCode(4)
                .stderrContains("no buildx was found on the PATH");
        assertThat(here.run("merge", "--tag", "1.0", "--engine", "magic"))
                .exitCode(2)
                .stderrContains("--engine");
        line.noTag("1.0");
        String elsewhere = stack.registry().replace("127.0.0.1", "localhost") + "/it/elsewhere:1";
        assertThat(here.run("merge", "--tag", "1.0," + elsewhere, "--engine", "native"))
                .exitCode(0)
                .stdoutContains(elsewhere + " now points to");
        assertThat(here.program("crane", "validate", "--remote", elsewhere)).exitCode(0);
    }
}
