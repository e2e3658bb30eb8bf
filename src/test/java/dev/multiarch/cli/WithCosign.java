package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Tests with a cosign that does what a test wants. */
abstract class WithCosign extends WithSignedImage {
    static final String COSIGN = """
            echo "$*" >> "$(dirname "$0")/calls"
            case "$1" in
            version) echo 'GitVersion:    v3.1.3' ;;
            public-key) cat "$(dirname "$0")/cosign.pub" ;;
            esac
            """;

    FakePrograms programs;

    @BeforeEach
    void start() throws Exception {
        programs = FakePrograms.in(folder).with("cosign", COSIGN);
        Files.writeString(programs.folder().resolve("cosign.pub"), pair.pem());
        Files.writeString(folder.resolve("cosign.key"), "secret");
    }

    Transcript promote(String... more) {
        return with(programs.folder() + ":" + System.getenv("PATH"), more);
    }

    Transcript with(String path, String... more) {
        List<String> words = new ArrayList<>(List.of("promote", image.image.toString(), "--tag", "2"));
        words.addAll(List.of("--require", "linux/arm64", "--engine", "native"));
        words.addAll(List.of(more));
        return commands.in(folder).with("PATH", path).run(words.toArray(String[]::new));
    }

    List<String> calls() throws IOException {
        return Files.readAllLines(programs.folder().resolve("calls"));
    }

    void noTag() throws Exception {
        assertThat(image.client.resolve(image.image.withTag("2"))).isEmpty();
    }
}
