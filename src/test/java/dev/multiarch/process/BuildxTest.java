package dev.multiarch.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildxTest {
    @TempDir
    Path folder;

    private final Programs programs = new Programs(line -> {});

    @Test
    void isDockersPluginWhereDockerHasIt() throws Exception {
        write("docker", "echo github.com/docker/buildx v0.38.2 abc");
        write("docker-buildx", "echo github.com/docker/buildx v0.1.0 abc");
        Buildx buildx = find();
        assertThat(buildx.version()).isEqualTo("v0.38.2");
        assertThat(buildx.command("ls", "--x").words())
                .containsExactly(folder.resolve("docker").toString(), "buildx", "ls", "--x");
    }

    @Test
    void isTheProgramAloneWhereDockerHasNoPlugin() throws Exception {
        write("docker", "echo no such command >&2; exit 1");
        write("docker-buildx", "echo github.com/docker/buildx v0.0.0+unknown");
        assertThat(find())
                .isEqualTo(new Buildx(List.of(folder.resolve("docker-buildx").toString()), "v0.0.0+unknown"));
    }

    @Test
    void isNotWhatPodmanAnswers() throws Exception {
        write("docker", "echo buildah 1.39.0");
        assertThatThrownBy(this::find)
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining(
                        "docker is podman here, since `docker buildx version` says \"buildah 1.39.0\". Fix: install");
        write("docker-buildx", "echo github.com/docker/buildx 0.13.1+ds1-3 abc");
        assertThat(find().version()).isEqualTo("0.13.1+ds1-3");
    }

    @Test
    void isNeverLookedForInTheWorkingDirectory() throws Exception {
        write("docker", "echo github.com/docker/buildx v0.38.2 abc");
        Path relative = Path.of("").toAbsolutePath().relativize(folder);
        assertThatThrownBy(() -> Buildx.find(programs, Map.of("PATH", relative + "::.")))
                .isInstanceOf(ProgramException.class);
        assertThat(Buildx.find(programs, Map.of("PATH", ":" + folder)).prefix())
                .containsExactly(folder.resolve("docker").toString(), "buildx");
    }

    @Test
    void saysWhatToInstall() {
        assertThatThrownBy(this::find)
                .isInstanceOf(ProgramException.class)
                .hasMessageEndingWith("Fix: install Docker with its buildx plugin, or docker-buildx alone");
    }

    private Buildx find() throws ProgramException {
        return Buildx.find(programs, Map.of("PATH", folder.toString()));
    }

    private void write(String name, String script) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
