package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** On a host with nothing but Docker: no builder that pushes by digest, and no entry in binfmt_misc. */
class OwnHostIT {
    private static final String ENTRIES = "/proc/sys/fs/binfmt_misc";
    private static final String THREE = "linux/amd64,linux/arm64,linux/arm/v7";
    private static final String DOCKERFILE = """
            FROM scratch
            ARG TARGETARCH
            COPY root-${TARGETARCH}/ /
            RUN uname -m > /built-on
            """;

    private static final String WORKFLOW = """
            on: push
            jobs:
              image:
                runs-on: ubuntu-latest
                steps:
                  - uses: actions/checkout@v4
                  - id: image
                    uses: org/multiarch-action@v1
                    with:
                      image: %s
                      platforms: %s
                      tags: latest
            """;

    /** As tonistiigi/binfmt does it: the emulator comes with the image, and F keeps it after the container's end. */
    private static final String INSTALLER = """
            #!/bin/sh
            set -e
            [ "$1 $2" = "--install arm64" ]
            mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
            printf %%s '%s' >/proc/sys/fs/binfmt_misc/register
            """;

    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofMinutes(4));

    @TempDir
    Path temp;

    private Stack stack;
    private String image;

    @BeforeEach
    void require() {
        stack = Stack.require();
        image = stack.registry() + "/it/alone";
    }

    @Test
    void theActionAloneEndsWithThreePlatforms() throws Exception {
        try (var host = OwnHost.start(stack, temp, commands, "")) {
            assertThat(commands.program(host.program("ls"), ENTRIES))
                    .exitCode(0)
                    .stdoutIs("register\nstatus\n");
            var consumer = new Consumer(temp, commands, host.program("act"));
            consumer.write("Dockerfile", DOCKERFILE);
            copyRoots(consumer.root);
            assertThat(consumer.push(WORKFLOW.formatted(image, THREE)))
                    .exitCode(0)
                    .stdoutContains(
                            "can't push by digest: creating builder multiarch-",
                            "QEMU for linux/arm64 was not there: registered the installed",
                            "QEMU for linux/arm/v7 was not there: registered the installed");
            builtOn(host, "linux/amd64", "x86_64");
            builtOn(host, "linux/arm64", "aarch64");
            builtOn(host, "linux/arm/v7", "armv7l");
        }
    }

    @Test
    void withoutAnInstalledQemuTheImageThatWasNamedIsRun() throws Exception {
        try (var host = OwnHost.start(stack, temp, commands, "/usr/bin/qemu-aarch64-static")) {
            Path installer = Files.createDirectories(temp.resolve("installer"));
            copyRoots(installer);
            Files.copy(Path.of("/usr/bin/qemu-aarch64-static"), installer.resolve("qemu-aarch64"));
            String debians = Files.readString(Path.of("/usr/lib/binfmt.d/qemu-aarch64.conf"));
            String line = debians.substring(0, debians.indexOf("/usr/")) + "/usr/bin/qemu-aarch64:OCF";
            Files.writeString(installer.resolve("install"), INSTALLER.formatted(line));
            Files.writeString(
                    installer.resolve("Dockerfile"),
                    "FROM scratch\nCOPY root-amd64/ /\nCOPY --chmod=755 qemu-aarch64 /usr/bin/\n"
                            + "COPY --chmod=755 install /\nENTRYPOINT [\"/install\"]\n");
            assertThat(commands.program(
                            host.program("docker"), "build", "-q", "-t", "own/binfmt:1", installer.toString()))
                    .exitCode(0);
            Path project = Files.createDirectories(temp.resolve("project"));
            copyRoots(project);
            Files.writeString(project.resolve("Dockerfile"), DOCKERFILE);
            assertThat(ship(host, project))
                    .exitCode(0)
                    .stderrContains(
                            "QEMU for linux/arm64 was not there: installed by own/binfmt:1",
                            "warning: own/binfmt:1 runs privileged and is not pinned");
            builtOn(host, "linux/arm64", "aarch64");
        }
    }

    private Transcript ship(OwnHost host, Path project) throws IOException {
        List<String> words = new ArrayList<>(List.of(host.program("env")));
        words.addAll(Commands.command(
                "ship",
                "--setup",
                "--qemu-image=own/binfmt:1",
                "--image=" + image,
                "--platforms=linux/amd64,linux/arm64",
                "--tag=latest",
                "--",
                "."));
        return commands.in(project).program(words.toArray(String[]::new));
    }

    private void builtOn(OwnHost host, String platform, String machine) throws IOException {
        String export = "\"$0\" export --insecure --platform \"$1\" \"$2\" - | tar -xO built-on";
        assertThat(commands.program("sh", "-c", export, host.program("crane"), platform, image + ":latest"))
                .exitCode(0)
                .stdoutIs(machine + "\n");
    }

    private void copyRoots(Path to) {
        for (String root : List.of("root-amd64", "root-arm64", "root-arm")) {
            assertThat(commands.program("cp", "-a", stack.roots().resolve(root).toString(), to.toString()))
                    .exitCode(0);
        }
    }
}
