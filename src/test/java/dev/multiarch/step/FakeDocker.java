package dev.multiarch.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.process.Buildx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A {@code docker} that keeps its builders in a folder, one a file, and writes down how it is called. */
public record FakeDocker(Path folder) {
    private static final String DOCKER = """
            #!/bin/sh
            cd "$(dirname "$0")"
            echo "$*" | sed 's,/[^ ]*/buildkitd[^ ]*,/buildkitd.toml,' >> calls
            case "$1 $2" in
              "buildx inspect")
                shift 2
                [ "${1:-}" != --bootstrap ] || shift
                cat "${1:-current}"
                ;;
              "buildx create")
                for word; do case $word in *.toml) cp -r "$(dirname "$word")" config ;; esac; done
                sed "s/default/$4/; s/docker/docker-container/" current > "$4"
                ;;
            esac
            """;

    public static FakeDocker in(Path folder) throws IOException {
        Files.writeString(folder.resolve("docker"), DOCKER);
        assertThat(folder.resolve("docker").toFile().setExecutable(true)).isTrue();
        return new FakeDocker(folder);
    }

    public Buildx buildx() {
        return new Buildx(List.of(folder.resolve("docker").toString(), "buildx"), "v1");
    }

    public void current(String driver) throws IOException {
        Files.writeString(
                folder.resolve("current"),
                "Name:   default\nDriver: " + driver + "\n\nNodes:\nName: default\nEndpoint: default\nStatus: running\n"
                        + "Platforms: linux/amd64, linux/386\n");
    }

    public List<String> calls() {
        try {
            Path file = folder.resolve("calls");
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
