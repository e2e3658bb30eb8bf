package dev.multiarch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages on other CI systems show whole files, which integration tests run. */
class CiPagesTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "gitlab.md, .gitlab-ci.yml, gitlab-ci.yml",
        "drone.md, .drone.yml, drone.yml",
        "jenkins.md, Jenkinsfile, Jenkinsfile",
    })
    void thePageShowsTheFile(String page, String title, String file) throws IOException {
        String markdown = Files.readString(Path.of("docs/how-to", page));
        assertThat(Shown.of(page, markdown).stream()
                        .filter(block -> block.title().equals(title)))
                .singleElement()
                .extracting(Shown::text)
                .isEqualTo(Files.readString(Path.of("examples/ci", file)));
    }
}
