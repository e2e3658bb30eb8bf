package dev.multiarch.cli;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests with a bake file and a program in the place of buildx, which prints what a test wants. */
abstract class WithBakeFile {
    static final String TWO = """
            {"group": {"default": {"targets": ["app", "worker"]}}, "target": {
              "app": {"args": {"TOKEN": "s3cr3t"}, "tags": ["ghcr.io/o/app:1"], "platforms": ["linux/amd64", "linux/arm64/v8"]},
              "worker": {"tags": ["ghcr.io/o/app:worker"], "platforms": ["linux/amd64", "linux/arm64"]}}}
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    Path programs;

    @BeforeEach
    void bakeFile() throws IOException {
        Files.writeString(folder.resolve("docker-bake.hcl"), "");
    }

    Transcript plan(String printed, String... more) throws IOException {
        Files.writeString(folder.resolve("printed.json"), printed);
        programs = FakePrograms.in(folder).with("docker", """
                        case "$2" in
                        version) echo 'github.com/docker/buildx v0.38.2 x' ;;
                        bake) echo "$@" >asked; env >seen; cat printed.json ;;
                        esac
                        """).folder();
        String[] words = new String[more.length + 3];
        System.arraycopy(more, 0, words, 3, more.length);
        words[0] = "plan";
        words[1] = "--bake";
        words[2] = "docker-bake.hcl";
        return commands.in(folder).with("PATH", programs + ":/usr/bin:/bin").run(words);
    }
}
