package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.CommandAssert;
import dev.multiarch.Commands;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.ServedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waivers cover, and what they do not; an index of linux/amd64 and linux/arm64 is judged in November 2026. */
class WaiversTest {
    private static final String HEAD = "apiVersion: multiarch/v1\nkind: Policy\nname: p\n";
    private static final String WAIVER =
            "waivers: [{rule: %s, %s reason: we fix it, owner: '@alice', expires: '%s'}]\n";
    private static final String LABELLED = "image: {labels: {org.example.team: {present: true}}}\n";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);

    @BeforeEach
    void anImageOfTwoPlatformsWithoutLabels() {
        shelf.tag(
                MediaTypes.OCI_INDEX,
                ServedImages.indexOf(
                        ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64"),
                        ServedImages.on(shelf.image("linux", "arm64"), "linux/arm64")));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private CommandAssert verdict(String policy, String... more) throws IOException {
        Files.writeString(folder.resolve("p.yaml"), HEAD + policy);
        String[] words = new String[6 + more.length];
        System.arraycopy(
                new String[] {
                    "verify-index", server.host() + "/app:1", "--policy", "p.yaml", "--now", "2026-11-01T00:00:00Z"
                },
                0,
                words,
                0,
                6);
        System.arraycopy(more, 0, words, 6, more.length);
        return assertThat(commands.in(folder).run(words));
    }

    private static String waiver(String rule, String platforms, String expires) {
        return WAIVER.formatted(rule, platforms.isEmpty() ? "" : "platforms: [" + platforms + "],", expires);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "both              | linux/amd64, linux/arm64 | 2026-12-31T00:00:00Z | 0",
                "one of them       | linux/amd64              | 2026-12-31T00:00:00Z | 1",
                "another one       | linux/arm/v7             | 2026-12-31T00:00:00Z | 1",
                "both, until today | linux/amd64, linux/arm64 | 2026-11-01T00:00:00Z | 1",
                "spelt otherwise   | linux/x86_64, linux/arm64/v8 | 2026-12-31T00:00:00Z | 0"
            })
    void covers(String name, String platforms, String expires, int exit) throws IOException {
        verdict(LABELLED + waiver("image.labels", platforms, expires)).exitCode(exit);
    }

    @Test
    void saysWhoAnswersForItUntilWhenAndWhy() throws IOException {
        verdict(LABELLED + waiver("image.labels", "linux/amd64, linux/arm64", "2026-12-31T00:00:00Z"))
                .exitCode(0)
                .stdoutContains("waived   image.labels [linux/amd64, linux/arm64]")
                .stdoutContains("(waived by @alice until 2026-12-31T00:00:00Z: we fix it)")
                .stdoutContains("pass: 0 failed, 0 unknown, 0 passed, 2 waived");
    }

    @Test
    void saysThatItExpired() throws IOException {
        verdict(LABELLED + waiver("image.labels", "linux/amd64, linux/arm64", "2026-10-31T00:00:00Z"))
                .exitCode(1)
                .stdoutContains("(its waiver by @alice expired on 2026-10-31T00:00:00Z)");
    }

    @Test
    void reportsOneThatEndsSoon() throws IOException {
        verdict(LABELLED + waiver("image.labels", "linux/amd64, linux/arm64", "2026-11-06T00:00:00Z"))
                .exitCode(0)
                .stdoutContains("ends soon: expected at least 14 days left, found 5 days left")
                .stdoutContains("required by p.yaml:5:11");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "passed                | image.config-match | linux/amd64  | warning  policy.waivers [linux/amd64]  | found none",
                "nothing of it there   | image.config-match | linux/s390x  | info     policy.waivers [linux/s390x]  | nothing was judged there",
            })
    void reportsOneThatIsNotNeeded(String name, String rule, String platform, String begin, String found)
            throws IOException {
        verdict("image: {config-match: true}\n" + waiver(rule, platform, "2026-12-31T00:00:00Z"))
                .exitCode(0)
                .stdoutContains(begin)
                .stdoutContains("covers no failure: expected a failure that it covers")
                .stdoutContains(found);
    }

    @Test
    void coversNothingThatCouldNotBeJudged() throws IOException {
        verdict("host: {kernel: {min: '4.8'}}\n"
                        + waiver("host.kernel", "linux/amd64, linux/arm64", "2026-12-31T00:00:00Z"))
                .exitCode(3)
                .stdoutContains("unknown  host.kernel [linux/amd64, linux/arm64]")
                .stdoutDoesNotContain("policy.waivers");
    }

    @Test
    void withoutPlatformsItCoversWhatIsFoundOfTheWholeAlone() throws IOException {
        String required =
                "image: {platforms: {required: [linux/riscv64]}, annotations: {org.example.a: {present: true}}}\n";
        verdict(required + waiver("image.platforms.required", "", "2026-12-31T00:00:00Z"))
                .exitCode(1)
                .stdoutContains("fail     image.platforms.required [linux/riscv64]");
        verdict(required + "rules: {image.platforms.required: {severity: info}}\n"
                        + waiver("image.annotations", "", "2026-12-31T00:00:00Z"))
                .exitCode(0)
                .stdoutContains("waived   image.annotations");
    }

    @Test
    void programsReadItFromTheFinding() throws IOException {
        verdict(
                        LABELLED + waiver("image.labels", "linux/amd64, linux/arm64", "2026-12-31T00:00:00Z"),
                        "--format",
                        "json")
                .exitCode(0)
                .stdoutContains("\"owner\" : \"@alice\"")
                .stdoutContains("\"expires\" : \"2026-12-31T00:00:00Z\"")
                .stdoutContains("\"waived\" : 2");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "as for all                | {}                                                                      | 1",
                "nothing removes nothing | {linux/amd64: {image: {labels: {}}}, linux/arm64: {rules: {image.labels: {severity: info}}}} | 1",
                "disabled for one          | {linux/arm64: {rules: {image.labels: {severity: disabled}}}}            | 1",
                "less for each             | {linux/arm64: {rules: {image.labels: {severity: info}}}, linux/amd64: {rules: {image.labels: {severity: warning}}}} | 0",
                "of a platform not there   | {linux/s390x: {rules: {image.labels: {severity: info}}}}                | 1",
                "other value, not needed   | {linux/arm64: {image: {labels: {org.example.b: {present: true}}}}}       | 1"
            })
    void setsOtherwiseForOnePlatform(String name, String platforms, int exit) throws IOException {
        verdict(LABELLED + "platforms: " + platforms + "\n").exitCode(exit);
    }

    @Test
    void eachPlatformIsHeldAgainstItsOwnSetting() throws IOException {
        verdict("""
                image: {size: {max-layers: 1}}
                platforms:
                  linux/arm64: {image: {size: {max-compressed: 1KiB}}}
                  linux/amd64: {image: {config-match: true}, rules: {image.size: {severity: disabled}}}
                """)
                .exitCode(0)
                .stdoutContains("pass     image.size [linux/arm64]")
                .stdoutContains("pass     image.config-match [linux/amd64]")
                .stdoutContains("pass: 0 failed, 0 unknown, 2 passed");
    }

    @Test
    void askingThingsOfPlatformsAloneThatAreNotThereIsNoPass() throws IOException {
        verdict("platforms: {linux/s390x: {image: {config-match: true}}}\n")
                .exitCode(3)
                .stdoutContains("unknown  image.config-match [linux/s390x]")
                .stdoutContains("the policy has no rule for any platform of this index");
    }
}
