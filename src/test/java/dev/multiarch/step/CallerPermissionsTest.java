package dev.multiarch.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final List<String> WORKFLOWS =
            List.of(".github/workflows/multiarch.yml", ".github/workflows/nightly.yml");

    @Test
    void noJobAsksForMoreThanToReadTheCode() throws IOException {
        for (String file : WORKFLOWS) {
            asksForNoMore((Map<?, ?>) yaml(Files.readString(Path.of(file))));
        }
    }

    private static void asksForNoMore(Map<?, ?> workflow) {
        assertThat(workflow.containsKey("permissions")).isFalse();
        for (Object job : ((Map<?, ?>) workflow.get("jobs")).values()) {
            Object asked = ((Map<?, ?>) job).get("permissions");
            assertThat(asked).isIn(null, Map.of("contents", "read"));
        }
    }

    /** To push to ghcr.io takes a permission; another registry has its own password. */
    @Test
    void callersGrantWhatAPushNeeds() throws IOException {
        int calls = 0;
        for (WorkflowTexts text : WorkflowTexts.all()) {
            if (text.whole() && yaml(text.text()) instanceof Map<?, ?> workflow && workflow.get("jobs") != null) {
                for (Object each : ((Map<?, ?>) workflow.get("jobs")).values()) {
                    Map<?, ?> job = (Map<?, ?>) each;
                    if (WORKFLOWS.stream().anyMatch(String.valueOf(job.get("uses"))::contains)) {
                        Map<?, ?> with = (Map<?, ?>) job.get("with");
                        boolean github = (with.containsKey("bake")
                                        || with.get("image").toString().startsWith("ghcr.io/"))
                                && !Boolean.FALSE.equals(with.get("push"));
                        assertThat(((Map<?, ?>) job.get("permissions"))
                                        .entrySet().stream().map(Object::toString))
                                .as(text.place())
                                .contains(
                                        github
                                                ? new String[] {"contents=read", "packages=write"}
                                                : new String[] {"contents=read"});
                        calls++;
                    }
                }
            }
        }
        assertThat(calls).isPositive();
    }

    private static Object yaml(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text);
    }
}
