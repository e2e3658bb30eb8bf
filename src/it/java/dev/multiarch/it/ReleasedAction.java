package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The action as a release carries it: what {@code scripts/release} makes of these files in a clone, pushes to a bare
 * repository, and a workflow gets from there. It is made once for all tests.
 */
final class ReleasedAction {
    static final String VERSION = "1.99.0";

    private static final Path FOLDER = Path.of("target/released").toAbsolutePath();
    private static boolean made;

    private final Commands commands;

    private ReleasedAction(Commands commands) {
        this.commands = commands.within(Duration.ofMinutes(10));
    }

    /** The folder of {@code org/multiarch-action@v1}. */
    static synchronized Path make(Commands commands) throws IOException {
        if (!made) {
            new ReleasedAction(commands).release();
            made = true;
        }
        return FOLDER.resolve("action");
    }

    /** The jar for gs://, which is an asset of the release. */
    static Path google() {
        return FOLDER.resolve("multiarch-gcs-" + VERSION + ".jar");
    }

    private void release() throws IOException {
        Path clone = FOLDER.resolve("clone");
        Path remote = FOLDER.resolve("remote.git");
        run("rm", "-rf", FOLDER.toString());
        Files.createDirectories(clone);
        run(
                "sh",
                "-c",
                "git ls-files -z --cached --others --exclude-standard | xargs -0 sh -c "
                        + "'for file; do [ ! -f \"$file\" ] || cp --parents \"$file\" \"$0\"; done' " + clone);
        run("git", "init", "-q", "--bare", remote.toString());
        git(clone, "init", "-q", "-b", "main");
        git(clone, "config", "user.name", "A Maintainer");
        git(clone, "config", "user.email", "maintainer@example.org");
        git(clone, "remote", "add", "origin", remote.toString());
        git(clone, "add", "--all");
        git(clone, "commit", "-q", "-m", "What is to be released");
        String script = clone.resolve("scripts/release").toString();
        for (String step : List.of("prepare", "jar", "publish")) {
            run(script, step, VERSION);
        }
        run(
                "cp",
                clone.resolve("target/assets/multiarch-gcs-" + VERSION + ".jar").toString(),
                google().toString());
        run(
                "git",
                "clone",
                "-q",
                "--branch",
                "v1",
                remote.toString(),
                FOLDER.resolve("action").toString());
        run("rm", "-rf", FOLDER.resolve("action/.git").toString(), clone.toString());
    }

    private void git(Path folder, String... words) {
        List<String> all = new ArrayList<>(List.of("git", "-C", folder.toString()));
        all.addAll(List.of(words));
        run(all.toArray(String[]::new));
    }

    private void run(String... words) {
        assertThat(commands.program(words)).exitCode(0);
    }
}
