package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.Platform;
import dev.multiarch.rebuild.PublishedApp;
import dev.multiarch.record.BaseImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code rebuild} over many tags that share base images: what it asks registries. */
class RebuildManyTest {
    private static final int BASES = 10;

    @TempDir
    Path folder;

    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofMinutes(5));

    @Test
    void eachTagIsOneRequestAndEachBaseOne() throws Exception {
        ask(60);
    }

    @Test
    @Tag("long")
    void aThousandTagsToo() throws Exception {
        ask(1_000);
    }

    private void ask(int tags) throws Exception {
        try (var app = new PublishedApp(folder)) {
            List<Map<Platform, BaseImage>> bases = new ArrayList<>();
            for (int i = 0; i < BASES; i++) {
                bases.add(app.base("base" + i, "amd64 of January " + i, "arm64 of January " + i));
            }
            var expected = new TreeSet<String>();
            for (int i = 0; i < tags; i++) {
                app.publish(app.image("app").withTag("v" + i), bases.get(i % BASES));
                expected.add("GET /v2/app/manifests/v" + i);
            }
            // One of the bases moves, for one platform.
            app.base("base3", "amd64 of January 3", "arm64 of February 3");
            app.lines();
            assertThat(commands.in(folder)
                            .run("rebuild", app.image("app").toString(), "--tags", "v*", "--max-legs", "250"))
                    .exitCode(0)
                    .stdoutContains(tags + " images, " + tags / BASES + " to build again, 0 left, 0 unknown, "
                            + (2 * tags - tags / BASES) + " fresh");
            for (int i = 0; i < BASES; i++) {
                expected.add("GET /v2/base" + i + "/manifests/latest");
            }
            List<String> asked = app.lines().stream()
                    .filter(line -> !line.startsWith("GET /v2/app/tags/list"))
                    .toList();
            assertThat(asked).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
