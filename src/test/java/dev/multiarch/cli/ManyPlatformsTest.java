package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.ServedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An index of 10,000 platforms: what people read stays short, and says how much it leaves out. */
class ManyPlatformsTest {
    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofMinutes(10));

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();

    @BeforeEach
    void anIndexOfManyPlatforms() {
        var shelf = new ServedImages(server);
        String image = shelf.image("linux", "amd64");
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(IntStream.range(0, 10_000)
                        .mapToObj(i -> ServedImages.on(image, "linux/cpu" + i))
                        .toArray(String[]::new)));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyFormSaysHowMuchItLeavesOut() throws Exception {
        String forms = "json=v.json,sarif=v.sarif,junit=v.xml,markdown=v.md,html=v.html";
        assertThat(commands.in(folder).run("verify-index", server.host() + "/app:1", "--report", forms))
                .exitCode(1)
                .stdoutContains(
                        "\n… and 19000 more: --format json has all of them\n",
                        ", and 9970 more] everything is there.\n",
                        "\nfail: 10000 failed, 10000 unknown, 10001 passed, 0 skipped\n");
        assertThat(Files.readString(folder.resolve("v.xml")))
                .contains(
                        "tests=\"10001\" failures=\"10000\" errors=\"0\"",
                        "message=\"20001 more findings are left out here: the JSON report has all of them.\"");
        assertThat(Files.readString(folder.resolve("v.md")))
                .hasSizeLessThan(66_000)
                .contains("more lines do not fit here: see the other reports");
        assertThat(Files.readString(folder.resolve("v.html")))
                .contains(
                        "<p>25001 more findings are left out of this page: see the JSON report.</p>",
                        "<p>9901 more platforms are left out of this table.</p>",
                        "<p>9900 more platforms are left out here.</p>");
        assertThat(Files.readString(folder.resolve("v.json"))).contains("linux/cpu9999");
    }

    @Test
    void inspectShowsAThousand() {
        assertThat(commands.in(folder).run("inspect", server.host() + "/app:1"))
                .exitCode(0)
                .stdoutContains("is an index of 10000 images\n", "\n… and 9000 more images, which --format json has\n");
    }
}
