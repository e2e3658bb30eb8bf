package dev.multiarch.record;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Records as tests need them. */
public final class Example {
    private Example() {}

    /** A leg that was built under emulation; its digests follow from platform and attempt. */
    public static BuildRecord built(String plan, String platform, int attempt) {
        return record(plan, platform, attempt, true);
    }

    public static BuildRecord failed(String plan, String platform, int attempt) {
        return record(plan, platform, attempt, false);
    }

    private static BuildRecord record(String plan, String platform, int attempt, boolean built) {
        Optional<Digest> leg = Optional.of(digest("leg" + platform + attempt)).filter(d -> built);
        Optional<Digest> image =
                Optional.of(digest("image" + platform + attempt)).filter(d -> built);
        var step = new EmulatedTime.Step("[3/3] RUN make", Duration.ofMillis(754_213), 4, false);
        return new BuildRecord(
                plan,
                Platform.parse(platform),
                attempt,
                built,
                "ghcr.io/org/app",
                leg,
                image,
                Fact.known(true, FactSource.PROBE),
                new RecordedBuilder("b", "remote", "tcp://127.0.0.1:1234", "v0.34.2"),
                new RecordedHost(
                        Fact.known("6.8.0-1021-azure", FactSource.PROBE),
                        Fact.unknown("no probe for s390x"),
                        Fact.known(
                                new RecordedHost.Entry("qemu-arm", "/usr/bin/qemu-arm-static", "POCF", true),
                                FactSource.ENTRY),
                        Fact.known(false, FactSource.PROBE),
                        Fact.known("/usr/bin/qemu-arm-static", FactSource.PROBE)),
                Instant.parse("2026-01-31T12:00:00Z"),
                Instant.parse("2026-01-31T12:13:20.5Z"),
                Fact.known(
                        new EmulatedTime(Duration.ofMillis(754_213), EmulatedTime.STEPS, false, List.of(step)),
                        FactSource.COMMAND),
                List.of("--build-arg", "SALT"),
                built ? List.of() : List.of("ERROR: exit code: 7"),
                Optional.empty(),
                IndexAnnotations.NONE);
    }

    private static Digest digest(String seed) {
        return Digest.of(seed.getBytes(StandardCharsets.UTF_8));
    }

    /** The same, finished at another time. */
    public static BuildRecord at(BuildRecord record, String finished) {
        return replaced(record, record.finished().toString(), finished);
    }

    /** A failed one, with another reason; it has no line break and no quotation mark. */
    public static BuildRecord because(BuildRecord record, String why) {
        return replaced(record, "ERROR: exit code: 7", why);
    }

    /** The same, built in so many seconds up to another time. */
    public static BuildRecord taking(BuildRecord record, long seconds, Instant finished) {
        return replaced(record, record.emulated(), finished.minusSeconds(seconds), finished, record.emulatedTime());
    }

    /** The same, on a CPU that runs the platform by itself. */
    public static BuildRecord natively(BuildRecord record) {
        Fact<Boolean> no = Fact.known(false, FactSource.PROBE);
        return replaced(record, no, record.started(), record.finished(), Fact.unknown("a native leg"));
    }

    /** The same, of which so many seconds were under emulation, in one step. */
    public static BuildRecord emulatedFor(BuildRecord record, long seconds) {
        Duration time = Duration.ofSeconds(seconds);
        var step = new EmulatedTime.Step("[3/3] RUN make", time, 4, false);
        var all = new EmulatedTime(time, EmulatedTime.STEPS, false, List.of(step));
        Fact<EmulatedTime> known = Fact.known(all, FactSource.COMMAND);
        return replaced(record, record.emulated(), record.started(), record.finished(), known);
    }

    private static BuildRecord replaced(
            BuildRecord record, Fact<Boolean> emulated, Instant started, Instant finished, Fact<EmulatedTime> time) {
        return new BuildRecord(
                record.plan(),
                record.platform(),
                record.attempt(),
                record.built(),
                record.image(),
                record.leg(),
                record.digest(),
                emulated,
                record.builder(),
                record.host(),
                started,
                finished,
                time,
                record.flags(),
                record.failure(),
                record.layout(),
                record.annotations());
    }

    /** The same image, built for another plan. */
    public static BuildRecord like(BuildRecord record, String plan) {
        return replaced(record, "(\"plan\" ?: ?\")" + record.plan(), "$1" + plan);
    }

    /** The same, of another repository. */
    public static BuildRecord of(BuildRecord record, String repository) {
        return replaced(record, record.image(), repository);
    }

    /** The same, of an image in another repository. */
    public static BuildRecord of(BuildRecord record, String repository, Digest image) {
        return replaced(of(record, repository), record.digest().orElseThrow().toString(), image.toString());
    }

    private static BuildRecord replaced(BuildRecord record, String old, String text) {
        String json = new String(record.write(), StandardCharsets.UTF_8);
        return BuildRecord.read(json.replaceFirst(old, text).getBytes(StandardCharsets.UTF_8), "example");
    }
}
