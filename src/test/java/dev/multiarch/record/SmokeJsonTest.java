package dev.multiarch.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.record.SmokeResult.End;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record keeps what became of commands; what is malformed is refused. */
class SmokeJsonTest {
    private static final SmokeCommand VERSION =
            new SmokeCommand(true, List.of("--version", "a \"b\""), Map.of("LANG", "C"), Duration.ofSeconds(10));
    private static final SmokeCommand CHECK =
            new SmokeCommand(false, List.of("/app"), Map.of(), SmokeCommand.USUAL_LIMIT);

    private static SmokeResult result(SmokeCommand command, End end, int exit, String printed) {
        byte[] bytes = printed.getBytes(StandardCharsets.UTF_8);
        return SmokeResult.of(command, end, exit, "", bytes, false, Duration.ofMillis(1_250));
    }

    private static SmokeRun run() {
        return new SmokeRun(
                Fact.known(true, FactSource.PROBE),
                Fact.known("/usr/bin/qemu-aarch64", FactSource.PROBE),
                Fact.unknown("nobody asked"),
                List.of(
                        result(VERSION, End.EXITED, 3, "one\n::error::two\u001b[0m\n"),
                        result(CHECK, End.CRASHED, 139, "x"),
                        SmokeResult.notRun(CHECK, "no builder")));
    }

    private static JsonObject json(Fact<SmokeRun> smoke) {
        return Json.read(Json.write(SmokeJson.write(smoke)), "record");
    }

    @Test
    void readsBackWhatItWrites() {
        Fact<SmokeRun> known = Fact.known(run(), FactSource.PROBE);
        assertThat(SmokeJson.read(json(known))).isEqualTo(known);
        Fact<SmokeRun> unknown = Fact.unknown("it has 1 ONBUILD instruction");
        assertThat(SmokeJson.read(json(unknown))).isEqualTo(unknown);
    }

    @Test
    void aRecordCarriesItAndOneWithoutIsAsBefore() {
        BuildRecord without = Example.built("p", "linux/arm64", 1);
        assertThat(new String(without.write(), StandardCharsets.UTF_8)).doesNotContain("smoke");
        BuildRecord with = without.tried(Fact.known(run(), FactSource.PROBE));
        BuildRecord read = BuildRecord.read(with.write(), "record");
        assertThat(read.smoke()).isEqualTo(with.smoke());
        BuildFacts facts = BuildFacts.of(read);
        assertThat(facts.smoke().claimedBy())
                .hasValueSatisfying(by -> assertThat(by).startsWith("record sha256:"));
        assertThat(facts.toAnnotations(with.claim().record()))
                .containsEntry("dev.multiarch.smoke", "0 of 3 commands exited with 0, emulated");
    }

    @Test
    void onlyWhatWasRunIsCovered() {
        assertThat(run().covers(List.of(VERSION, CHECK))).isTrue();
        assertThat(run().covers(List.of(new SmokeCommand(true, List.of("--version"), Map.of(), VERSION.limit()))))
                .isFalse();
        var failed = new SmokeRun(
                Fact.unknown("x"), Fact.unknown("x"), Fact.unknown("x"), List.of(SmokeResult.notRun(CHECK, "y")));
        assertThat(failed.covers(List.of(CHECK))).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "another end     | \"end\" : \"exited\"        | \"end\" : \"won\"           | expected how a program ended, found \"won\"",
                "a large code    | \"exitCode\" : 3          | \"exitCode\" : 4000        | expected a number from 0 to 255, found 4000",
                "a negative size | \"outputBytes\" : 1       | \"outputBytes\" : -1       | expected a number from 0 to 65536, found -1",
                "no time         | \"seconds\" : 1.25         | \"seconds\" : -1            | expected a number of seconds from 0 to 86400",
                "no digest       | \"outputDigest\" : \"sha256 | \"outputDigest\" : \"md5   | md5"
            })
    void refuses(String name, String good, String bad, String message) {
        String text =
                new String(Json.write(SmokeJson.write(Fact.known(run(), FactSource.PROBE))), StandardCharsets.UTF_8);
        assertThat(text).contains(good);
        byte[] changed = text.replace(good, bad).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> SmokeJson.read(Json.read(changed, "record")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatARecordSaysWasPrintedCommandsNobody() {
        String text =
                new String(Json.write(SmokeJson.write(Fact.known(run(), FactSource.PROBE))), StandardCharsets.UTF_8);
        byte[] hostile = text.replace("one\\n", "::stop\\n").getBytes(StandardCharsets.UTF_8);
        SmokeRun read = SmokeJson.read(Json.read(hostile, "record")).value().orElseThrow();
        assertThat(read.results().get(0).text()).startsWith(": :stop\n");
    }
}
