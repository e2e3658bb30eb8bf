package dev.multiarch.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.JsonSchemas;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Native, emulated, or as the runner can. */
class ModeTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a CPU that may run 32 bits      | linux/arm/v7  | linux/arm/v7=ubuntu-24.04-arm | *=auto    | ubuntu-24.04-arm | AUTO    | true  | false
            one's own Arm machine           | linux/arm/v7  | linux/arm*=boards             | *=auto    | boards           | AUTO    | true  | false
            GitHub's label for 32 bits      | linux/arm/v7  | {"arm": ["self-hosted", "ARM"]} | *=auto  | ["self-hosted","ARM"] | AUTO | false | true
            native, where the CPU may be able | linux/arm/v7 |                              | linux/arm/v7=native | ubuntu-24.04-arm | NATIVE | false | false
            native, on one's own machine    | linux/riscv64 | linux/riscv64=box             | *=native  | box              | NATIVE  | false | true
            native, on a machine for all    | linux/amd64   | *=box                         | *=native  | box              | NATIVE  | false | true
            emulated, though there is Arm   | linux/arm64   |                               | linux/arm*=emulate | ubuntu-24.04 | EMULATE | true | true
            the name goes before a pattern  | linux/arm64   |                               | linux/*=native,arm64=emulate | ubuntu-24.04 | EMULATE | true | true
            """)
    void modesDecideHowALegIsBuilt(
            String name,
            String platform,
            String runners,
            String modes,
            String runner,
            Mode mode,
            boolean emulated,
            boolean certain) {
        RunnerMap map = RunnerMap.parse(runners == null ? "" : runners).modes(modes);

        assertThat(Plan.legs(List.of(platform), map)).satisfiesExactly(leg -> {
            assertThat(leg.runner()).hasToString(runner);
            assertThat(leg.mode()).isEqualTo(mode);
            assertThat(leg.emulated()).isEqualTo(emulated);
            assertThat(leg.certain()).isEqualTo(certain);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no runner for it     | linux/riscv64=native  |                        | linux/riscv64 is to be built natively, and ubuntu-24.04 can't. Fix: name another runner for it by --runners, or another mode by --modes
            another CPU          | linux/riscv64=native  | linux/riscv64=ubuntu-24.04-arm | linux/riscv64 is to be built natively, and ubuntu-24.04-arm can't. Fix: name another runner for it by --runners, or another mode by --modes
            a known CPU          | linux/amd64=emulate   |                        | linux/amd64 is to be built under emulation, and ubuntu-24.04 runs it itself. Fix: name another runner for it by --runners, or another mode by --modes
            no such mode         | linux/amd64=natively  |                        | mode "natively" is not known: expected native, emulate or auto
            no mode              | linux/amd64           |                        | mode "linux/amd64" is malformed: expected PLATFORM=MODE, such as linux/arm64=native
            not planned          | linux/s390x=native    |                        | --modes names linux/s390x, which is not planned
            matches nothing      | linux/arm*=native     |                        | --modes names linux/arm*, which matches nothing planned
            a slip               | linux/amd46=native    |                        | platform "linux/amd46" is not known: there is no architecture "amd46" of linux. Did you mean linux/amd64?
            """)
    void wrongModesAreRefused(String name, String modes, String runners, String message) {
        List<String> planned = List.of("linux/amd64", "linux/riscv64");
        RunnerMap map = RunnerMap.parse(runners == null ? "" : runners);

        assertThatThrownBy(() -> Plan.legs(planned, map.modes(modes)))
                .isInstanceOf(FormatException.class)
                .hasMessage(message);
    }

    @Test
    void modesStandInThePlan() throws IOException {
        RunnerMap map = RunnerMap.DEFAULT.modes("linux/arm/v7=native,linux/arm64=emulate");
        Plan plan = new PlanRequest(
                        "ghcr.io/org/app",
                        List.of("linux/amd64", "linux/arm/v7", "linux/arm64"),
                        map,
                        Optional.of("p1"),
                        Optional.empty(),
                        List.of())
                .plan(Map.of(), NOW);

        assertThat(Plan.read(plan.write(), "plan.json")).isEqualTo(plan);
        Plan baked = plan.with(new Baked(List.of("docker-bake.hcl"), "app"));
        assertThat(Plan.read(baked.write(), "plan.json")).isEqualTo(baked).isNotEqualTo(plan);
        for (Plan each : List.of(plan, baked)) {
            assertThat(JsonSchemas.errors("plan-v1.schema.json", each.line())).isEmpty();
        }
        assertThat(plan.natives()).containsExactly(Platform.parse("linux/arm/v7"));
        assertThat(plan.line())
                .contains("\"mode\":\"native\",\"certain\":false", "\"mode\":\"emulate\"")
                .doesNotContain("auto");
        assertThat(plan.legs().stream().map(Plan.Leg::line))
                .containsExactly(
                        "  linux/amd64      on ubuntu-24.04",
                        "  linux/arm/v7     on ubuntu-24.04-arm (native, or not at all: its CPU decides)",
                        "  linux/arm64      on ubuntu-24.04 (emulated)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a path as target  | app/../x | f.hcl     | target "app/../x" is malformed
            a flag as file    | app      | --allow=x | bake files are malformed
            no file           | app      | ``        | bake files are malformed
            """)
    void whatIsNoTargetIsRefused(String name, String target, String file, String message) {
        assertThatThrownBy(() -> new Baked(List.of(file), target))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(message);
    }
}
