package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.publish.OtherImages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other tools would do is printed for a shell, and nothing is written. PrintCommandsIT runs it. */
class PrintCommandsTest {
    @RegisterExtension
    final Commands commands = new Commands().with("SOURCE_DATE_EPOCH", "0");

    @TempDir
    Path folder;

    private OtherImages images;
    private Reference app;
    private Digest amd64;
    private Digest arm;

    @BeforeEach
    void start() throws Exception {
        images = new OtherImages();
        app = images.ref("app");
        amd64 = images.image("app:amd64", "linux/amd64");
        arm = images.image("far/x:arm", "linux/arm");
        images.lines();
    }

    @AfterEach
    void close() {
        images.close();
    }

    private Transcript print(String tool, String... more) {
        List<String> words = new ArrayList<>(List.of("merge", "--image", app.name(), "--tag", "1,2"));
        words.addAll(List.of("--from", images.ref("app:amd64") + ",linux/arm/v6=" + images.ref("far/x:arm")));
        words.addAll(List.of("--print-commands", tool));
        words.addAll(List.of(more));
        return commands.in(folder).run(words.toArray(String[]::new));
    }

    private void prints(String tool, String... lines) {
        String expected = String.join("\n", lines)
                .replace("APP", app.name())
                .replace("FAR", images.ref("far/x").name())
                .replace("HERE", app.registry())
                .replace("THERE", images.far.host())
                .replace("AMD64", amd64.toString())
                .replace("ARM", arm.toString());
        assertThat(print(tool)).exitCode(0).stdoutIs(expected + "\n");
        assertThat(images.lines()).noneMatch(line -> line.matches("(PUT|POST|PATCH) .*"));
    }

    @Test
    void dockerManifest() {
        prints(
                "docker-manifest",
                "# docker manifest leaves out: annotations of the index (1), the order of the images",
                "docker buildx imagetools create --prefer-index=false -t APP@ARM FAR@ARM",
                "docker manifest create --insecure APP:1 APP@AMD64 APP@ARM",
                "docker manifest annotate --variant v6 APP:1 APP@ARM",
                "docker manifest push --insecure --purge APP:1",
                "docker manifest create --insecure APP:2 APP@AMD64 APP@ARM",
                "docker manifest annotate --variant v6 APP:2 APP@ARM",
                "docker manifest push --insecure --purge APP:2");
    }

    @Test
    void buildah() {
        prints(
                "buildah",
                "# buildah manifest leaves out: annotations of the index (1)",
                "buildah manifest create multiarch-list",
                "buildah manifest add --tls-verify=false multiarch-list docker://APP@AMD64",
                "buildah manifest add --tls-verify=false --variant v6 multiarch-list docker://FAR@ARM",
                "buildah manifest push --tls-verify=false --all multiarch-list docker://APP:1",
                "buildah manifest push --tls-verify=false --all multiarch-list docker://APP:2",
                "buildah manifest rm multiarch-list");
    }

    @Test
    void regctl() {
        prints(
                "regctl",
                "# APP:1 has its last image after the last command",
                "regctl registry set --tls disabled HERE",
                "regctl registry set --tls disabled " + images.far.host(),
                "regctl index create APP:1 --annotation org.opencontainers.image.created=1970-01-01T00:00:00Z --ref APP@AMD64",
                "regctl index add APP:1 --ref FAR@ARM --desc-platform linux/arm/v6",
                "regctl image copy APP:1 APP:2");
    }

    @Test
    void imagetools() throws Exception {
        prints(
                "imagetools",
                "docker buildx imagetools create --prefer-index=false -t APP@ARM FAR@ARM",
                "docker buildx imagetools create -t APP:1 -t APP:2"
                        + " --annotation index:org.opencontainers.image.created=1970-01-01T00:00:00Z '"
                        + entry("app", amd64, "")
                        + "' '" + entry("far/x", arm, ",\"variant\":\"v6\"") + "'");
    }

    private String entry(String repository, Digest digest, String variant) throws Exception {
        int size = images.client.manifest(images.ref(repository).with(digest)).bytes().length;
        return "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"" + digest + "\",\"size\":"
                + size + ",\"platform\":{\"architecture\":\"" + (variant.isEmpty() ? "amd64" : "arm")
                + "\",\"os\":\"linux\""
                + variant + "}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "docker-manifest | # docker manifest leaves out: attestations (1), annotations of the index (1), annotations of its entries (2), the order of the images",
                "buildah         | # buildah manifest leaves out: attestations (1), annotations of the index (1), annotations of its entries (2)",
                "regctl          | # regctl index leaves out: attestations (1), annotations of its entries (2)",
            })
    void whatIsLeftOutIsSaid(String tool, String comment) throws Exception {
        Digest s390x = images.image("far/y:s", "linux/s390x");
        images.index(
                "far/y:1",
                "application/vnd.oci.image.index.v1+json",
                images.entry("far/y", s390x, "linux/s390x", ", \"annotations\": {\"a\": \"1\", \"b\": \"2\"}"),
                images.attestation("far/y", s390x));
        assertThat(print(tool, "--from", images.ref("far/y:1").toString()))
                .exitCode(0)
                .stdoutContains(comment + "\n")
                .stdoutDoesNotContain("dev.multiarch");
        assertThat(print("imagetools", "--from", images.ref("far/y:1").toString()))
                .exitCode(0)
                .stdoutDoesNotContain("#");
    }

    @Test
    void factsOnTheBuildsAreLeftOut() throws Exception {
        images.planned(folder, "p", "linux/amd64");
        assertThat(commands.in(folder).run("merge", "--tag", "1", "--print-commands", "imagetools"))
                .exitCode(0)
                .stdoutContains("# facts on the builds (annotations dev.multiarch.*) are left out: ");
    }

    @Test
    void whatOthersWroteCannotLeaveItsQuotes() throws Exception {
        String hostile = ", \"annotations\": {\"x\": \"'; touch pwned; '\\u001b[31m\\u202e\"}";
        images.index(
                "far/x:h",
                "application/vnd.oci.image.index.v1+json",
                images.entry("far/x", images.image("far/x:s", "linux/s390x"), "linux/s390x", hostile));
        Transcript printed = print("imagetools", "--from", images.ref("far/x:h").toString());
        assertThat(printed).exitCode(0).stdoutContains("'\\''; touch pwned; '\\''\\u001B[31m\\u202e");
        assertThat(printed.out().chars()).noneMatch(c -> c == 0x1b || c == 0x202e);
    }

    @Test
    void whatCannotBePrintedIsWrongUsage() {
        assertThat(print("podman"))
                .exitCode(2)
                .stderrContains("unknown tool", "docker-manifest, imagetools, buildah, regctl");
        assertThat(print("regctl", "--format", "json")).exitCode(2).stderrContains("prints lines for a shell");
        assertThat(commands.in(folder)
                        .run(
                                "merge",
                                "--image",
                                app.name(),
                                "--no-promote",
                                "--from",
                                images.ref("app:amd64").toString(),
                                "--print-commands",
                                "regctl"))
                .exitCode(2)
                .stderrContains("--print-commands needs to know the tag");
    }
}
