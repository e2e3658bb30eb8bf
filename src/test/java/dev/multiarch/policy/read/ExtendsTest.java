package dev.multiarch.policy.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Policy.Asked;
import dev.multiarch.policy.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendsTest {
    private static final String HEAD = "apiVersion: multiarch/v1\nkind: Policy\nname: %s\n";
    private static final String MATCH = "image: {config-match: true}\n";

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(root.resolve("policies"));
    }

    @Test
    void laterOverridesEarlierAndListsAreReplaced() throws Exception {
        write(
                "one.yaml",
                "image: {platforms: {required: [linux/amd64, linux/386], unique: true}, config-match: true}\n");
        write("inner/two.yaml", """
                defaults: {severity: warning}
                rules: {image.config-match: {on-unknown: pass}}
                image: {platforms: {required: [linux/s390x]}, config-match: true}
                """);
        write("own.yaml", """
                extends: [one.yaml, ./inner/two.yaml]
                rules: {image.config-match: {severity: info}}
                image: {platforms: {required: [linux/arm64]}}
                """);
        assertThat(read("own.yaml").asked().stream().map(ExtendsTest::printed))
                .containsExactly(
                        "image.platforms.required [linux/arm64] warning fail policies/own.yaml:6:21",
                        "image.platforms.unique true warning fail policies/one.yaml:4:57",
                        "image.config-match true info pass policies/inner/two.yaml:6:47");
    }

    /** Anyone who builds on strict asks more of a text than that it is there. */
    @Test
    void whatIsAskedOfOneTextIsReplacedAsAWhole() throws Exception {
        write("own.yaml", """
                extends: [strict]
                image:
                  annotations: {org.opencontainers.image.revision: {matches: "[0-9a-f]{40}"}, a: {present: true}}
                  labels: {a: {present: true}}
                platforms: {linux/arm64: {image: {labels: {a: {equals: x}}}}}
                """);
        write("two.yaml", "extends: [own.yaml]\nplatforms: {linux/arm64: {image: {labels: {a: {matches: y}}}}}\n");
        assertThat(read("two.yaml").asked().stream().map(ExtendsTest::printed))
                .anySatisfy(asked -> assertThat(asked)
                        .startsWith("image.annotations ")
                        .contains("source=TextCheck[expected=any text", "revision=TextCheck[expected=a text like [0-9"))
                .anySatisfy(
                        asked -> assertThat(asked).startsWith("image.labels ").contains("a text like y"));
    }

    private static String printed(Asked<?> a) {
        return a.rule().id() + " " + a.setting() + " " + a.severity() + " " + a.onUnknown() + " " + a.source();
    }

    @Test
    void aBaseNeedsNoRuleOfItsOwn() throws Exception {
        write("weights.yaml", "defaults: {severity: warning}\n");
        write("own.yaml", "extends: [weights.yaml]\n" + MATCH);
        assertThat(read("own.yaml").asked().get(0).severity()).isEqualTo(Severity.WARNING);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"../outside.yaml", "inner/../../outside.yaml", "link.yaml", "linked/outside.yaml", "/etc/x.yaml"
            })
    void refusesWhatLiesOutside(String name) throws IOException {
        Files.writeString(root.resolve("outside.yaml"), HEAD.formatted("outside") + MATCH);
        Files.createSymbolicLink(folder.resolve("link.yaml"), root.resolve("outside.yaml"));
        Files.createSymbolicLink(folder.resolve("linked"), root);
        Files.createDirectories(folder.resolve("inner"));
        write("own.yaml", "extends: [" + name + "]\n" + MATCH);
        assertThat(problems("own.yaml"))
                .containsExactly("policies/own.yaml:4:11 \"" + name
                        + "\" is outside this file's folder, expected a preset or a file below the folder");
    }

    @Test
    void followsLinksThatStayInside() throws Exception {
        write("real.yaml", MATCH);
        Files.createSymbolicLink(folder.resolve("link.yaml"), folder.resolve("real.yaml"));
        write("own.yaml", "extends: [link.yaml]\n");
        assertThat(read("own.yaml").asked()).hasSize(1);
    }

    @Test
    void refusesCircles() throws IOException {
        write("a.yaml", "extends: [b.yaml]\n" + MATCH);
        write("b.yaml", "extends: [a.yaml]\n" + MATCH);
        write("self.yaml", "extends: [./self.yaml]\n" + MATCH);
        assertThat(problems("a.yaml"))
                .containsExactly(
                        "policies/b.yaml:4:11 circular extends: \"a.yaml\" leads back to this file. Remove one of the two");
        assertThat(problems("self.yaml"))
                .containsExactly(
                        "policies/self.yaml:4:11 circular extends: \"./self.yaml\" leads back to this file. Remove one of the two");
    }

    @Test
    void tenFilesMakeTheLongestChain() throws Exception {
        for (int i = 1; i <= 11; i++) {
            write(i + ".yaml", (i == 1 ? "" : "extends: [" + (i - 1) + ".yaml]\n") + MATCH);
        }
        assertThat(read("10.yaml").asked()).hasSize(1);
        assertThat(problems("11.yaml"))
                .containsExactly(
                        "policies/2.yaml:4:11 too much is extended, expected at most 10 files in a chain and 50"
                                + " in all");
    }

    @Test
    void readsNoMoreThanFiftyFiles() throws IOException {
        write("1.yaml", MATCH);
        for (int i = 2; i <= 9; i++) {
            String below = i - 1 + ".yaml";
            write(i + ".yaml", "extends: [" + String.join(", ", below, below, below) + "]\n" + MATCH);
        }
        assertThat(problems("9.yaml"))
                .hasSizeBetween(1, 50)
                .allSatisfy(problem -> assertThat(problem).contains("too much is extended"));
    }

    @Test
    void fortyLongFilesThatAreAllErrorsTakeNoLongerThanOne() throws IOException {
        String all = IntStream.range(0, 40).mapToObj(i -> i + ".yaml").collect(Collectors.joining(", "));
        String line = "  image.x%s: {severity: x}\n";
        String errors =
                IntStream.range(0, 8_000).mapToObj(line::formatted).collect(Collectors.joining("", "rules:\n", ""));
        for (int i = 0; i < 40; i++) {
            write(i + ".yaml", errors);
        }
        write("own.yaml", "extends: [" + all + "]\n");
        assertThat(problems("own.yaml"))
                .hasSize(50)
                .allSatisfy(problem -> assertThat(problem).startsWith("policies/0.yaml:"));
    }

    @Test
    void presetsOfOneNameAreNotFiles() throws Exception {
        write("baseline.yaml", "image: {platforms: {required: [linux/amd64]}}\n");
        write("own.yaml", "extends: [baseline]\n");
        write("other.yaml", "extends: [./baseline.yaml]\n");
        assertThat(read("own.yaml").asked()).hasSize(4);
        assertThat(read("other.yaml").asked()).hasSize(1);
    }

    @Test
    void tellsTheProblemsOfAllFilesAtOnceAndOfEachOnce() throws IOException {
        write("base.yaml", "imgae: 1\n");
        write("own.yaml", "extends: [base.yaml, base.yaml]\nhots: 1\n");
        assertThat(problems("own.yaml"))
                .containsExactly(
                        "policies/own.yaml:5:1 unknown key \"hots\". Did you mean \"host\"?",
                        "policies/base.yaml:4:1 unknown key \"imgae\". Did you mean \"image\"?");
    }

    @Test
    void digestChangesWithAnyFileThatTookPart() throws Exception {
        write("base.yaml", MATCH);
        write("own.yaml", "extends: [base.yaml]\n");
        var before = read("own.yaml").digest();
        write("base.yaml", MATCH + "# another word\n");
        assertThat(read("own.yaml").digest()).isNotEqualTo(before);
    }

    @Test
    void manyBasesInARowAreFine() throws Exception {
        String all = IntStream.range(0, 40).mapToObj(i -> i + ".yaml").collect(Collectors.joining(", "));
        Stream<String> names = IntStream.range(0, 40).mapToObj(i -> i + ".yaml");
        for (String name : names.toList()) {
            write(name, MATCH);
        }
        write("own.yaml", "extends: [" + all + "]\n");
        assertThat(read("own.yaml").asked()).hasSize(1);
    }

    private void write(String name, String rest) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, HEAD.formatted("own") + rest);
    }

    private Policy read(String name) throws InvalidPolicy {
        return PolicyReader.read("policies/" + name, root);
    }

    private List<String> problems(String name) {
        return catchThrowableOfType(InvalidPolicy.class, () -> read(name)).problems();
    }
}
