package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The commands of the line as tests type them, in one project. */
record Line(Stack stack, Project project, Commands here) {
    void build(String builder, String platform) {
        assertThat(here.run("build", "--platform", platform, "--builder", builder, "--", ".", "--build-arg", salt()))
                .exitCode(0);
    }

    static String salt() {
        return "SALT=" + UUID.randomUUID();
    }

    void tagged(String platforms) {
        assertThat(here.run(ship(platforms))).exitCode(0);
    }

    String[] ship(String platforms, String... more) {
        var words = new ArrayList<>(List.of("ship", "--image", project.image(), "--platforms", platforms));
        words.addAll(List.of("--tag", "1.0", "--builder", stack.remoteBuilder()));
        words.addAll(List.of(more));
        words.addAll(List.of("--", ".", "--build-arg", salt()));
        return words.toArray(String[]::new);
    }

    void plannedAndBuilt(String... platforms) {
        assertThat(here.run(
                        "plan",
                        "--image",
                        project.image(),
                        "--platforms",
                        String.join(",", platforms),
                        "--plan-id",
                        "p1"))
                .exitCode(0);
        for (String platform : platforms) {
            build(stack.remoteBuilder(), platform);
        }
    }

    String digest(String tag) {
        Transcript transcript = here.program("crane", "digest", project.image() + ":" + tag);
        assertThat(transcript).exitCode(0);
        return transcript.out().strip();
    }

    void noTag(String tag) {
        assertThat(here.program("crane", "digest", project.image() + ":" + tag)).exitCode(1);
    }

    List<Path> records() throws IOException {
        try (var files = Files.walk(project.folder().resolve(".multiarch/records/p1"))) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    void delete(String slug) throws IOException {
        for (Path file : records()) {
            if (file.toString().contains(slug)) {
                Files.delete(file);
            }
        }
    }
}
