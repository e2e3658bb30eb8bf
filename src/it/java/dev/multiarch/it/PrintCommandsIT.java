package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is printed for other tools, pasted into a shell, makes the index that a merge makes. */
class PrintCommandsIT extends InProject {
    private static final String IMAGES =
            "crane manifest \"$1\" | jq -r '.manifests[] | select(.platform.os != \"unknown\") |"
                    + " [.digest, .platform.os, .platform.architecture, .platform.variant // \"\","
                    + " .platform[\"os.version\"] // \"\"] | @tsv' | sort";
    private static final String ENTRIES = "crane manifest \"$1\" | jq -c '.manifests[]'";

    private String secure;

    @BeforeEach
    void storage() throws IOException {
        secure = image.replace(stack.registry(), Stack.variable("MULTIARCH_IT_SECURE_REGISTRY"));
        Path storage = Files.writeString(
                folder.resolve("storage.conf"),
                "[storage]\ndriver = \"vfs\"\ngraphroot = \"" + folder + "/b\"\nrunroot = \"" + folder + "/r\"\n");
        here = here.with("CONTAINERS_STORAGE_CONF", storage.toString()).with("HOME", folder.toString());
    }

    private void build(String tag, String platform, String provenance) {
        run(
                "docker",
                "buildx",
                "build",
                "--builder",
                stack.remoteBuilder(),
                "--platform",
                platform,
                "--provenance=" + provenance,
                "--push",
                "-t",
                tag,
                ".");
    }

    @ParameterizedTest
    @CsvSource({"docker-manifest,false", "imagetools,true", "buildah,false", "regctl,false"})
    void theSameImagesForTheSamePlatforms(String tool, boolean entries) {
        build(image + ":amd64", "linux/amd64", "true");
        build(secure + ":arm64", "linux/arm64", "false");
        build(image + "-other:arm", "linux/arm/v7", "false");
        List<String> merge = new ArrayList<>(List.of("merge", "--image", image, "--from", image + ":amd64"));
        merge.addAll(List.of("--from", secure + ":arm64", "--from", image + "-other:arm"));
        merge.addAll(List.of("--set", "linux/arm/v7:os-version=1"));
        List<String> print = new ArrayList<>(merge);
        print.addAll(List.of("--tag", "printed", "--print-commands", tool, "--output", "commands.sh"));
        assertThat(here.run(print.toArray(String[]::new))).exitCode(0);
        run("sh", "-eux", "commands.sh");
        merge.addAll(List.of("--tag", "merged"));
        assertThat(here.run(merge.toArray(String[]::new))).exitCode(0);
        String script = entries ? ENTRIES : IMAGES;
        assertThat(run("sh", "-c", script, "sh", image + ":printed"))
                .isEqualTo(run("sh", "-c", script, "sh", image + ":merged"));
    }
}
