package dev.multiarch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is built at night is built as it was by day: the nightly workflow has each input of a build that the other one has. */
class NightlyWorkflowTest {
    /** What the recorded plan says, what is of a push alone, and what is not available anyway. */
    private static final Set<String> OF_A_PUSH = Set.of(
            "platforms",
            "platforms-of-base",
            "modes",
            "bake",
            "targets",
            "vars",
            "also-single",
            "push",
            "status",
            "check-run",
            "comment",
            "compare",
            "attest",
            "call",
            "load",
            "outputs",
            "pull");

    /** The same name for another thing at night. */
    private static final Set<String> OTHER = Set.of("image", "tags", "records", "policy", "context");

    private static Map<?, ?> workflow(String file) throws IOException {
        return (Map<?, ?>) StepInputs.parse(Files.readString(Path.of(file)));
    }

    private static Map<?, ?> call(String file, String key) throws IOException {
        return map(map(map(workflow(file).get("on")).get("workflow_call")).get(key));
    }

    private static Map<?, ?> map(Object node) {
        return (Map<?, ?>) node;
    }

    @Test
    void itTakesTheInputsAndSecretsOfABuild() throws IOException {
        Map<?, ?> day = call(StepInputs.WORKFLOWS.get(0), "inputs");
        Map<?, ?> night = call(StepInputs.WORKFLOWS.get(1), "inputs");
        for (Object name : day.keySet()) {
            if (OF_A_PUSH.contains(name)) {
                assertThat(night.containsKey(name)).as("%s", name).isFalse();
            } else if (OTHER.contains(name)) {
                assertThat(night.containsKey(name)).as("%s", name).isTrue();
            } else {
                assertThat(night.get(name)).as("%s", name).isEqualTo(day.get(name));
            }
        }
        assertThat(call(StepInputs.WORKFLOWS.get(1), "secrets"))
                .isEqualTo(call(StepInputs.WORKFLOWS.get(0), "secrets"));
    }

    @Test
    void itsBuildGivesThemToTheAction() throws IOException {
        Set<Object> day = new TreeSet<>(build(StepInputs.WORKFLOWS.get(0)).keySet());
        day.removeAll(OF_A_PUSH);
        day.add("pull");
        Map<?, ?> night = build(StepInputs.WORKFLOWS.get(1));
        assertThat(new TreeSet<Object>(night.keySet())).isEqualTo(day);
        assertThat(night.get("plan")).isEqualTo("${{ matrix.plan }}");
        assertThat(night.get("pull")).isEqualTo(true);
    }

    private static Map<?, ?> build(String file) throws IOException {
        List<?> steps =
                (List<?>) map(map(workflow(file).get("jobs")).get("build")).get("steps");
        return steps.stream()
                .map(step -> map(map(step).get("with")))
                .filter(with -> with != null && "build".equals(with.get("command")))
                .findFirst()
                .orElseThrow();
    }

    /** A log-in that fails, or verdicts that can't be fetched, are a bad night: the issue says that a verdict is missing. */
    @Test
    void theIssueIsOpenedAlsoWhereAStepBeforeItFailed() throws IOException {
        for (String part : List.of("rm -rf .multiarch", "any=true", "verdict-published.json\n")) {
            assertThat(step("status", "run", part).get("if")).as(part).isEqualTo("${{ !cancelled() }}");
        }
        assertThat(step("status", "with", "command=status").get("if"))
                .asString()
                .contains("always()");
    }

    /** Without them, no commit but the newest would count as one of the repository. */
    @Test
    void rebuildSeesAllBranchesAndTags() throws IOException {
        assertThat(map(step("rebuild", "uses", "actions/checkout@").get("with")).get("fetch-depth"))
                .isEqualTo(0);
    }

    private static Map<?, ?> step(String job, String key, String part) throws IOException {
        List<?> steps = (List<?>)
                map(map(workflow(StepInputs.WORKFLOWS.get(1)).get("jobs")).get(job))
                        .get("steps");
        return steps.stream()
                .map(step -> map(step))
                .filter(step ->
                        step.containsKey(key) && step.get(key).toString().contains(part))
                .findFirst()
                .orElseThrow();
    }

    /** Each job that a night without anything stale must skip. */
    @Test
    void whereNothingIsStaleNothingElseRuns() throws IOException {
        map(workflow(StepInputs.WORKFLOWS.get(1)).get("jobs")).forEach((name, job) -> {
            if (!name.equals("rebuild")) {
                assertThat(map(job).get("if"))
                        .as("%s", name)
                        .asString()
                        .containsAnyOf("needs.rebuild.outputs.legs > 0", "always() && inputs.issue");
            }
        });
    }
}
