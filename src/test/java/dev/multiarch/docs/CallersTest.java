package dev.multiarch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * GitHub ends a run at its start where a job of a called workflow asks for more than the caller grants, also a job that is
 * skipped. act does not check that.
 */
class CallersTest {
    private static final String USES = "org/multiarch-action/.github/workflows/multiarch.yml@v1";

    /** What a repository with restricted defaults grants where nothing is said. */
    private static final Map<String, String> DEFAULTS = Map.of("contents", "read", "packages", "read");

    /** @param pulls whether pull requests start it */
    private record Caller(String place, boolean pulls, Map<?, ?> with, Map<String, String> grants) {}

    @Test
    void eachCallerGrantsWhatItsInputsNeedAndNoMore() throws IOException {
        List<Caller> callers = callers();
        assertThat(callers).hasSizeGreaterThan(5);
        for (Caller caller : callers) {
            assertThat(new TreeMap<>(caller.grants())).as(caller.place()).isEqualTo(needed(caller.with()));
        }
    }

    /** A branch of the repository itself has a token that pushes, before anybody has looked at it. */
    @Test
    void noPullRequestMovesATagOfARelease() throws IOException {
        List<Caller> pulls = callers().stream().filter(Caller::pulls).toList();
        assertThat(pulls).hasSizeGreaterThan(2);
        for (Caller caller : pulls) {
            String tags = String.valueOf(caller.with().get("tags"));
            assertThat(caller.with().containsKey("push") || tags.contains("pr-${{ github.event.number }}"))
                    .as(caller.place())
                    .isTrue();
        }
    }

    /** With its own key, a job could ask for what a caller does not use, or lack what the caller grants for it. */
    @Test
    void noJobHasPermissionsOfItsOwn() throws IOException {
        for (String file : StepInputs.WORKFLOWS) {
            Map<?, ?> workflow = (Map<?, ?>) StepInputs.parse(Files.readString(Path.of(file)));
            assertThat(workflow.containsKey("permissions")).as(file).isFalse();
        }
        assertThat(asked()).isEmpty();
    }

    @Test
    void aCallerNeedsTwelveLines() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<String> blocks = Stream.of(readme.split("```yaml\n"))
                .skip(1)
                .map(block -> block.substring(0, block.indexOf("```")))
                .filter(block -> block.contains(USES))
                .toList();
        assertThat(blocks)
                .isNotEmpty()
                .allSatisfy(block -> assertThat(block.lines().count()).isLessThanOrEqualTo(12));
    }

    private static Map<String, String> asked() throws IOException {
        Map<String, String> asked = new TreeMap<>();
        for (String file : StepInputs.WORKFLOWS) {
            Map<?, ?> workflow = (Map<?, ?>) StepInputs.parse(Files.readString(Path.of(file)));
            ((Map<?, ?>) workflow.get("jobs"))
                    .values()
                    .forEach(job -> asked.putAll(texts(((Map<?, ?>) job).get("permissions"))));
        }
        return asked;
    }

    private static Map<String, String> needed(Map<?, ?> with) {
        Map<String, String> needed = new TreeMap<>(asks("contents", "read"));
        // An image that a matrix or a bake file names is one of ghcr.io in what we show.
        String image =
                with.containsKey("bake") ? "${{ its tags }}" : with.get("image").toString();
        if ((image.startsWith("ghcr.io/") || image.startsWith("${{"))
                && !"false".equals(String.valueOf(with.get("push")))) {
            needed.put("packages", "write");
        }
        boolean more = is(with, "check-run") || is(with, "comment");
        if (is(with, "status") || more) {
            needed.put("statuses", "write");
        }
        if (is(with, "issue")) {
            needed.put("issues", "write");
        }
        if (is(with, "check-run")) {
            needed.put("checks", "write");
        }
        if (is(with, "comment")) {
            needed.put("pull-requests", "write");
        }
        boolean signs = is(with, "sign") || is(with, "attest-verdict");
        if (signs && !with.containsKey("signing-key")) {
            needed.put("id-token", "write");
        }
        if (is(with, "attest")) {
            needed.put("id-token", "write");
            needed.put("attestations", "write");
        }
        return needed;
    }

    private static Map<String, String> asks(String name, String level) {
        return Map.of(name, level);
    }

    private static boolean is(Map<?, ?> with, String input) {
        return "true".equals(String.valueOf(with.get(input)));
    }

    private static List<Caller> callers() throws IOException {
        List<Caller> callers = new ArrayList<>();
        for (Shown block : DocsExamplesTest.yamlBlocks()) {
            add(callers, block.place(), block.text());
        }
        if (Files.isDirectory(Path.of("examples"))) {
            try (Stream<Path> examples = Files.list(Path.of("examples"))) {
                for (Path example : examples.filter(file -> file.toString().endsWith(".yml"))
                        .sorted()
                        .toList()) {
                    add(callers, example.toString(), Files.readString(example));
                }
            }
        }
        return callers;
    }

    private static void add(List<Caller> callers, String place, String text) {
        if (!(StepInputs.parse(text) instanceof Map<?, ?> workflow)
                || !(workflow.get("jobs") instanceof Map<?, ?> jobs)) {
            return;
        }
        jobs.forEach((name, node) -> {
            Map<?, ?> job = (Map<?, ?>) node;
            if (StepInputs.workflow(job.get("uses")).isPresent()) {
                Object granted = job.containsKey("permissions") ? job.get("permissions") : workflow.get("permissions");
                callers.add(new Caller(
                        place + " " + name,
                        String.valueOf(workflow.get("on")).contains("pull_request"),
                        (Map<?, ?>) job.get("with"),
                        granted == null ? DEFAULTS : texts(granted)));
            }
        });
    }

    private static Map<String, String> texts(Object permissions) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (permissions instanceof Map<?, ?> map) {
            map.forEach((name, level) -> texts.put(name.toString(), level.toString()));
        }
        return texts;
    }
}
