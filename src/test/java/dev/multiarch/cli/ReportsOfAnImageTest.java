package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ReportsOfAnImageTest {
    private static final String HOSTILE = "x/y\u001b[31m\n::error::<script>";
    private static final byte[] INDEX =
            Sample.bytes(new String(Sample.INDEX, StandardCharsets.UTF_8).replaceFirst("]}$", ", " + entry() + "]}"));

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    /** An entry whose media type is as nobody should print it. */
    private static String entry() {
        return Json.writeLine(Map.of(
                "mediaType",
                HOSTILE,
                "digest",
                Digest.of(Sample.bytes("lost")).toString(),
                "size",
                4,
                "platform",
                Map.of("os", "linux", "architecture", "amd64")));
    }

    @Test
    void everyReportForPeopleSaysWhatWasSetAside() throws IOException {
        try (FaultyRegistry registry = FaultyRegistry.start()) {
            var shelf = new ServedImages(registry);
            String chart = shelf.manifest(
                    MediaTypes.OCI_MANIFEST,
                    "{\"schemaVersion\": 2, \"config\": "
                            + ServedImages.descriptor("application/vnd.cncf.helm.config.v1+json", Sample.CONFIG)
                            + ", \"layers\": []}");
            shelf.tag(
                    MediaTypes.OCI_INDEX,
                    ServedImages.indexOf(ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64"), chart, chart));
            assertThat(commands.in(folder)
                            .run(
                                    "verify-index",
                                    registry.host() + "/app:1",
                                    "--require=linux/arm64",
                                    "--report=markdown=v.md",
                                    "--report=html=v.html"))
                    .exitCode(1);
        }
        assertThat(folder.resolve("v.md"))
                .content(StandardCharsets.UTF_8)
                .contains("Not images: Helm chart: 2, because no client runs it");
        assertThat(folder.resolve("v.html"))
                .content(StandardCharsets.UTF_8)
                .contains("<dt>Not images</dt>", "Helm chart: 2, because no client runs it");
    }

    /** The same said eight times hides what is said once; a digest said twice looks like two. */
    @Test
    void whatSeveralPlatformsShareAndTheDigestAreSaidOnce() throws IOException {
        String digest;
        try (FaultyRegistry registry = FaultyRegistry.start()) {
            var shelf = new ServedImages(registry);
            String index = ServedImages.indexOf(
                    ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64"),
                    ServedImages.on(shelf.image("linux", "arm64"), "linux/arm64"));
            shelf.tag(MediaTypes.OCI_INDEX, index);
            digest = Digest.of(Sample.bytes(index)).toString();
            registry.on("GET /v2/app/manifests/" + digest, Reply.document(MediaTypes.OCI_INDEX, Sample.bytes(index)))
                    .on("HEAD /v2/app/manifests/" + digest, Reply.document(MediaTypes.OCI_INDEX, Sample.bytes(index)));
            Files.writeString(folder.resolve("smoke.yaml"), """
                    apiVersion: multiarch/v1
                    kind: Policy
                    name: smoke
                    image: {smoke: [[/app, --version]]}
                    """);
            Transcript judged = commands.in(folder)
                    .run(
                            "verify-index",
                            registry.host() + "/app@" + digest,
                            "--policy=smoke.yaml",
                            "--report=markdown=v.md",
                            "--report=html=v.html");
            assertThat(judged).exitCode(3);
            assertThat(judged.out()).containsOnlyOnce(digest).containsOnlyOnce("  Fix: ");
            assertThat(judged.out()).contains("unknown  image.smoke [linux/amd64, linux/arm64] ");
        }
        assertThat(folder.resolve("v.md")).content(StandardCharsets.UTF_8).containsOnlyOnce(digest);
        assertThat(folder.resolve("v.html"))
                .content(StandardCharsets.UTF_8)
                .doesNotContain("app@" + digest + "</code>");
    }

    @Test
    void severalReportsOfOneVerdict() throws IOException {
        try (FaultyRegistry registry = FaultyRegistry.start()) {
            registry.on("GET " + Sample.INDEX_PATH, Reply.document(MediaTypes.OCI_INDEX, INDEX))
                    .on("HEAD " + Sample.INDEX_PATH, Reply.document(MediaTypes.OCI_INDEX, INDEX))
                    .on(
                            "GET /v2/app/manifests/" + Digest.of(Sample.MANIFEST),
                            Reply.document(MediaTypes.OCI_MANIFEST, Sample.MANIFEST))
                    .on("GET " + Sample.CONFIG_PATH, Reply.document("application/octet-stream", Sample.CONFIG));
            assertThat(commands.in(folder)
                            .run(
                                    "verify-index",
                                    registry.host() + "/app:1",
                                    "--report=json=v.json",
                                    "--report=sarif=v.sarif",
                                    "--report=junit=v.xml",
                                    "--report=markdown=v.md",
                                    "--report=html=reports/v.html"))
                    .exitCode(1)
                    .stdoutContains("fail     image.config-match");
        }
        JsonObject verdict = Json.read(Files.readAllBytes(folder.resolve("v.json")), "v.json");
        assertThat(verdict.text("outcome")).isEqualTo("fail");
        JsonObject whole = verdict.object("subject").objects("platforms").get(0);
        assertThat(whole.object("compressedSize").number("value"))
                .isEqualTo(Sample.CONFIG.length + Sample.LAYER.length);
        JsonObject lost = verdict.object("subject").objects("platforms").get(1);
        assertThat(lost.object("compressedSize").has("value")).isFalse();
        for (String file : List.of("v.sarif", "v.xml", "v.md", "reports/v.html")) {
            assertThat(folder.resolve(file))
                    .content(StandardCharsets.UTF_8)
                    .contains("image.config-match", "error::")
                    .doesNotContain("\u001b", "\n::");
        }
        for (String file : List.of("v.xml", "v.md", "reports/v.html")) {
            assertThat(folder.resolve(file)).content(StandardCharsets.UTF_8).doesNotContain("error::<script>");
        }
    }
}
