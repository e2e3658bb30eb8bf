package dev.multiarch.cli.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginSettingsTest {
    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POLICY      | strict,release.yaml                 | policy      | strict⏎release.yaml
            TAGS        | 1.2,latest                          | tags        | 1.2,latest
            POLICY_FROM | origin/main                         | policy-from | origin/main
            BUILD_ARGS  | A=1                                 | build-args  | A=1
            BUILD_ARGS  | A=1, 2 and 3                        | build-args  | A=1, 2 and 3
            BUILD_ARGS  | A=1⏎B=2,C=3                         | build-args  | A=1⏎B=2,C=3
            BUILD_ARGS  | {"A":"1,B=2","N":7,"T":true}        | build-args  | "A=1,B=2"⏎N=7⏎T=true
            BUILD_ARGS  | {"#B":"2"}                          | build-args  | "#B=2"
            CACHE_FROM  | type=registry,ref=r.io/a:cache      | cache-from  | type=registry,ref=r.io/a:cache
            PLAN        | {"schema":"x"}                      | plan        | {"schema":"x"}
            PUSH        | false                               | push        | false
            """)
    void aSettingIsTheInputOfItsName(String setting, String value, String input, String expected) {
        Map<String, String> inputs =
                PluginSettings.inputs(Map.of("PLUGIN_" + setting, value.replace('⏎', '\n'), "PATH", "/bin"));
        assertThat(inputs)
                .containsEntry(ActionInputs.variable(input), expected.replace('⏎', '\n'))
                .containsEntry("PATH", "/bin")
                .hasSize(2);
    }

    @Test
    void aMapBecomesOneArgumentAMember() {
        Map<String, String> inputs = PluginSettings.inputs(Map.of(
                "PLUGIN_COMMAND", "build",
                "PLUGIN_PLATFORM", "linux/arm64",
                "PLUGIN_BUILD_ARGS", "{\"A\":\"1,B=2\",\"C\":\"say \\\"x\\\"\\nand y\"}"));
        assertThat(ActionInputs.of(inputs).words()).contains("--build-arg=A=1,B=2", "--build-arg=C=say \"x\"\nand y");
    }

    @Test
    void everyInputIsASetting() {
        for (String input : InputTable.names()) {
            String name = ActionInputs.variable(input).replace("MULTIARCH_INPUT_", "PLUGIN_");
            assertThat(PluginSettings.inputs(Map.of(name, "x"))).containsEntry(ActionInputs.variable(input), "x");
        }
    }

    @Test
    void aPasswordIsInAFileOfThisUserAsLongAsTheStepRuns() throws Exception {
        Map<String, String> inputs = PluginSettings.inputs(Map.of(
                "PLUGIN_COMMAND", "merge",
                "PLUGIN_IMAGE", "registry.example.com/team/app",
                "PLUGIN_USERNAME", "me",
                "PLUGIN_PASSWORD", "pass:word"));
        Path file;
        try (PluginLogin login = PluginLogin.of(inputs)) {
            file = Path.of(login.environment().get("REGISTRY_AUTH_FILE"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(file)).contains("\"registry.example.com\"", "bWU6cGFzczp3b3Jk");
            assertThat(login.environment()).doesNotContainValue("pass:word");
            assertThat(ActionInputs.of(login.environment()).words())
                    .containsExactly("merge", "--image=registry.example.com/team/app");
        }
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example.com:5000/app, '', registry.example.com:5000",
        "org/app, '', docker.io",
        "ghcr.io/org/app, https://quay.io/v2/, quay.io",
    })
    void aPasswordIsForOneRegistry(String image, String registry, String host) throws Exception {
        Map<String, String> inputs = PluginSettings.inputs(Map.of(
                "PLUGIN_COMMAND", "merge",
                "PLUGIN_IMAGE", image,
                "PLUGIN_REGISTRY", registry,
                "PLUGIN_USERNAME", "me",
                "PLUGIN_PASSWORD", "x"));
        try (PluginLogin login = PluginLogin.of(inputs)) {
            assertThat(Files.readString(Path.of(login.environment().get("REGISTRY_AUTH_FILE"))))
                    .contains("\"" + host + "\"");
        }
    }

    /** As in a pull request, where Drone hands over no secrets. */
    @Test
    void anEmptyPasswordIsNone() throws Exception {
        Map<String, String> inputs = PluginSettings.inputs(
                Map.of("PLUGIN_COMMAND", "merge", "PLUGIN_USERNAME", "me", "PLUGIN_PASSWORD", ""));
        try (PluginLogin login = PluginLogin.of(inputs)) {
            assertThat(login.file()).isEmpty();
            assertThat(login.environment()).doesNotContainKey("REGISTRY_AUTH_FILE");
        }
    }
}
