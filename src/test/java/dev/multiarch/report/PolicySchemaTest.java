package dev.multiarch.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.read.PolicyFiles;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.policy.yaml.RegexBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The schema that editors use and the reader that judges agree, but for what {@code corpus.txt} lists. */
class PolicySchemaTest {
    private static final Path KEPT = Path.of("policies/policy-v1.schema.json");
    private static final Path PRINTED = Path.of("target/policy-v1.schema.json");
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void theOneInTheRepositoryIsTheOneThatIsPrinted() throws IOException {
        Files.createDirectories(PRINTED.getParent());
        Files.write(PRINTED, PolicySchema.print());
        if (System.getProperty("multiarch.docs", "").equals("write")) {
            Files.write(KEPT, PolicySchema.print());
        }
        assertThat(Files.readString(KEPT)).as("run scripts/generate").isEqualTo(Files.readString(PRINTED));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("corpus")
    void agree(String kind, String name, String policy) throws IOException {
        assertThat(accepts(policy)).as("the schema").isEqualTo(!kind.equals("bad"));
        assertThat(reads(policy)).as("the reader").isEqualTo(kind.equals("good"));
    }

    /** Good settings of each rule are on its page. */
    @Test
    void refusesAWrongSettingOfEachRule() throws IOException {
        for (var rule : Rules.ALL) {
            String[] keys = rule.id().split("\\.");
            String wrong = String.join(": {", keys) + ": {no-such-key: []" + "}".repeat(keys.length);
            String policy = whole(wrong);
            assertThat(accepts(policy)).as("the schema: " + wrong).isFalse();
            assertThat(reads(policy)).as("the reader: " + wrong).isFalse();
        }
    }

    @Test
    void theCorpusIsThere() throws IOException {
        assertThat(corpus().count()).isGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void presetsHoldToIt(Path preset) throws IOException {
        String text = Files.readString(preset);
        assertThat(accepts(text)).isTrue();
        assertThat(text).startsWith("# yaml-language-server: $schema=policy-v1.schema.json\n");
    }

    static Stream<Path> presets() {
        return Stream.of("baseline", "strict", "host", "dockerfile").map(name -> Path.of("policies/" + name + ".yaml"));
    }

    @Test
    void soDoTheExamplesOfAllPages() throws IOException {
        try (Stream<Path> pages = Files.walk(Path.of("src/main/resources/dev/multiarch/policy"))) {
            List<String> examples = pages.filter(page -> page.toString().endsWith(".md"))
                    .map(PolicySchemaTest::example)
                    .toList();
            assertThat(examples).hasSizeGreaterThan(Rules.ALL.size()).allMatch(PolicySchemaTest::accepts);
        }
    }

    private static String example(Path page) {
        try {
            return Files.readString(page).split("```yaml\n|```")[1];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Arguments> corpus() throws IOException {
        String table = Files.readString(Path.of("src/test/resources/policy/corpus.txt"));
        return Stream.of(table.split("(?m)^=== ")).skip(1).map(row -> {
            String[] parts = row.split("\n", 2);
            String[] title = parts[0].split(": ", 2);
            return Arguments.of(title[0], title[1], whole(parts[1]));
        });
    }

    private static String whole(String rest) {
        StringBuilder head = new StringBuilder();
        for (String line : List.of("apiVersion: multiarch/v1", "kind: Policy", "name: p")) {
            String key = line.split(":")[0];
            head.append(rest.startsWith(key + ":") ? "" : line + "\n");
        }
        return head + rest;
    }

    private static boolean accepts(String policy) {
        var yaml = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build());
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(new String(PolicySchema.print(), StandardCharsets.UTF_8));
        return schema.validate(new ObjectMapper().valueToTree(yaml.loadFromString(policy)))
                .isEmpty();
    }

    private boolean reads(String policy) throws IOException {
        Files.writeString(folder.resolve("p.yaml"), policy);
        try {
            PolicyReader.read("p.yaml", folder, PolicyFiles.here(), NOW, new RegexBudget());
            return true;
        } catch (InvalidPolicy invalid) {
            return false;
        }
    }
}
