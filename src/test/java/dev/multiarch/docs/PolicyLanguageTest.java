package dev.multiarch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.multiarch.policy.rules.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page on the policy language shows each key that the schema has. DocsExamplesTest reads its policies. */
class PolicyLanguageTest {
    private static final Path PAGE = Path.of("docs/how-to/policy-language.md");
    private static final Path SCHEMA = Path.of("policies/policy-v1.schema.json");

    /** Their own keys are those of the rules, and the same for each of them. */
    private static final List<String> OF_EACH_RULE = List.of("rules", "platforms");

    @Test
    void showsEachKey() throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        schema(new ObjectMapper().readTree(SCHEMA.toFile()), "", expected);
        assertThat(expected).hasSizeGreaterThan(60);
        assertThat(shown()).containsAll(expected);
    }

    @Test
    void showsWhatARuleCanBeSetTo() throws IOException {
        TreeSet<String> shown = shown();
        for (String key : List.of("severity", "on-unknown", "effective-on")) {
            assertThat(shown)
                    .anyMatch(
                            path -> Rules.ALL.stream().anyMatch(rule -> path.equals("rules." + rule.id() + "." + key)));
        }
    }

    private static TreeSet<String> shown() throws IOException {
        TreeSet<String> shown = new TreeSet<>();
        for (Shown block : Shown.of(PAGE.toString(), Files.readString(PAGE))) {
            if (block.isYaml()) {
                keys(StepInputs.parse(block.text()), "", shown);
            }
        }
        return shown;
    }

    private static void keys(Object node, String path, TreeSet<String> into) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                into.add(path + key);
                keys(value, path + key + ".", into);
            });
            boolean texts = path.equals("image.annotations.") || path.equals("image.labels.");
            map.values().forEach(value -> keys(texts ? value : null, path + "*.", into));
        } else if (node instanceof List<?> list) {
            list.forEach(item -> keys(item, path, into));
        }
    }

    private static void schema(JsonNode node, String path, TreeSet<String> into) {
        node.path("properties").properties().forEach(each -> {
            into.add(path + each.getKey());
            if (!OF_EACH_RULE.contains(path + each.getKey())) {
                schema(each.getValue(), path + each.getKey() + ".", into);
            }
        });
        for (String choice : List.of("anyOf", "oneOf")) {
            node.path(choice).forEach(each -> schema(each, path, into));
        }
        if (node.has("items")) {
            schema(node.get("items"), path, into);
        }
    }
}
