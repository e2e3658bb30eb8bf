package dev.multiarch.policy.cases;

import dev.multiarch.fact.Claim;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.EmulatorFacts;
import dev.multiarch.record.PastTimes;
import dev.multiarch.record.SlowStep;
import dev.multiarch.text.Durations;
import dev.multiarch.text.Words;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * How and where a case's image was built: facts by the names of their annotations, how they were {@code learnt}, and the
 * {@code plan} and the digest of the {@code record} that states them.
 */
final class CaseBuild {
    private static final List<String> KEYS = List.of(
            "learnt",
            "plan",
            "record",
            "emulated",
            "duration",
            "emulated-duration",
            "basis",
            "cached",
            "kernel",
            "binfmt-flags",
            "emulator",
            "slowest",
            "mounted",
            "interpreter",
            "version",
            "runs",
            CaseSmoke.SMOKE,
            "past");
    private static final List<String> STEP = List.of("name", "duration", "file", "line");

    private CaseBuild() {}

    static BuildFacts read(CaseFacts image) {
        if (!image.has("build")) {
            return BuildFacts.unknown("neither a record nor annotations");
        }
        CaseFacts build = image.at("build").only("build", KEYS);
        FactSource learnt = build.parsed("learnt", text -> FactSource.valueOf(text.toUpperCase(Locale.ROOT)))
                .orElse(FactSource.RECORD);
        Fact<String> flags = fact(build, "binfmt-flags", learnt, Function.identity());
        Fact<String> emulator = fact(build, "emulator", learnt, Function.identity());
        var facts = new BuildFacts(
                fact(build, "emulated", learnt, Boolean::valueOf),
                fact(build, "duration", learnt, Durations::parse),
                fact(build, "emulated-duration", learnt, Durations::parse),
                fact(build, "basis", learnt, Function.identity()),
                fact(build, "cached", learnt, Boolean::valueOf),
                fact(build, "kernel", learnt, Function.identity()),
                flags,
                emulator);
        BuildFacts known = facts.tried(CaseSmoke.read(build, learnt, facts.smoke()))
                .with(slowest(build, learnt))
                .with(new EmulatorFacts(
                        build.fact("mounted", learnt, facts.ran().mounted(), Boolean::valueOf),
                        build.fact("interpreter", learnt, facts.ran().interpreter(), Function.identity()),
                        build.fact("version", learnt, facts.ran().version(), Function.identity()),
                        build.fact("runs", learnt, facts.ran().runs(), Boolean::valueOf)));
        BuildFacts all = known.after(past(build, learnt));
        Fact<Digest> record = fact(build, "record", FactSource.RECORD, Digest::parse);
        return record.value()
                .map(digest -> all.by(new Claim(build.text("plan").orElse(""), digest)))
                .orElseGet(() -> all.recorded(Fact.unknown(record.reason())));
    }

    private static <T> Fact<T> fact(CaseFacts build, String key, FactSource learnt, Function<String, T> parser) {
        return build.fact(key, learnt, Fact.unknown("not recorded"), parser);
    }

    /** Of earlier builds, the newest first: {@code 90s native, 600s steps}. */
    private static Fact<PastTimes> past(CaseFacts build, FactSource learnt) {
        return build.fact(
                "past",
                learnt,
                BuildFacts.NO_PAST,
                text -> new PastTimes(Words.list(text).stream()
                        .map(each -> each.split(" "))
                        .map(each -> new PastTimes.Measured(Durations.parse(each[0]), each[1]))
                        .toList()));
    }

    private static Fact<SlowStep> slowest(CaseFacts build, FactSource learnt) {
        if (!build.has("slowest")) {
            return Fact.unknown("not recorded");
        }
        CaseFacts step = build.at("slowest").only("slowest", STEP);
        var slow = new SlowStep(
                step.text("name").orElse("RUN"),
                step.parsed("duration", Durations::parse).orElse(Duration.ZERO),
                step.text("file").orElse(""),
                step.count("line", 0, 100_000));
        return Fact.known(slow, learnt);
    }
}
