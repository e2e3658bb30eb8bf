package dev.multiarch.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Somebody's project in a temporary folder: a Dockerfile whose one step runs on the target platform, under emulation where
 * that is not the builder's own, and a repository that no other test uses.
 *
 * @param image its repository in the stack's plain registry
 */
public record Project(Path folder, String image) {
    public static final List<String> PLATFORMS = List.of("linux/amd64", "linux/arm64", "linux/arm/v7");

    static final String DOCKERFILE = """
            FROM scratch
            ARG TARGETARCH
            COPY root-${TARGETARCH}/ /
            ARG SALT
            RUN uname -m > /machine && echo "$SALT" > /salt
            CMD ["/bin/cat", "/machine"]
            """;

    /** @param name a word for the repository's name, so that a log says which test it was */
    public static Project in(Path folder, Stack stack, String name) throws IOException {
        for (String arch : List.of("amd64", "arm64", "arm")) {
            copy(stack.roots().resolve("root-" + arch), folder.resolve("root-" + arch));
        }
        Files.writeString(folder.resolve("Dockerfile"), DOCKERFILE);
        String unique = UUID.randomUUID().toString().substring(0, 8);
        return new Project(folder, stack.registry() + "/it/" + name + "-" + unique);
    }

    /** Writes a file of the project and returns its name. */
    public String file(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
        return name;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isSymbolicLink(file)) {
                    Files.createSymbolicLink(target, Files.readSymbolicLink(file));
                } else if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
