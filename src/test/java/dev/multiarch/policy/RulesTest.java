package dev.multiarch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.policy.cases.CaseFile;
import dev.multiarch.policy.read.PolicyFiles;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.policy.yaml.RegexBudget;
import dev.multiarch.report.RulePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds id, class, page and cases of each rule together, and runs the cases. */
class RulesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");
    private static final Path PAGES = Path.of("src/main/resources/dev/multiarch/policy/rules");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final List<String> SECTIONS = List.of("## Why it matters", "## Settings", "## How to fix");

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void judgesEachCase(Path file) throws Exception {
        CaseFile expected = read(file);
        assertThat(expected.differences()).isEmpty();
        assertThat(expected.isWhole()).isTrue();
        String outcome = file.getFileName().toString().split("-")[0];
        assertThat(expected.judge().findings())
                .extracting(f -> f.outcome().toString())
                .as("a case shows what its name says")
                .contains(outcome);
    }

    private static CaseFile read(Path file) throws IOException, InvalidPolicy {
        String rule = file.getParent().toString();
        byte[] bytes = Files.readAllBytes(CASES.resolve(file));
        CaseFile.Policies none = (name, now) -> {
            throw new IllegalArgumentException("our own cases hold their policies");
        };
        return CaseFile.read(
                file.getFileName().toString(), bytes, Optional.of(rule), Optional.empty(), none, new RegexBudget());
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.walk(CASES)) {
            return files.filter(Files::isRegularFile)
                    .map(CASES::relativize)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyRuleHasPageAndCasesAndNothingElseHas() throws IOException {
        List<String> ids = Rules.ALL.stream().map(Rule::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(names(CASES)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(names(PAGES))
                .containsExactlyInAnyOrderElementsOf(
                        ids.stream().map(id -> id + ".md").toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void everyRuleHasACaseOfEachOutcome(Rule<?> rule) throws IOException {
        var outcomes = new TreeSet<String>();
        names(CASES.resolve(rule.id())).forEach(name -> outcomes.add(name.split("-")[0]));
        List<String> expected = new ArrayList<>(List.of("fail", "pass"));
        if (!(rule instanceof Rule.OfDockerfile<?>)) { // a file is there, or nothing is judged
            expected.add("unknown");
        }
        if (rule instanceof Rule.OfEmulatedLeg<?>) {
            expected.add("skipped");
        }
        assertThat(outcomes).containsAll(expected).isSubsetOf("fail", "pass", "skipped", "unknown");
    }

    /** It is shown above each finding of the rule, and in one line of the text. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void everyPageBeginsWithATitleInWords(Rule<?> rule) {
        assertThat(RulePage.of(rule.id()).orElseThrow().title())
                .hasSizeBetween(20, 110)
                .doesNotContain("`", "\n")
                .doesNotEndWith(".");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void everyPageShowsAPolicyThatWorks(Rule<?> rule, @TempDir Path folder) throws Exception {
        String page = Files.readString(PAGES.resolve(rule.id() + ".md"));
        assertThat(page).startsWith("# " + rule.id() + "\n").containsSubsequence(SECTIONS);
        Matcher example = EXAMPLE.matcher(page);
        assertThat(example.find()).isTrue();
        Files.writeString(folder.resolve("policy.yaml"), example.group(1));
        Policy policy = PolicyReader.read("policy.yaml", folder);
        assertThat(policy.asked()).extracting(asked -> asked.rule().id()).contains(rule.id());
        var outcomes = new TreeSet<Outcome>();
        for (String name : names(CASES.resolve(rule.id()))) {
            read(Path.of(rule.id(), name)).judge(policy).findings().stream()
                    .filter(finding -> finding.rule().equals(rule.id()))
                    .forEach(finding -> outcomes.add(finding.outcome()));
        }
        assertThat(outcomes)
                .as("what the page's policy says of the cases")
                .contains(Outcome.PASS, Outcome.FAIL)
                .satisfies(all -> assertThat(all.contains(Outcome.UNKNOWN) || rule instanceof Rule.OfDockerfile<?>)
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy.platforms", "policy.waivers", "policy.immutable-tags"})
    void everyOtherPageShowsAPolicyThatWorks(String topic, @TempDir Path folder) throws Exception {
        String page = Files.readString(PAGES.resolveSibling(topic.replace("policy.", "") + ".md"));
        assertThat(page).startsWith("# " + topic + "\n").containsSubsequence(SECTIONS);
        Matcher example = EXAMPLE.matcher(page);
        assertThat(example.find()).isTrue();
        Files.writeString(folder.resolve("policy.yaml"), example.group(1));
        Instant then = Instant.parse("2026-11-01T00:00:00Z");
        Policy policy = PolicyReader.read("policy.yaml", folder, PolicyFiles.here(), then, new RegexBudget());
        assertThat(policy.asked().size() + policy.waivers().size()).isGreaterThan(1);
    }

    static List<Rule<?>> rules() {
        return Rules.ALL;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
