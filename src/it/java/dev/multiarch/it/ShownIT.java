package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What README and CONTRIBUTING show is run, or there is a reason here why not. */
class ShownIT {
    private static final Pattern SHOWN = Pattern.compile("`((?:scripts/|multiarch |mvn |jbang |\\.ci/|eval )[^`]*)`");
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\n(.*?)```", Pattern.DOTALL);

    /** Each with the words to run, in place of the placeholder; none of them runs longer than a minute. */
    private static final Map<String, List<String>> RUN = Map.of(
            "scripts/multiarch demo", List.of("scripts/multiarch", "demo"),
            "scripts/multiarch verify-index IMAGE", List.of("scripts/multiarch", "verify-index", "%s"),
            "jbang verify-index IMAGE", List.of("jbang", "verify-index", "%s"),
            ".ci/stack --help", List.of(".ci/stack", "--help"),
            "eval \"$(.ci/stack env)\"", List.of("sh", "-c", "eval \"$(.ci/stack env)\" && crane version"),
            "scripts/jbang-sources", List.of("scripts/jbang-sources", "--print"),
            "scripts/fuzz [SECONDS [TARGET]]", List.of("sh", "-c", "scripts/fuzz x; test $? = 2"));

    private static final Map<String, String> NOT_RUN = Map.ofEntries(
            Map.entry("mvn -B verify", "it is what runs this test"),
            Map.entry(
                    "mvn -B spotless:apply",
                    "rewrites the sources under this very build, whose verify checks the same"),
            Map.entry("mvn -B test -Dtest=PlatformTest", "a Maven within Maven would write to the same target"),
            Map.entry(
                    "mvn -B verify -Dtest=NoSuch -Dit.test=LineIT -Dsurefire.failIfNoSpecifiedTests=false",
                    "a Maven within Maven would write to the same target"),
            Map.entry(".ci/run", "it is what runs this test"),
            Map.entry(".ci/long", "takes an hour and more; .ci/lint checks its shell"),
            Map.entry(".ci/stack up", "the parts are up, or this test could not run; CI calls it first"),
            Map.entry(".ci/stack down", "would stop the parts under the other tests"),
            Map.entry(
                    "scripts/docs-reference",
                    "DocsReferenceTest compares what it would write; .ci/lint checks its shell"),
            Map.entry("scripts/dockerfile-golden", "DockerfileGrammarIT compares what it would write"),
            Map.entry("scripts/bench", "takes minutes; .ci/lint checks its shell"),
            Map.entry("scripts/bench 15 merge", "takes minutes; .ci/lint checks its shell"),
            Map.entry("scripts/outdated", "asks which releases there are by now; .ci/lint checks its shell"),
            Map.entry(".ci/words", ".ci/lint runs it"),
            Map.entry("scripts/generate", "rewrites the sources under this very build; .ci/lint checks its shell"),
            Map.entry("scripts/new-rule ID", "NewRuleTest runs it on a copy"),
            Map.entry("scripts/report-picture", "rewrites a picture; .ci/lint checks its shell"),
            Map.entry("scripts/release", "ReleaseTest runs it on a clone"),
            Map.entry("scripts/release prepare X.Y.Z", "ReleaseTest runs it on a clone"),
            Map.entry(
                    "jbang verify-index@org/multiarch-action IMAGE",
                    "RemoteAliasesIT runs it from a catalog over http"));

    private final Stack stack = Stack.require();

    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofMinutes(5));

    @TempDir
    Path temp;

    @Test
    void eachShellLineRunsOrHasItsReason() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (String document : List.of("README.md", "CONTRIBUTING.md")) {
            String text = Files.readString(Path.of(document));
            SHOWN.matcher(text).results().forEach(span -> shown.add(span.group(1)));
            BLOCK.matcher(text)
                    .results()
                    .filter(block -> block.group(1).equals("sh"))
                    .forEach(block -> block.group(2).lines().forEach(shown::add));
        }
        Set<String> known = new TreeSet<>(RUN.keySet());
        known.addAll(NOT_RUN.keySet());
        assertThat(shown).isEqualTo(known);
        for (List<String> words : RUN.values()) {
            String image = Stack.variable("MULTIARCH_IT_BASE_IMAGE");
            assertThat(commands.program(words.stream()
                            .map(word -> word.replace("%s", image))
                            .toArray(String[]::new)))
                    .exitCode(0);
        }
    }

    /** The README's own workflow and policy; of them only the registry is another one, which asks for no password. */
    @Test
    void theReadmesWorkflowShipsTheImage() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String image = stack.registry() + "/it/readme-" + Long.toHexString(System.nanoTime());
        String workflow = block(readme, "jobs:")
                .replaceAll("\n *- run: .*docker login.*\n.*env: .*", "")
                .replace("ghcr.io/org/app", image);
        assertThat(workflow).contains(image).doesNotContain("docker login");
        Consumer consumer = new Consumer(temp, commands);
        consumer.write("release.yaml", block(readme, "kind: Policy"));
        consumer.write("Dockerfile", "FROM " + Stack.variable("MULTIARCH_IT_BASE_IMAGE") + "\nRUN uname -m > /on\n");
        Transcript run = consumer.push(workflow);
        Matcher made = Pattern.compile("creating builder (multiarch-[0-9a-f]+)").matcher(run.out());
        if (made.find()) {
            assertThat(commands.program("docker", "buildx", "rm", made.group(1)))
                    .exitCode(0);
        }
        assertThat(run).exitCode(0).stdoutContains("Verdict: pass");
        assertThat(consumer.digest(image + ":latest")).isNotEmpty().isEqualTo(consumer.digest(image + ":1.2"));
    }

    private static String block(String text, String part) {
        return BLOCK.matcher(text)
                .results()
                .map(block -> block.group(2))
                .filter(block -> block.contains(part))
                .findFirst()
                .orElseThrow();
    }
}
