package dev.multiarch.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StopCommandsTest {
    private final List<String> out = new ArrayList<>();

    @Test
    void standsFromTheFirstProgramToTheLast() {
        var fence = new StopCommands(Map.of("GITHUB_ACTIONS", "true"), out::add);
        try (var first = fence.open()) {
            out.add("a");
            var second = fence.open();
            out.add("b");
            second.close();
            out.add("c");
            assertThat(first).isNotNull();
        }
        assertThat(out).hasSize(5);
        String word = out.get(0).replace("::stop-commands::", "");
        assertThat(word).matches("[0-9a-f]{32}");
        assertThat(out).containsExactly("::stop-commands::" + word, "a", "b", "c", "::" + word + "::");
    }

    @Test
    void isAnotherOneEachTime() {
        new StopCommands(Map.of("GITHUB_ACTIONS", "true"), out::add).open().close();
        new StopCommands(Map.of("GITHUB_ACTIONS", "true"), out::add).open().close();
        assertThat(out).doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    void isNotThereElsewhere() {
        new StopCommands(Map.of(), out::add).open().close();
        assertThat(out).isEmpty();
    }
}
