package dev.multiarch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder for the PATH, with programs that say what a test wants. */
public record FakePrograms(Path folder) {
    public static final String DOCKER = """
            case "$1 $2" in
            "version --format") echo '{"Client":{"Version":"27.1.1"},"Server":{"Version":"27.1.1"}}' ;;
            "info --format") echo '{"Driver":"overlay2"}' ;;
            "buildx version") echo 'github.com/docker/buildx v0.16.1 34c195439bd5' ;;
            "buildx inspect") printf 'Name: ci\\nDriver: docker-container\\n\\nName: ci0\\nEndpoint: unix:///run/docker.sock\\nStatus: running\\n' ;;
            esac
            """;

    public static FakePrograms in(Path parent) throws IOException {
        return new FakePrograms(Files.createDirectories(parent.resolve("programs")));
    }

    public FakePrograms with(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }
}
