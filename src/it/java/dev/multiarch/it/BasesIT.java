package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A base image moves for one platform, and {@code rebuild} knows it by what the build recorded. */
class BasesIT {
    private static final String BOTH = "linux/amd64,linux/arm64";

    private final Stack stack = Stack.require();

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(5));

    @TempDir
    Path folder;

    private Project project;
    private Commands here;
    private MovingBase base;

    @BeforeEach
    void project() throws IOException {
        project = Project.in(folder, stack, "bases");
        here = commands.in(folder);
        base = new MovingBase(here, project.image() + "-base").begin();
        Files.writeString(
                folder.resolve("Dockerfile"),
                "FROM --platform=$BUILDPLATFORM " + Stack.variable("MULTIARCH_IT_BASE_IMAGE") + " AS tools\n"
                        + "RUN echo tool > /tool\n"
                        + "ARG BASE=none\n"
                        + "FROM ${BASE:-none} AS unused\n"
                        + "FROM " + base.image() + "\n"
                        + "COPY --from=tools /tool /tool\n");
    }

    @Test
    void exactlyThePlatformIsStaleWhoseBaseMoved() throws IOException {
        assertThat(here.run(
                        "ship",
                        "--image",
                        project.image(),
                        "--platforms",
                        BOTH,
                        "--tag",
                        "1",
                        "--revision",
                        "0123456789abcdef0123456789abcdef01234567",
                        "--builder",
                        stack.remoteBuilder(),
                        "--",
                        "."))
                .exitCode(0);
        String digest = base.digest();
        assertThat(here.program("crane", "manifest", project.image() + ":1"))
                .exitCode(0)
                .stdoutContains(
                        "\"org.opencontainers.image.base.name\": \"" + base.image() + "\"",
                        "\"org.opencontainers.image.base.digest\": \"" + digest + "\"");
        assertThat(here.run("rebuild", project.image() + ":1"))
                .exitCode(0)
                .stdoutContains("0 to build again, 0 left, 0 unknown, 2 fresh");

        base.move("arm64", "2");
        assertThat(here.run("rebuild", project.image() + ":1", "--explain"))
                .exitCode(0)
                .stdoutContains("base-moved", "1 to build again, 0 left, 0 unknown, 1 fresh")
                .stdoutContains("linux/amd64    fresh ", "linux/arm64    rebuild ");
    }
}
