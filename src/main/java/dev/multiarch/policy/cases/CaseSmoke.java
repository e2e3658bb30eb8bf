package dev.multiarch.policy.cases;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.record.SmokeRun;
import dev.multiarch.text.Durations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What became of commands in a case's image: {@code emulated}, {@code emulator}, {@code version}, and {@code results}, each
 * with {@code run} or {@code arguments}, {@code environment} and {@code time-limit} as in a policy; {@code exit-code} and
 * {@code printed}; or {@code ended}, the name of another end, with {@code why}, and a {@code signal}.
 */
final class CaseSmoke {
    static final String SMOKE = "smoke";

    private static final List<String> KEYS = List.of("emulated", "emulator", "version", "results");
    private static final List<String> RESULT = List.of(
            "run", "arguments", "environment", "time-limit", "exit-code", "printed", "ended", "why", "signal", "times");
    private static final int LARGEST_EXIT = 255;
    private static final int MOST_TIMES = 100_000;

    private CaseSmoke() {}

    static Fact<SmokeRun> read(CaseFacts build, FactSource learnt, Fact<SmokeRun> otherwise) {
        Optional<String> unknown = reason(build);
        if (unknown.isPresent()) {
            return Fact.unknown(unknown.get());
        }
        if (!build.has(SMOKE)) {
            return otherwise;
        }
        CaseFacts smoke = build.at(SMOKE).only(SMOKE, KEYS);
        Fact<Boolean> emulated = smoke.fact("emulated", FactSource.PROBE, Fact.unknown("not stated"), Boolean::valueOf);
        Fact<String> none = Fact.unknown("not stated");
        return Fact.known(
                new SmokeRun(
                        emulated,
                        smoke.fact("emulator", FactSource.PROBE, none, Function.identity()),
                        smoke.fact("version", FactSource.COMMAND, none, Function.identity()),
                        smoke.items("results").stream().map(CaseSmoke::result).toList()),
                learnt);
    }

    /** {@code smoke: {unknown: why}}. */
    private static Optional<String> reason(CaseFacts build) {
        return build.has(SMOKE) && build.at(SMOKE).has("unknown") ? build.unknown(SMOKE) : Optional.empty();
    }

    private static SmokeResult result(CaseFacts facts) {
        facts.only("a result", RESULT);
        boolean arguments = facts.has("arguments");
        Map<String, String> environment = new LinkedHashMap<>();
        facts.at("environment")
                .tree()
                .entries()
                .keySet()
                .forEach(name ->
                        environment.put(name, facts.at("environment").text(name).orElse("")));
        var command = new SmokeCommand(
                arguments,
                facts.texts(arguments ? "arguments" : "run", Function.identity()),
                environment,
                facts.parsed("time-limit", Durations::parse).orElse(SmokeCommand.USUAL_LIMIT));
        SmokeResult.End end = facts.parsed("ended", CaseSmoke::end).orElse(SmokeResult.End.EXITED);
        int exit = end == SmokeResult.End.CRASHED
                ? SmokeRun.SIGNALLED + facts.count("signal", 0, SmokeRun.SIGNALLED)
                : facts.count("exit-code", 0, LARGEST_EXIT);
        byte[] printed = facts.text("printed")
                .orElse("")
                .repeat(facts.count("times", 1, MOST_TIMES))
                .getBytes(StandardCharsets.UTF_8);
        boolean more = printed.length > SmokeResult.MOST_BYTES;
        return SmokeResult.of(
                command,
                end,
                exit,
                facts.text("why").orElse(""),
                more ? Arrays.copyOf(printed, SmokeResult.MOST_BYTES) : printed,
                more,
                Duration.ZERO);
    }

    private static SmokeResult.End end(String word) {
        return SmokeResult.End.of(word).orElseThrow(() -> new IllegalArgumentException(word));
    }
}
