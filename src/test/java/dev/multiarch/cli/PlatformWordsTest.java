package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.ServedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A platform that nobody knows is refused wherever people name one, and never where an image names it. */
class PlatformWordsTest {
    private static final String SLIP =
            "platform \"linux/amd46\" is not known: there is no architecture \"amd46\" of linux. Did you mean linux/amd64?";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan --image o/app --platforms linux/amd46",
                "plan --image o/app --platforms linux/amd64 --runners linux/amd46=box",
                "plan --image o/app --platforms linux/amd64 --require linux/amd46",
                "ship --image o/app --tag 1 --platforms linux/arm64,linux/amd46 -- .",
                "verify-index o/app:1 --require linux/amd64,linux/amd46",
                "inspect o/app:1 --for linux/amd46",
                "doctor --platforms linux/amd46",
            })
    void optionsRefuseIt(String line) {
        assertThat(commands.in(folder).run(line.split(" "))).exitCode(2).stderrContains(SLIP);
        assertThat(folder.resolve("plan.json")).doesNotExist();
    }

    @Test
    void soDoesTheLegOfABuild() throws IOException {
        assertThat(commands.in(folder).run("plan", "--image", "o/app", "--platforms", "linux/amd64"))
                .exitCode(0);
        assertThat(commands.in(folder).run("build", "--platform", "linux/amd46", "--", "."))
                .exitCode(2)
                .stderrContains(SLIP);
    }

    @Test
    void soDoInputsOfTheAction() {
        Map<String, String> inputs = Map.of(
                "MULTIARCH_INPUT_COMMAND",
                "plan",
                "MULTIARCH_INPUT_IMAGE",
                "o/app",
                "MULTIARCH_INPUT_PLATFORMS",
                "linux/amd46");
        Commands step = commands.in(folder);
        for (Map.Entry<String, String> input : inputs.entrySet()) {
            step = step.with(input.getKey(), input.getValue());
        }
        assertThat(step.run("action")).exitCode(2).stderrContains(SLIP);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: {platforms: {required: [linux/amd46]}} | 4:32",
                "image: {platforms: {allowed: [linux/amd46]}} | 4:31",
                "image: {platforms: {forbidden: [linux/amd46]}} | 4:33",
                "image: {config-match: true}\\nplatforms: {linux/amd46: {image: {config-match: false}}} | 5:13",
                "image: {config-match: true}\\nwaivers: [{rule: image.config-match, platforms: [linux/amd46], reason: r, owner: o, expires: \"2026-01-01T00:00:00Z\"}] | 5:50",
            })
    void policiesRefuseItWhereItStands(String text, String place) throws IOException {
        Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: p\n" + text.replace("\\n", "\n"));
        assertThat(commands.in(folder).run("policy", "check", "p.yaml"))
                .exitCode(2)
                .stdoutContains("p.yaml:" + place + " " + SLIP);
    }

    @Test
    void anImageMaySayIt() {
        try (FaultyRegistry server = FaultyRegistry.start()) {
            var shelf = new ServedImages(server);
            shelf.tag(
                    MediaTypes.OCI_INDEX,
                    ServedImages.indexOf(ServedImages.on(shelf.image("linux", "amd46"), "linux/amd46")));
            assertThat(commands.run("inspect", server.host() + "/app:1"))
                    .exitCode(0)
                    .stdoutContains("linux/amd46");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "required: [linux/amd64, linux/s390x] | p.yaml:4:21 asks for linux/s390x",
                "forbidden: [linux/arm64] | p.yaml:4:21 asks for no linux/arm64",
                "allowed: [linux/amd64] | p.yaml:4:21 asks for linux/amd64",
            })
    void aPlanThatItsPolicyMustRefuseIsRefusedAtOnce(String platforms, String message) throws IOException {
        Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimage: {platforms: {" + platforms + "}}\n");
        for (String call : new String[] {"plan --policy p.yaml", "ship --tag 1 --policy p.yaml"}) {
            String line = call + " --image o/app --platforms linux/amd64,linux/arm64"
                    + (call.startsWith("ship") ? " -- ." : "");
            assertThat(commands.in(folder).run(line.split(" ")))
                    .exitCode(1)
                    .stderrContains(
                            "the plan has linux/amd64, linux/arm64, " + message,
                            "Nothing was built. Fix: change --platforms");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image: {platforms: {required: [linux/amd64]}}",
                "image: {platforms: {required: [linux/s390x]}}\nrules: {image.platforms.required: {severity: warning}}",
                "image: {platforms: {required: [linux/s390x]}}\nrules: {image.platforms.required: {effective-on: \"2999-01-01\"}}",
            })
    void aPlanThatOnlyWarnsIsMade(String text) throws IOException {
        Files.writeString(folder.resolve("p.yaml"), "apiVersion: multiarch/v1\nkind: Policy\nname: p\n" + text + "\n");
        assertThat(commands.in(folder)
                        .run("plan", "--policy", "p.yaml", "--image", "o/app", "--platforms", "linux/amd64"))
                .exitCode(0);
    }
}
