package dev.multiarch.policy.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.yaml.RegexBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every wrong row of {@code policy/invalid.txt} gives all its messages, and no others. */
class InvalidPolicyTest {
    private static final String HEAD = "apiVersion: multiarch/v1\nkind: Policy\nname: release\n";
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Path TABLE = Path.of("src/test/resources/policy/invalid.txt");
    private static final Pattern LISTED = Pattern.compile("(?<=Expected one of: ).*");
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void saysAllThatIsWrong(String name, String policy, String messages) throws IOException {
        String found = String.join("\n", problems(policy.getBytes(StandardCharsets.UTF_8)));
        if (System.getProperty("multiarch.docs", "").equals("write")) {
            keepNames(messages.strip(), found);
            return;
        }
        assertThat(found).as("run scripts/generate after adding a rule").isEqualTo(messages.strip());
    }

    /** Where only the names differ that a message lists, the table follows. */
    private static void keepNames(String expected, String found) throws IOException {
        assertThat(LISTED.matcher(found).replaceAll(""))
                .isEqualTo(LISTED.matcher(expected).replaceAll(""));
        Files.writeString(TABLE, Files.readString(TABLE).replace(expected, found));
    }

    static Stream<Arguments> rows() throws IOException {
        String table = Files.readString(TABLE);
        return Stream.of(table.split("(?m)^=== ")).skip(1).map(row -> {
            String[] nameAndRest = row.split("\n", 2);
            String[] parts = nameAndRest[1].split("(?m)^>>>\n", 2);
            String policy = ESCAPE.matcher(parts[0].replace("HEAD\n", HEAD))
                    .replaceAll(escape -> Character.toString(Integer.parseInt(escape.group(1), 16)));
            return Arguments.of(nameAndRest[0], policy, parts[1]);
        });
    }

    /** Each line or item another error, of those that cost most: names to suggest, files to look for, platforms to compare. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "rules:\\n;                            '  image.sise%d: {severity: x}\\n'",
                "platforms:\\n;                        '  linux/x%d: {imaeg: 1}\\n'",
                "waivers:\\n;                          '  - {rule: x%d}\\n'",
                "'image:\\n  labels:\\n';            '    l%d: {matches: \"([\"}\\n'",
                "'image:\\n  platforms:\\n    required:\\n'; '      - linux//%d\\n'",
                "extends:\\n;                          '  - nowhere/%d.yaml\\n'"
            })
    void twoHundredFiftySixKibibytesOfErrorsHoldNobodyUp(String begin, String piece) {
        var file = new StringBuilder(HEAD + begin.replace("\\n", "\n"));
        String line = piece.replace("\\n", "\n");
        for (int i = 0; file.length() < (256 << 10) - 100; i++) {
            file.append(line.formatted(i));
        }
        assertThat(refused(file.toString().getBytes()).problems()).hasSizeBetween(1, 50);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"x: 1\n", "[", "? ", "- ", "image:\n  x: &a !b *c\n", "{a: ", "'", "\"\\x", "a: |\n", "!!a "})
    void aFileThatIsAllErrorsHasAtMostFiftyProblems(String piece) {
        byte[] file = (HEAD + piece.repeat((256 << 10) / piece.length() - HEAD.length())).getBytes();
        InvalidPolicy invalid = refused(file);
        assertThat(invalid.problems()).hasSizeBetween(1, 50);
    }

    @Test
    void countsWhatItDoesNotList() {
        StringBuilder file = new StringBuilder(HEAD);
        for (int i = 0; i < 1_000; i++) {
            file.append("key").append(i).append(": 1\n");
        }
        InvalidPolicy invalid = refused(file.toString().getBytes());
        assertThat(invalid.problems()).hasSize(50);
        assertThat(invalid).hasMessageEndingWith("\n… and 950 more");
    }

    @Test
    void takesTwoHundredFiftySixKibibytesAndNotOneMore() throws InvalidPolicy {
        String policy = HEAD + "image: {config-match: true}\n#";
        String full = policy + "x".repeat((256 << 10) - policy.length());
        assertThat(PolicyReader.read(source(full.getBytes()), NOW, new RegexBudget())
                        .name())
                .isEqualTo("release");
        assertThat(problems((full + "x").getBytes()))
                .isEqualTo(List.of("release.yaml:1:1 the file is larger than 256 KiB"));
    }

    @Test
    void takesTwentyLevels() {
        assertThat(problems((HEAD + "x: " + "[".repeat(19) + "]".repeat(19)).getBytes()))
                .singleElement()
                .asString()
                .contains("unknown key \"x\"");
    }

    @Test
    void refusesOtherEncodings() {
        assertThat(problems(HEAD.getBytes(StandardCharsets.UTF_16)))
                .containsExactly("release.yaml:1:1 the file is not UTF-8");
        assertThat(problems(new byte[] {'a', ':', ' ', (byte) 0xff}))
                .containsExactly("release.yaml:1:1 the file is not UTF-8");
    }

    private static List<String> problems(byte[] policy) {
        return refused(policy).problems();
    }

    private static InvalidPolicy refused(byte[] policy) {
        return catchThrowableOfType(
                InvalidPolicy.class, () -> PolicyReader.read(source(policy), NOW, new RegexBudget()));
    }

    private static PolicySource source(byte[] policy) {
        Path file = Path.of("/nowhere/release.yaml");
        return new PolicySource("release.yaml", Optional.of(file), policy, PolicyFiles.here());
    }
}
