package dev.multiarch.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.cli.FakePrograms;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildah;
import dev.multiarch.process.Programs;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.signature.SignedImage;
import dev.multiarch.step.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSmokeTest {
    private static final Platform ARM = Platform.parse("linux/arm64");

    @TempDir
    Path folder;

    /** As the context of a build, where programs may leave files of their own. */
    @Test
    void theFolderOfTheBuildIsRemovedWithAllThatIsInIt() throws Exception {
        FakePrograms programs = FakePrograms.in(folder).with("buildah", """
                for last; do :; done
                echo "$last" > "$(dirname "$0")/folder"
                mkdir "$last/left" && echo x > "$last/left/behind"
                printf 'STEP 1/3: FROM x\\nSTEP 2/3: RUN ["/x"]\\nout\\n'
                echo 'Error: building at STEP "RUN /x": exit status 3'
                exit 1""");
        try (var image = new SignedImage()) {
            var tools = new Session(image.client, new Programs(line -> {}), Map.of(), line -> {}, Optional.empty());
            var buildah = new Buildah(programs.folder().resolve("buildah").toString(), "buildah", "1.28.2");
            var command = new SmokeCommand(false, List.of("/x"), Map.of(), Duration.ofMinutes(1));
            SmokeResult result = new LocalSmoke(tools, buildah, Optional.of("oci"), HostFacts.unknown("not asked"))
                    .leg("sha256:12", image.client.at(image.image), image.digest, ARM, List.of(command))
                    .value()
                    .orElseThrow()
                    .results()
                    .get(0);
            assertThat(result.ended()).isEqualTo("exited with 3");
            assertThat(result.text()).isEqualTo("out");
        }
        assertThat(Path.of(Files.readString(programs.folder().resolve("folder")).strip()))
                .doesNotExist();
    }
}
