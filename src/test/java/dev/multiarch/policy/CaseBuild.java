package dev.multiarch.policy;

import static dev.multiarch.policy.CaseFile.optional;
import static dev.multiarch.policy.CaseSubject.fact;

import dev.multiarch.host.Learnt;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.record.BuildFacts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** How an image of a case was built: facts by the names of their annotations, and how they were learnt. */
final class CaseBuild {
    private static final List<String> BUILD = List.of(
            "learnt",
            "emulated",
            "duration",
            "emulated-duration",
            "basis",
            "cached",
            "kernel",
            "binfmt-flags",
            "emulator");

    private CaseBuild() {}

    static BuildFacts read(Yaml.Mapping facts, Values reader) {
        if (facts.get("build").isEmpty()) {
            return BuildFacts.unknown("neither a record nor annotations");
        }
        var build = (Yaml.Mapping) facts.get("build").get();
        reader.onlyKeys(build, "build", BUILD);
        Learnt learnt =
                Learnt.valueOf(optional(build, "learnt").orElse("record").toUpperCase(Locale.ROOT));
        Function<String, Duration> seconds = text -> Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        return new BuildFacts(
                fact(build, "emulated", learnt, "", Boolean::valueOf),
                fact(build, "duration", learnt, "", seconds),
                fact(build, "emulated-duration", learnt, "", seconds),
                fact(build, "basis", learnt, "", text -> text),
                fact(build, "cached", learnt, "", Boolean::valueOf),
                fact(build, "kernel", learnt, "", text -> text),
                fact(build, "binfmt-flags", learnt, "", text -> text),
                fact(build, "emulator", learnt, "", text -> text));
    }
}
