package dev.multiarch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** actionlint accepts each workflow that the documentation shows. */
class DocsWorkflowsTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    @Test
    void actionlintAcceptsEachWorkflow() throws IOException {
        Commands.need("actionlint");
        List<String> words = new ArrayList<>(List.of("actionlint", "-no-color"));
        for (Shown block : DocsExamplesTest.yamlBlocks()) {
            if (StepInputs.parse(block.text()) instanceof Map<?, ?> map && map.containsKey("jobs")) {
                String name = block.place().replaceAll("[^A-Za-z0-9]+", "-") + ".yml";
                String head = map.containsKey("on") ? "" : "on: push\n";
                Files.writeString(folder.resolve(name), head + block.text());
                words.add(folder.resolve(name).toString());
            }
        }
        assertThat(words).hasSizeGreaterThan(5);
        assertThat(commands.program(words.toArray(String[]::new))).exitCode(0);
    }
}
