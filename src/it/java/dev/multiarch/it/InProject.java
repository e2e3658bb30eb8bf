package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests in a user's project, whose commands run against the real parts. */
abstract class InProject {
    final Stack stack = Stack.require();

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(5));

    @TempDir
    Path folder;

    Project project;
    Commands here;
    Line line;
    String image;

    @BeforeEach
    void makeProject() throws IOException {
        String test = getClass().getSimpleName().replaceFirst("IT$", "").toLowerCase(Locale.ROOT);
        project = Project.in(folder, stack, test);
        here = commands.in(folder);
        line = new Line(stack, project, here);
        image = project.image();
    }

    /** Runs any program, which must not fail. */
    String run(String... words) {
        Transcript transcript = here.program(words);
        assertThat(transcript).exitCode(0);
        return transcript.out().strip();
    }
}
