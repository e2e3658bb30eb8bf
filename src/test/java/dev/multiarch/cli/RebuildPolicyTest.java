package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.record.BaseImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code rebuild --policy}: which failures of a verdict a rebuild can change. */
class RebuildPolicyTest extends WithPublishedApp {
    private Map<Platform, BaseImage> base;
    private Reference tag;

    @BeforeEach
    void start() throws Exception {
        base = app.base("base", "amd64 of January", "arm64 of January");
        tag = app.image("app").withTag("1");
    }

    @Test
    void aPolicyThatFailsOnePlatformMakesItStale() throws Exception {
        app.publish(tag, base);
        policy("image: {attestations: {provenance: required}}");
        assertThat(rebuild(tag.toString(), "--policy", "p.yaml"))
                .exitCode(0)
                .stdoutContains("verdict: image.attestations", "2 to build again");
    }

    /** Else it would be built each night. */
    @Test
    void whatARebuildDoesNotChangeIsNoReasonForOne() throws Exception {
        app.publish(tag, base);
        policy("image: {platforms: {forbidden: [linux/arm64]}}\nbuild: {native-required: true}");
        emulate();
        String[] words = {tag.toString(), "--policy", "p.yaml", "--runners", "*=ubuntu-24.04"};
        Transcript night = rebuild(words);
        assertThat(night)
                .exitCode(0)
                .stdoutContains(
                        "linux/arm64    fresh",
                        "verdict: image.platforms.forbidden ",
                        "verdict: build.native-required ",
                        ". Built again, it would fail again. Fix: ",
                        "0 to build again");
        Transcript json = rebuild(
                Stream.concat(Stream.of(words), Stream.of("--format", "json")).toArray(String[]::new));
        assertThat(json).exitCode(0).stdoutContains("\"lasting\"", "\"legs\" : 0");
        assertThat(JsonSchemas.errors("rebuild-v1.schema.json", json.out())).isEmpty();
    }

    /** On the runner that --runners names now, that is another matter. */
    @Test
    void aLegThatMovesToItsOwnCpuIsBuiltAgain() throws Exception {
        app.publish(tag, base);
        policy("build: {native-required: true}");
        emulate();
        assertThat(rebuild(tag.toString(), "--policy", "p.yaml", "--runners", "*=ubuntu-24.04"))
                .exitCode(0)
                .stdoutContains("verdict: build.native-required", "0 to build again");
        assertThat(rebuild(tag.toString(), "--policy", "p.yaml", "--runners", "linux/arm64=ubuntu-24.04-arm"))
                .exitCode(0)
                .stdoutContains("verdict: build.native-required", "1 to build again");
    }

    /** As if the legs had been built under emulation. */
    private void emulate() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve(".multiarch/records"))) {
            for (Path file : files.filter(f -> f.toString().endsWith("linux-arm64/1.json"))
                    .toList()) {
                String text =
                        Files.readString(file).replaceFirst("(\"emulated\" : \\{\\s*\"value\" : )false", "$1true");
                Files.writeString(file, text);
            }
        }
    }

    private void policy(String rules) throws Exception {
        Files.writeString(folder.resolve("p.yaml"), "apiVersion: multiarch/v1\nkind: Policy\nname: p\n" + rules + "\n");
    }
}
