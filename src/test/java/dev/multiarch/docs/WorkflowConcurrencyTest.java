package dev.multiarch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Two merges of one image and ref wait for each other, by day and by night. A called workflow that is in a group of its caller's
 * name waits for its caller, or ends it.
 */
class WorkflowConcurrencyTest {
    /** The image of the call, or of the matrix; then the call's key, and the ref. */
    private static final String GROUP =
            "multiarch-merge \\$\\{\\{ (inputs|matrix)\\.image }} \\$\\{\\{ inputs\\.key }} \\$\\{\\{ github\\.ref }}";

    private static Map<?, ?> map(Object node) {
        return (Map<?, ?>) node;
    }

    @Test
    void onlyMergesAreInAGroupAndItIsThatOfTheirImageAndRef() throws IOException {
        for (String file : StepInputs.WORKFLOWS) {
            Map<?, ?> workflow = map(StepInputs.parse(Files.readString(Path.of(file))));
            assertThat(workflow.containsKey("concurrency")).as(file).isFalse();
            Map<Object, Map<?, ?>> groups = new HashMap<>();
            map(workflow.get("jobs")).forEach((name, job) -> {
                if (map(job).containsKey("concurrency")) {
                    groups.put(name, map(map(job).get("concurrency")));
                }
            });
            assertThat(groups).as(file).containsOnlyKeys("merge");
            Map<?, ?> group = groups.get("merge");
            assertThat(group.get("cancel-in-progress")).as(file).isEqualTo(false);
            assertThat(group.get("group").toString()).as(file).matches(GROUP);
        }
    }
}
