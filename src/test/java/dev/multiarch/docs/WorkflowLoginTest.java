package dev.multiarch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jobs log in alike: into a separate folder, which is removed; and no step but that has the password. */
class WorkflowLoginTest {
    private static Map<?, ?> map(Object node) {
        return (Map<?, ?>) node;
    }

    private static List<Map<?, ?>> steps(String job) throws IOException {
        Map<?, ?> jobs = map(map(StepInputs.parse(Files.readString(Path.of(StepInputs.WORKFLOWS.get(0)))))
                .get("jobs"));
        return ((List<?>) map(jobs.get(job)).get("steps"))
                .stream().<Map<?, ?>>map(WorkflowLoginTest::map).toList();
    }

    private static Map<?, ?> step(String job, String key, String part) throws IOException {
        return steps(job).stream()
                .filter(step -> String.valueOf(step.get(key)).contains(part))
                .findFirst()
                .orElseThrow();
    }

    /** The plan reads private base images with what the legs have; without base images it needs no password. */
    @Test
    void thePlanLogsInAsTheLegsDo() throws IOException {
        for (String job : List.of("plan", "merge")) {
            Map<Object, Object> mine =
                    new HashMap<>(map(step(job, "name", "log in").get("with")));
            Map<Object, Object> legs =
                    new HashMap<>(map(step("build", "name", "log in").get("with")));
            mine.remove("image");
            legs.remove("image");
            assertThat(mine).as(job).isEqualTo(legs);
            assertThat(step(job, "id", "docker")).as(job).isEqualTo(step("build", "id", "docker"));
            assertThat(steps(job).get(steps(job).size() - 1))
                    .as(job)
                    .isEqualTo(Map.of(
                            "if",
                            "${{ always() }}",
                            "run",
                            "rm -rf \"$DOCKER\"",
                            "env",
                            Map.of("DOCKER", "${{ steps.docker.outputs.config }}")));
        }
        assertThat(step("plan", "name", "log in").get("if")).isEqualTo("${{ inputs.platforms-of-base != '' }}");
        assertThat(map(step("plan", "id", "plan").get("env")).get("DOCKER_CONFIG"))
                .isEqualTo("${{ steps.docker.outputs.config }}");
    }

    /** With a bake file its author would choose the registry that gets the password, if the caller named none. */
    @Test
    void thePasswordIsForARegistryThatTheCallerNames() throws IOException {
        List<Map<?, ?>> plan = steps("plan");
        Map<?, ?> check = step("plan", "run", "the secret password is given, but not for which registry");

        assertThat(plan.indexOf(check)).isLessThan(plan.indexOf(step("plan", "name", "log in")));
        assertThat(map(check.get("env")).get("HOST")).isEqualTo("${{ inputs.registry || inputs.image }}");
        for (String job : List.of("plan", "build", "merge")) {
            for (Map<?, ?> step : steps(job)) {
                boolean may = "log in".equals(step.get("name"));
                assertThat(step.toString().contains("${{ secrets.password }}"))
                        .as("%s", step)
                        .isEqualTo(may);
            }
        }
    }
}
