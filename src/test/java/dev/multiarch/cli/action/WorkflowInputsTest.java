package dev.multiarch.cli.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The workflows pass on each input that the command of a step takes: a new input of the action is one of them too. */
class WorkflowInputsTest {
    /** The job's own token, and what a runner of GitHub's needs no other value for. */
    private static final Set<String> NOT_OF_WORKFLOWS = Set.of("github-token", "qemu-image");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = """
            multiarch, plan,  'args plan records'
            multiarch, build, ''
            nightly,   build, 'push vars'
            multiarch, merge, 'args builder from image keep-from'
            nightly,   merge, 'also-single builder from image push'
            """)
    void eachInputOfTheCommandIsPassedOn(String workflow, String command, String without) throws IOException {
        Set<String> taken = InputTable.names().stream()
                .filter(input -> InputTable.takes(command, input) && !BuildInputs.isRefused(input))
                .collect(Collectors.toCollection(TreeSet::new));
        taken.removeAll(NOT_OF_WORKFLOWS);
        taken.removeAll(List.of(without.split(" ")));

        assertThat(with(workflow, command)).containsExactlyInAnyOrderElementsOf(taken);
    }

    private static Set<String> with(String workflow, String command) throws IOException {
        String text = Files.readString(Path.of(".github/workflows", workflow + ".yml"));
        Map<?, ?> root = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        return ((Map<?, ?>) root.get("jobs"))
                .values().stream()
                        .flatMap(job -> ((List<?>) ((Map<?, ?>) job).get("steps")).stream())
                        .map(step -> ((Map<?, ?>) step).get("with"))
                        .filter(with -> with != null && command.equals(((Map<?, ?>) with).get("command")))
                        .flatMap(with -> ((Map<?, ?>) with).keySet().stream())
                        .map(Object::toString)
                        .filter(input -> !BuildInputs.isRefused(input))
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
