package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A machine on which another CI system runs the jobs of {@code examples/ci}: each in a new checkout of a project, against the
 * registry that asks for a password. What would fetch packages or this repository, and what would make a builder, is a
 * stand-in; docker, buildx, the builder and the program are real.
 */
final class CiHost {
    static final String COMMIT = "bcdd4bf0245c82c060407b3b24b9b87301d15ac1";

    private final Path folder;
    private final Stack stack;
    private final Commands commands;
    private final String team = "it/ci-" + UUID.randomUUID().toString().substring(0, 8);
    private final String program;
    private int checkouts;

    CiHost(Path folder, Stack stack, Commands commands) throws IOException {
        this.folder = folder;
        this.stack = stack;
        this.commands = commands;
        this.program = Commands.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        standIn("apk", "exit 0");
        standIn(
                "git",
                "[ \"$1\" = clone ] || exec " + real("git") + " \"$@\"",
                "mkdir -p multiarch-action/scripts",
                "printf '%s\\n' '#!/bin/sh' \"exec $PROGRAM \\\"\\$@\\\"\" >multiarch-action/scripts/multiarch",
                "chmod +x multiarch-action/scripts/multiarch");
        standIn(
                "docker",
                "case \"$1 $2\" in 'context create' | 'buildx create') exit 0 ;; esac",
                "exec " + real("docker") + " \"$@\"");
        Path config = Files.createDirectories(folder.resolve("docker-config"));
        for (String each : List.of("cli-plugins", "buildx")) {
            Path there = Path.of(System.getenv("DOCKER_CONFIG"), each);
            if (Files.exists(there)) {
                Files.createSymbolicLink(config.resolve(each), there);
            }
        }
    }

    private void standIn(String name, String... lines) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static Path real(String program) {
        return Commands.need(program);
    }

    String registry() {
        return Stack.variable("MULTIARCH_IT_SECURE_REGISTRY");
    }

    String user() {
        return Stack.variable("MULTIARCH_IT_SECURE_USER");
    }

    String password() {
        return Stack.variable("MULTIARCH_IT_SECURE_PASSWORD");
    }

    String image() {
        return registry() + "/" + team + "/app";
    }

    /** An example, with this registry and its user in the place of those that it names. */
    String example(String name) throws IOException {
        return Files.readString(Path.of("examples/ci", name))
                .replace("registry.example.com/team", registry() + "/" + team)
                .replace("registry.example.com", registry())
                .replace("--username ci", "--username " + user())
                .replace("username: ci", "username: " + user());
    }

    /** As a CI system makes it for each job. */
    Path checkout() throws IOException {
        Path checkout = Files.createDirectories(folder.resolve("checkout-" + checkouts++));
        Project.in(checkout, stack, "ci");
        return checkout;
    }

    /** Where scripts run. */
    Commands in(Path checkout) {
        return commands.in(checkout)
                .with("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"))
                .with("PROGRAM", program)
                .with("DOCKER_CONFIG", folder.resolve("docker-config").toString())
                .with("BUILDX_BUILDER", stack.remoteBuilder());
    }

    /** Where the program's own image runs: it has no Docker, and nobody is logged in. */
    Commands inOwnImage(Path checkout) {
        return commands.in(checkout).with("PATH", "/nowhere").with("DOCKER_CONFIG", "/nowhere");
    }

    /** The index that the tag holds has both platforms, and says what it was built from. */
    void requireTag(String tag, String... annotations) {
        Commands anybody = in(folder);
        assertThat(anybody.run("verify-index", image() + ":" + tag, "--require", "linux/amd64,linux/arm64"))
                .exitCode(0);
        Transcript index = anybody.program("crane", "manifest", image() + ":" + tag);
        assertThat(index).exitCode(0).stdoutContains(annotations);
    }
}
