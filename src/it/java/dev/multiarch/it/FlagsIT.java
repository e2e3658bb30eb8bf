package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flags of buildx after {@code --} that reach beyond one leg. */
class FlagsIT extends InProject {
    private Transcript ship(List<String> options, String... flags) {
        var words = new ArrayList<>(List.of(line.ship("linux/amd64", options.toArray(String[]::new))));
        words.addAll(List.of(flags));
        return here.run(words.toArray(String[]::new));
    }

    @Test
    void aCacheReplacesACacheAndNoImage() {
        String cache = "type=registry,mode=max,ref=" + image + ":buildcache";
        assertThat(ship(List.of(), "--cache-to", cache)).exitCode(0);
        assertThat(ship(List.of(), "--cache-to", cache, "--cache-from", cache)).exitCode(0);
        String before = line.digest("1.0");

        assertThat(ship(List.of("--tag", "2.0"), "--cache-to", "type=registry,ref=" + image + ":2.0"))
                .exitCode(2)
                .stderrContains(":2.0, which is a tag that this call moves");
        // Each leg writes a separate cache: the tag with the leg's platform.
        assertThat(here.program("crane", "tag", image + ":1.0", "1.0-linux-amd64"))
                .exitCode(0);
        assertThat(here.run(
                        "build",
                        "--platform",
                        "linux/amd64",
                        "--builder",
                        stack.remoteBuilder(),
                        "--",
                        ".",
                        "--cache-to=" + image + ":1.0"))
                .exitCode(1)
                .stderrContains(
                        image + ":1.0-linux-amd64, which holds " + before, "Fix: give the cache a separate tag");
        assertThat(line.digest("1.0")).isEqualTo(before);
        assertThat(line.digest("1.0-linux-amd64")).isEqualTo(before);
        line.noTag("2.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"imagetools", "native"})
    void annotationsAreWhereTheirPrefixSays(String engine) {
        assertThat(ship(
                        List.of("--engine", engine),
                        "--provenance=false",
                        "--annotation",
                        "index:org.example.index=of the index",
                        "--annotation=manifest,manifest-descriptor:org.example.image=of the image",
                        "--annotation",
                        "manifest-descriptor[linux/s390x]:org.example.other=of another"))
                .exitCode(0);

        Transcript index = here.program("crane", "manifest", image + ":1.0");
        assertThat(index)
                .exitCode(0)
                .stdoutContains("\"org.example.index\": \"of the index\"", "\"org.example.image\": \"of the image\"")
                .stdoutDoesNotContain("org.example.other");
        assertThat(here.program("crane", "manifest", "--platform", "linux/amd64", image + ":1.0"))
                .exitCode(0)
                .stdoutContains("of the image")
                .stdoutDoesNotContain("of the index");
    }
}
