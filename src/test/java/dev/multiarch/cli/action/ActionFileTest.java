package dev.multiarch.cli.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What act lets through and GitHub does not, or GitHub and an attacker do. */
class ActionFileTest {
    private static final Path ACTION = Path.of("action.yml");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> workflows = Files.list(Path.of(".github/workflows"))) {
            return Stream.concat(Stream.of(ACTION), workflows.toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void noExpressionReachesAShell(Path file) throws IOException {
        assertThat(all("run", yaml(file))).noneMatch(run -> run.toString().contains("${{"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatOthersWroteIsPinned(Path file) throws IOException {
        assertThat(all("uses", yaml(file)))
                .map(Object::toString)
                .allMatch(uses ->
                        List.of("org/multiarch-action@v1", "./").contains(uses) || uses.matches("[^@]+@[0-9a-f]{40}"));
    }

    @Test
    void compositesHaveNoInputVariablesAndNeedAShell() throws IOException {
        assertThat(Files.readString(ACTION)).doesNotContainPattern("(?<!MULTIARCH_)INPUT_");
        List<?> steps = (List<?>) at(yaml(ACTION), "runs").get("steps");
        assertThat(steps)
                .isNotEmpty()
                .allSatisfy(step -> assertThat((Map<?, ?>) step)
                        .satisfiesAnyOf(
                                s -> assertThat(s.containsKey("shell")).isTrue(),
                                s -> assertThat(s.containsKey("uses")).isTrue()));
    }

    @Test
    void eachInputIsHandedOverUnderItsName() throws IOException {
        Map<String, Object> expected = new TreeMap<>();
        for (String name : InputTable.names()) {
            expected.put(ActionInputs.variable(name), "${{ inputs." + name + " }}");
        }
        for (String name : List.of("token", "url", "v1", "v2")) {
            String variable = name.equals("v1") ? "V1_URL" : name.toUpperCase(Locale.ROOT);
            expected.put("MULTIARCH_CACHE_" + variable, "${{ steps.cache.outputs." + name + " }}");
        }
        assertThat(all("env", yaml(ACTION))).containsExactly(expected);
        assertThat(at(yaml(ACTION), "inputs").keySet().stream().map(Object::toString))
                .containsExactlyInAnyOrderElementsOf(InputTable.names());
    }

    @Test
    void eachInputHasADescriptionAndADefault() throws IOException {
        assertThat(at(yaml(ACTION), "inputs").values())
                .allSatisfy(input -> assertThat(
                                ((Map<?, ?>) input).keySet().stream().map(Object::toString))
                        .containsExactly("description", "default"));
    }

    @Test
    void outputsAreThoseOfTheStep() throws IOException {
        Map<?, ?> outputs = at(yaml(ACTION), "outputs");
        assertThat(outputs.keySet().stream().map(Object::toString))
                .containsExactly("digest", "verdict", "layout", "plan", "matrix", "plans", "legs", "merges");
        outputs.forEach((name, output) ->
                assertThat(((Map<?, ?>) output).get("value")).isEqualTo("${{ steps.multiarch.outputs." + name + " }}"));
    }

    @Test
    void eachCommandIsNamedWherePeopleLook() throws IOException {
        Map<?, ?> command = (Map<?, ?>) at(yaml(ACTION), "inputs").get("command");
        assertThat(InputTable.commands())
                .allSatisfy(name ->
                        assertThat(command.get("description").toString()).containsPattern("\\b" + name + "\\b"));
        String readme = Files.readString(Path.of("README.md"));
        String commands = readme.lines()
                .filter(line -> line.startsWith("**Commands:** "))
                .findFirst()
                .orElseThrow();
        assertThat(commands.substring(0, commands.indexOf('.')))
                .isEqualTo("**Commands:** `" + String.join("` `", Commands.names()) + "`");
    }

    @Test
    void theReadmesActionHasTheInputsThatItShows() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String with = readme.substring(readme.indexOf("        with:\n") + "        with:\n".length());
        List<String> shown = with.lines()
                .takeWhile(line -> line.startsWith("          "))
                .map(line -> line.strip().split(":")[0])
                .toList();
        assertThat(shown).isNotEmpty().isSubsetOf(InputTable.names());
    }

    private static List<Object> all(String key, Object node) {
        List<Object> found = new ArrayList<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (name.equals(key)) {
                    found.add(value);
                }
                found.addAll(all(key, value));
            });
        } else if (node instanceof List<?> list) {
            list.forEach(item -> found.addAll(all(key, item)));
        }
        return found;
    }

    private static Map<?, ?> at(Object yaml, String key) {
        return (Map<?, ?>) ((Map<?, ?>) yaml).get(key);
    }

    private static Object yaml(Path file) throws IOException {
        return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }
}
