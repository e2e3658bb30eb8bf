package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@code docker buildx imagetools create} that makes the bytes it is given, and moves as many tags as a test says. */
final class FakeImagetools {
    private static final String DOCKER = """
            #!/bin/sh
            here=$(dirname "$0")
            case "$*" in
            "buildx version") echo 'github.com/docker/buildx v0.38.2 x' ;;
            *--dry-run*) cat "$here/makes" && echo ;;
            *) echo "it ended so" >&2 && exit "$(cat "$here/exit")" ;;
            esac
            """;

    private final Path folder;
    private final Registry client;
    private final byte[] makes;
    private final List<String> written = new ArrayList<>();
    private boolean pushes = true;
    private int moves = Integer.MAX_VALUE;

    FakeImagetools(Path folder, Registry client, byte[] makes) throws IOException {
        this.folder = folder;
        this.client = client;
        this.makes = makes;
        Files.write(folder.resolve("makes"), makes);
        Files.writeString(folder.resolve("exit"), "0");
        Files.writeString(folder.resolve("docker"), DOCKER);
        assertThat(folder.resolve("docker").toFile().setExecutable(true)).isTrue();
    }

    /** It says that it pushed the candidate, and did not. */
    FakeImagetools pushesNothing() {
        pushes = false;
        return this;
    }

    /** @param exit of the call that moves tags and the one that pushes */
    FakeImagetools moves(int tags, int exit) throws IOException {
        moves = tags;
        Files.writeString(folder.resolve("exit"), Integer.toString(exit));
        return this;
    }

    /** What it was asked to write to. */
    List<String> written() {
        return written;
    }

    Session session() {
        return new Session(
                client, new Programs(this::run), Map.of("PATH", folder.toString()), line -> {}, Optional.empty());
    }

    private void run(String program) {
        String[] words = program.split(" ");
        int moved = 0;
        for (int i = 0; i < words.length - 1; i++) {
            if (words[i].equals("-t")) {
                written.add(words[i + 1]);
                boolean candidate = words[i + 1].contains("@");
                if (candidate ? pushes : moved++ < moves) {
                    put(Reference.parse(words[i + 1]));
                }
            }
        }
    }

    private void put(Reference ref) {
        try {
            client.pusher().manifest(ref, MediaTypes.OCI_INDEX, makes);
        } catch (RegistryException e) {
            throw new AssertionError(e);
        }
    }
}
