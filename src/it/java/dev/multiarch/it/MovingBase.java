package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A base image of two platforms, each of which can get another image while the other one's stays.
 *
 * @param repository of its own
 */
record MovingBase(Commands here, String repository) {
    String image() {
        return repository + ":1";
    }

    /** For both platforms. */
    MovingBase begin() throws IOException {
        put("amd64", "1");
        return move("arm64", "1");
    }

    /** Moves the tag, of which one platform's image has another content now. */
    MovingBase move(String architecture, String content) throws IOException {
        put(architecture, content);
        program("crane", "index", "append", "-t", image(), "-m", repository + ":amd64", "-m", repository + ":arm64");
        return this;
    }

    /** For one platform, by its architecture: busybox with a file of this content. */
    private void put(String architecture, String content) throws IOException {
        Path folder = Files.createTempDirectory("multiarch-base");
        try {
            Files.writeString(folder.resolve("content"), content);
            Path tar = folder.resolve("layer.tar");
            String[] owner = {"--owner=0", "--group=0", "--mtime=@0"};
            program("tar", "-C", folder.toString(), owner[0], owner[1], owner[2], "-cf", tar.toString(), "content");
            program(
                    "crane",
                    "append",
                    "--platform",
                    "linux/" + architecture,
                    "-b",
                    Stack.variable("MULTIARCH_IT_BASE_IMAGE"),
                    "-f",
                    tar.toString(),
                    "-t",
                    repository + ":" + architecture);
        } finally {
            program("rm", "-r", folder.toString());
        }
    }

    String digest() {
        return program("crane", "digest", image()).out().strip();
    }

    private Transcript program(String... words) {
        Transcript transcript = here.program(words);
        assertThat(transcript).exitCode(0);
        return transcript;
    }
}
