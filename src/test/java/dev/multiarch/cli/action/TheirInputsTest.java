package dev.multiarch.cli.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every input of docker/build-push-action is one of the action and of the workflow, and goes where the table says. */
class TheirInputsTest {
    private static final String TABLE = "build-push-action-7.3.txt";

    /** In the workflow a secret, or there by itself. */
    private static final Set<String> NOT_OF_THE_WORKFLOW = Set.of("secrets", "github-token");

    private record Row(String input, String form, String here) {}

    @Test
    void bothHaveEach() throws IOException {
        Set<String> theirs = rows().stream().map(Row::input).collect(Collectors.toCollection(TreeSet::new));
        assertThat(theirs).hasSize(33);
        assertThat(InputTable.names()).containsAll(theirs);
        theirs.removeAll(NOT_OF_THE_WORKFLOW);
        assertThat(workflowInputs()).containsAll(theirs);
    }

    @Test
    void eachGoesWhereTheTableSays() throws IOException {
        for (Row row : rows()) {
            Map<String, String> environment = new HashMap<>(Map.of(
                    "MULTIARCH_INPUT_IMAGE", "o/a", "GITHUB_SERVER_URL", "https://g.test", "GITHUB_REPOSITORY", "o/a"));
            environment.put(ActionInputs.variable(row.input()), sample(row));
            if (row.input().equals("github-token")) {
                environment.put("MULTIARCH_INPUT_CONTEXT", "{{defaultContext}}");
            }
            if (row.here().equals("refused")) {
                assertThatThrownBy(() -> ActionInputs.of(environment))
                        .hasMessageStartingWith("input " + row.input() + " can't be used: ")
                        .hasMessageContaining("Fix: ");
            } else {
                assertThat(ActionInputs.of(environment).words()).as(row.input()).anyMatch(word -> is(word, row));
            }
        }
    }

    /** The list has the rows of its form: a comma separates values, or belongs to one. */
    @Test
    void listsAreReadAsTheirs() throws IOException {
        for (Row row : rows()) {
            if (row.form().startsWith("list") && BuildInputs.flag(row.input()).isPresent()) {
                String value = "# all\nA=1,B=2\n\nC=3\n";
                List<String> flags = BuildInputs.flags(input -> input.equals(row.input()) ? value : "");
                assertThat(flags).as(row.input()).hasSize(row.form().contains("commas") ? 3 : 2);
            }
        }
    }

    private static boolean is(String word, Row row) {
        return switch (row.here()) {
            case "the context" -> word.equals("value");
            case "a secret for a Git context" ->
                word.equals("--secret=id=GIT_AUTH_TOKEN.g.test,env=MULTIARCH_INPUT_GITHUB_TOKEN");
            default -> word.split("=")[0].equals(row.here().split(" ")[0]);
        };
    }

    private static String sample(Row row) {
        return switch (row.form()) {
            case "true or false" -> row.input().equals("push") ? "false" : "true";
            default -> row.form().startsWith("list") && row.here().equals("--secret") ? "a=b" : "value";
        };
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (InputStream table = TheirInputsTest.class.getResourceAsStream(TABLE)) {
            for (String line : new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.startsWith("#")) {
                    String[] cells = line.split("\\|");
                    rows.add(new Row(cells[0].strip(), cells[1].strip(), cells[2].strip()));
                }
            }
        }
        return rows;
    }

    private static Set<String> workflowInputs() throws IOException {
        String text = Files.readString(Path.of(".github/workflows/multiarch.yml"));
        Function<Object, Map<?, ?>> map = node -> (Map<?, ?>) node;
        Map<?, ?> root = map.apply(new Load(LoadSettings.builder().build()).loadFromString(text));
        Map<?, ?> inputs = map.apply(
                map.apply(map.apply(root.get("on")).get("workflow_call")).get("inputs"));
        return Optional.of(inputs).orElseThrow().keySet().stream()
                .map(Object::toString)
                .collect(Collectors.toSet());
    }
}
