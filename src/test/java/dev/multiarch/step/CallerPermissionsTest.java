package dev.multiarch.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * GitHub ends a run at its start where a job of a called workflow asks for more than the caller grants, also a job that would
 * not run. A fork's token, and a caller that pushes elsewhere than to GitHub, grant no writing.
 */
class CallerPermissionsTest {
    private static final String WORKFLOW = ".github/workflows/multiarch.yml";

    @Test
    void noJobAsksForMoreThanToReadTheCode() throws IOException {
        Map<?, ?> workflow = (Map<?, ?>) yaml(Files.readString(Path.of(WORKFLOW)));
        assertThat(workflow.containsKey("permissions")).isFalse();
        for (Object job : ((Map<?, ?>) workflow.get("jobs")).values()) {
            Object asked = ((Map<?, ?>) job).get("permissions");
            assertThat(asked).isIn(null, Map.of("contents", "read"));
        }
    }

    @Test
    void callersGrantWhatAPushNeeds() throws IOException {
        List<Object> grants = new ArrayList<>();
        for (WorkflowTexts text : WorkflowTexts.all()) {
            if (text.whole() && yaml(text.text()) instanceof Map<?, ?> workflow && workflow.get("jobs") != null) {
                for (Object job : ((Map<?, ?>) workflow.get("jobs")).values()) {
                    Object uses = ((Map<?, ?>) job).get("uses");
                    if (uses != null && uses.toString().contains(WORKFLOW)) {
                        grants.add(((Map<?, ?>) job).get("permissions"));
                    }
                }
            }
        }
        assertThat(grants).isNotEmpty().allMatch(Map.of("contents", "read", "packages", "write")::equals);
    }

    private static Object yaml(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text);
    }
}
