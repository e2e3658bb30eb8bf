package dev.multiarch.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Verdict;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            amd64 goes to the hosted runner       | linux/amd64   |                              | linux/amd64   | ubuntu-24.04     | false
            386 is native on amd64                | linux/386     |                              | linux/386     | ubuntu-24.04     | false
            arm64 has its own hosted runner  | linux/arm64   |                              | linux/arm64   | ubuntu-24.04-arm | false
            spellings are normalised              | aarch64       |                              | linux/arm64   | ubuntu-24.04-arm | false
            arm is emulated                       | linux/arm     |                              | linux/arm/v7  | ubuntu-24.04     | true
            riscv64 is emulated                   | linux/riscv64 |                              | linux/riscv64 | ubuntu-24.04     | true
            a runner of one's own is native       | linux/riscv64 | linux/riscv64=riscv-box      | linux/riscv64 | riscv-box        | false
            one for all others is not             | linux/riscv64 | *=big-box                    | linux/riscv64 | big-box          | true
            arm64 on an amd64 runner is emulated  | linux/arm64   | linux/arm64/v8=ubuntu-22.04  | linux/arm64   | ubuntu-22.04     | true
            amd64 on an Arm runner is emulated    | linux/amd64   | linux/amd64=ubuntu-24.04-arm | linux/amd64   | ubuntu-24.04-arm | true
            a set of labels                       | linux/arm64   | {"linux/arm64": ["self-hosted", "arm64"]} | linux/arm64 | ["self-hosted","arm64"] | false
            a group                               | linux/arm64   | {"arm64": {"group": "org/Arm boxes", "labels": "big"}} | linux/arm64 | {"group":"org/Arm boxes","labels":"big"} | false
            a pattern                             | linux/arm64   | linux/arm*=boards,*=big      | linux/arm64   | boards           | false
            the name goes before a pattern        | linux/arm64   | linux/arm*=boards,arm64=mine | linux/arm64   | mine             | false
            the longer pattern goes before        | linux/arm64   | linux/*=a,linux/arm6*=b,linux/arm*=c | linux/arm64 | b          | false
            of equals the first                   | linux/arm64   | linux/ar*64=a,linux/a*m64=b  | linux/arm64   | a                | false
            a pattern of every CPU is not native  | linux/riscv64 | linux/*=big-box              | linux/riscv64 | big-box          | true
            a pattern may match a variant         | linux/arm/v6  | linux/arm/v?=pi              | linux/arm/v6  | pi               | true
            GitHub's label says the CPU           | linux/amd64   | {"linux/amd64": ["self-hosted", "ARM64"]} | linux/amd64 | ["self-hosted","ARM64"] | true
            a pattern in JSON                     | linux/arm64   | {"linux/arm*": ["self-hosted", "arm64"]} | linux/arm64 | ["self-hosted","arm64"] | false
            a set for all others                  | linux/riscv64 | {"*": ["self-hosted", "x64"]} | linux/riscv64 | ["self-hosted","x64"] | true
            """)
    void legsGetTheirRunners(
            String name, String platform, String runners, String expected, String runner, boolean emulated) {
        RunnerMap map = RunnerMap.parse(runners == null ? "" : runners);

        assertThat(Plan.legs(List.of(platform), map)).satisfiesExactly(leg -> {
            assertThat(leg.platform()).isEqualTo(Platform.parse(expected));
            assertThat(leg.runner()).hasToString(runner);
            assertThat(leg.emulated()).isEqualTo(emulated);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no equals sign     | linux/arm64                     | runner "linux/arm64" is malformed: expected PLATFORM=LABEL, such as linux/arm64=ubuntu-24.04-arm
            an empty label     | linux/arm64=                    | runner label "" is malformed: expected letters, digits, _ . -, such as ubuntu-24.04. Sets of labels and groups are written as JSON: {"linux/arm64": ["self-hosted", "arm64"]}
            an expression      | linux/arm64=${{ x }}            | runner label "${{ x }}" is malformed: expected letters, digits, _ . -, such as ubuntu-24.04. Sets of labels and groups are written as JSON: {"linux/arm64": ["self-hosted", "arm64"]}
            an expression in JSON | {"linux/arm64": ["${{ x }}"]} | runner ["${{ x }}"] is malformed: expected a label, a list of labels such as ["self-hosted", "arm64"], or {"group": "NAME", "labels": [...]}
            no label in a list | {"linux/arm64": []}             | runner [] is malformed: expected a label, a list of labels such as ["self-hosted", "arm64"], or {"group": "NAME", "labels": [...]}
            a number           | {"linux/arm64": 1}              | runner 1 is malformed: expected a label, a list of labels such as ["self-hosted", "arm64"], or {"group": "NAME", "labels": [...]}
            an unknown key     | {"linux/arm64": {"name": "a"}}  | runner {"name":"a"} is malformed: expected a label, a list of labels such as ["self-hosted", "arm64"], or {"group": "NAME", "labels": [...]}
            JSON, one twice    | {"arm64": "a", "aarch64": "b"}  | runners name linux/arm64 twice
            one pattern twice  | linux/arm*=a,linux/arm*=b       | runners name linux/arm* twice
            a bare pattern     | arm*=a                          | runners name the pattern "arm*": expected * for all platforms, or an operating system and a pattern, such as linux/arm*
            one platform twice | arm64=a,linux/arm64/v8=b        | runners name linux/arm64 twice
            """)
    void wrongRunnerMapsAreRefused(String name, String runners, String message) {
        assertThatThrownBy(() -> RunnerMap.parse(runners))
                .isInstanceOf(FormatException.class)
                .hasMessage(message);
    }

    @Test
    void aRunnerForAPlatformThatIsNotPlannedIsRefused() {
        assertThatThrownBy(() -> Plan.legs(List.of("linux/amd64"), RunnerMap.parse("linux/arm64=x")))
                .hasMessage("--runners names linux/arm64, which is not planned");
    }

    @Test
    void aPlatformInTwoSpellingsIsRefused() {
        assertThatThrownBy(() -> plan("linux/arm64", "linux/arm64/v8"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("names platform linux/arm64 twice");
    }

    @Test
    void noPlatformIsRefused() {
        assertThatThrownBy(this::plan)
                .hasMessage("the plan has no platform. Fix: give --platforms linux/amd64,linux/arm64");
    }

    @Test
    void aPlanReadsBackAsItWasWritten() {
        Plan plan = plan("linux/amd64", "linux/arm/v7");

        assertThat(Plan.read(plan.write(), "plan.json")).isEqualTo(plan);
    }

    @Test
    void theMatrixIsWhatFromJsonTakes() {
        assertThat(plan("linux/amd64", "linux/arm/v7").matrix())
                .isEqualTo(
                        "{\"include\":["
                                + "{\"platform\":\"linux/amd64\",\"slug\":\"linux-amd64\",\"runner\":\"ubuntu-24.04\",\"emulated\":false},"
                                + "{\"platform\":\"linux/arm/v7\",\"slug\":\"linux-arm-v7\",\"runner\":\"ubuntu-24.04\",\"emulated\":true}]}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            cut short        | {"schema": "dev.multiarch.plan/v1", "image"          | plan.json is not valid JSON: Unexpected end-of-input
            no object        | []                                                    | plan.json is not a JSON object
            another schema   | {"schema": "dev.multiarch.record/v1"}                 | plan.json: schema: expected "dev.multiarch.plan/v1", found "dev.multiarch.record/v1"
            no schema        | {}                                                    | plan.json: schema: missing, expected text
            a tag            | {"schema": "dev.multiarch.plan/v1", "image": "a/b:1"} | plan.json: image: expected a repository without tag or digest, found "docker.io/a/b:1"
            a source of lines | {"schema": "dev.multiarch.plan/v1", "image": "a/b", "id": "x", "created": "2026-01-01T00:00:00Z", "legs": [], "source": "a\\u0000b"} | plan.json: source: expected one line of at most 4096 characters
            a path as id     | {"schema": "dev.multiarch.plan/v1", "image": "a/b", "id": "../x", "created": "2026-01-01T00:00:00Z", "legs": []} | plan id "../x" is malformed: expected letters, digits, _ . -, at most 128, no leading dot
            """)
    void whatIsNoPlanIsRefused(String name, String file, String message) {
        assertThatThrownBy(() -> Plan.read(file.getBytes(StandardCharsets.UTF_8), "plan.json"))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void theRunNamesThePlanAndSurvivesAnotherAttempt() {
        var first = Map.of("GITHUB_RUN_ID", "77", "GITHUB_JOB", "ship", "GITHUB_RUN_ATTEMPT", "1");
        var second = Map.of("GITHUB_RUN_ID", "77", "GITHUB_JOB", "ship", "GITHUB_RUN_ATTEMPT", "2");
        var otherJob = Map.of("GITHUB_RUN_ID", "77", "GITHUB_JOB", "other");

        assertThat(request().plan(first, NOW).id())
                .startsWith("77-")
                .isEqualTo(request().plan(second, NOW).id())
                .isNotEqualTo(request().plan(otherJob, NOW).id());
        var another = new PlanRequest(
                "ghcr.io/org/app",
                List.of("linux/arm64"),
                RunnerMap.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                List.of());
        assertThat(another.plan(first, NOW).id())
                .isNotEqualTo(request().plan(first, NOW).id());
    }

    @Test
    void elsewhereThePlanIdIsRandom() {
        assertThat(request().plan(Map.of(), NOW).id())
                .isNotEqualTo(request().plan(Map.of(), NOW).id());
    }

    @Test
    void sourceDateEpochIsWhenThePlanWasCreated() {
        assertThat(request().plan(Map.of("SOURCE_DATE_EPOCH", "0"), NOW).created())
                .isEqualTo(Instant.EPOCH);
        assertThat(request().plan(Map.of(), NOW).created()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThatThrownBy(() -> request().plan(Map.of("SOURCE_DATE_EPOCH", "today"), NOW))
                .hasMessage("SOURCE_DATE_EPOCH is \"today\": expected seconds since 1970, a whole number");
        assertThatThrownBy(() -> request().plan(Map.of("SOURCE_DATE_EPOCH", "-5"), NOW))
                .hasMessageContaining("SOURCE_DATE_EPOCH is \"-5\"");
    }

    private static PlanRequest request() {
        return new PlanRequest(
                "ghcr.io/org/app",
                List.of("linux/amd64"),
                RunnerMap.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private Plan plan(String... platforms) {
        var judged = new Verdict.Judged("release", Digest.of(new byte[0]));
        return new PlanRequest(
                        "ghcr.io/org/app",
                        List.of(platforms),
                        RunnerMap.DEFAULT,
                        Optional.of("p1"),
                        Optional.of("abc"),
                        List.of(judged))
                .plan(Map.of("GITHUB_REPOSITORY", "org/app"), NOW);
    }
}
