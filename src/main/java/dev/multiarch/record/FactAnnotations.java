package dev.multiarch.record;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.text.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Build and host facts as annotations of an image's descriptor: plain text, durations in seconds with their unit, kernel
 * and flags as the kernel prints them. Anyone who pushes can write anything there, so what does not look like it should is
 * unknown, with that as the reason.
 */
final class FactAnnotations {
    static final String RECORD = "dev.multiarch.build.record";

    private static final String EMULATED = "dev.multiarch.build.emulated";
    private static final String DURATION = "dev.multiarch.build.duration";
    private static final String EMULATED_DURATION = "dev.multiarch.build.emulated-duration";
    private static final String BASIS = "dev.multiarch.build.basis";
    private static final String CACHED = "dev.multiarch.build.cached";
    private static final String KERNEL = "dev.multiarch.host.kernel";
    private static final String FLAGS = "dev.multiarch.host.binfmt-flags";
    private static final String SMOKE = "dev.multiarch.smoke";
    private static final String EMULATOR = "dev.multiarch.host.emulator";

    /** All but the record's own. */
    private static final List<String> ALL =
            List.of(EMULATED, DURATION, EMULATED_DURATION, BASIS, CACHED, KERNEL, FLAGS, EMULATOR);

    private static final Pattern FLAG = Pattern.compile("true|false");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,3})?s");
    private static final Pattern BASES = Pattern.compile("steps|leg");
    private static final Pattern RELEASE = Pattern.compile("[A-Za-z0-9_.+~-]{1,128}");
    private static final Pattern BINFMT_FLAGS = Pattern.compile("[A-Z]{0,8}|none");
    /** The kernel allows an interpreter's path 1,920 bytes. */
    private static final Pattern PATH = Pattern.compile("[\\x20-\\x7e]{1,1920}");

    private FactAnnotations() {}

    static Map<String, String> write(BuildFacts facts, Digest record) {
        Map<String, String> map = new LinkedHashMap<>();
        put(map, EMULATED, facts.emulated(), String::valueOf);
        put(map, DURATION, facts.duration(), FactAnnotations::seconds);
        put(map, EMULATED_DURATION, facts.emulatedTime(), FactAnnotations::seconds);
        put(map, BASIS, facts.basis(), Function.identity());
        put(map, CACHED, facts.cached(), String::valueOf);
        map.put(RECORD, record.toString());
        put(map, KERNEL, facts.kernel(), Function.identity());
        put(map, FLAGS, facts.binfmtFlags(), Function.identity());
        put(map, EMULATOR, facts.emulator(), Function.identity());
        put(map, SMOKE, facts.smoke(), SmokeRun::summary);
        return map;
    }

    static BuildFacts read(Map<String, String> annotations) {
        return new BuildFacts(
                fact(annotations, EMULATED, FLAG, Boolean::valueOf),
                fact(annotations, DURATION, SECONDS, Durations::parse),
                fact(annotations, EMULATED_DURATION, SECONDS, Durations::parse),
                fact(annotations, BASIS, BASES, Function.identity()),
                fact(annotations, CACHED, FLAG, Boolean::valueOf),
                fact(annotations, KERNEL, RELEASE, Function.identity()),
                fact(annotations, FLAGS, BINFMT_FLAGS, Function.identity()),
                fact(annotations, EMULATOR, PATH, Function.identity()));
    }

    static List<String> contradicted(BuildFacts facts, Map<String, String> annotations) {
        Map<String, String> wanted =
                write(facts, facts.record().value().orElseThrow().record());
        return ALL.stream()
                .filter(key ->
                        annotations.containsKey(key) && !annotations.get(key).equals(wanted.get(key)))
                .map(key -> key + "=" + cut(annotations.get(key)))
                .toList();
    }

    private static <T> void put(Map<String, String> map, String key, Fact<T> fact, Function<T, String> spelling) {
        fact.value().map(spelling).ifPresent(text -> map.put(key, text));
    }

    private static <T> Fact<T> fact(
            Map<String, String> annotations, String key, Pattern form, Function<String, T> reader) {
        String text = annotations.get(key);
        if (text == null) {
            return Fact.unknown("there is no build record, and the index has no annotation " + key);
        }
        if (!form.matcher(text).matches()) {
            return Fact.unknown("annotation " + key + " is malformed: \"" + cut(text) + "\"");
        }
        return Fact.known(reader.apply(text), FactSource.ANNOTATION);
    }

    private static String seconds(Duration time) {
        BigDecimal seconds = BigDecimal.valueOf(Math.max(0, time.toMillis()), 3);
        BigDecimal plain = seconds.signum() == 0 ? BigDecimal.ZERO : seconds.stripTrailingZeros();
        return plain.toPlainString() + "s";
    }

    private static String cut(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "…" : text;
    }
}
