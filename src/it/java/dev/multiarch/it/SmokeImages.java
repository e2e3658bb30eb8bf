package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Images from scratch that hold a few programs in /bin and nothing else, made in a folder. */
record SmokeImages(Path folder, Stack stack, Commands here) {
    private static final List<String> ARCHITECTURES = List.of("amd64", "arm64", "arm");

    static SmokeImages in(Path folder, Stack stack, Commands here) throws IOException {
        for (String architecture : ARCHITECTURES) {
            Files.createDirectories(folder.resolve(architecture));
        }
        var images = new SmokeImages(folder, stack, here);
        images.dockerfile("");
        return images;
    }

    void dockerfile(String more) throws IOException {
        Files.writeString(
                folder.resolve("Dockerfile"), "FROM scratch\nARG TARGETARCH\nCOPY ${TARGETARCH}/ /bin/\n" + more);
    }

    /** Busybox, which does what its file's name says. */
    void programs(String... names) throws IOException {
        for (String architecture : ARCHITECTURES) {
            for (String name : names) {
                Files.copy(
                        stack.roots().resolve("root-" + architecture + "/bin/busybox"),
                        folder.resolve(architecture + "/" + name),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    void push(String repository, String platforms) {
        List<String> build = new ArrayList<>(List.of("docker", "buildx", "build", "--builder", stack.remoteBuilder()));
        build.addAll(List.of("--platform", platforms, "--provenance=false", "."));
        build.addAll(List.of("--output", "type=image,push=true,name=" + repository));
        assertThat(here.program(build.toArray(String[]::new))).exitCode(0);
    }
}
