package dev.multiarch.report;

import dev.multiarch.fact.Claim;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.RequiredBy;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.Waiver;
import dev.multiarch.policy.yaml.Place;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The one verdict that each format's golden file shows, with hostile text in it. */
final class SampleVerdict {
    static final Digest DIGEST = Digest.of("index".getBytes(StandardCharsets.UTF_8));
    static final String HOSTILE =
            "x\u001b[2J\u0007##[error]owned\n::error::owned\r\u202eexe.\u2066\u009b31m\u2028\u0085"
                    + "\ud800\uffff \"<b>|`@you #1 ![i](https://evil.example/i) [l](1) </script><script>alert(1)</script> ]]> &amp;";

    private static final Claim CLAIM = new Claim("42", Digest.of("record".getBytes(StandardCharsets.UTF_8)));

    static final ReportContext CONTEXT = new ReportContext(
            Instant.parse("2026-11-01T12:00:00Z"),
            "1.0.0" + HOSTILE,
            Optional.of("https://github.example/org/app/actions/runs/1" + HOSTILE),
            Optional.of("0123456789abcdef0123456789abcdef01234567"),
            new TagMoves(true, false, "no tag moved"));

    private SampleVerdict() {}

    static Verdict verdict() {
        return new Verdict(
                new Verdict.OfIndex("registry.example/app:1.2", Optional.of(DIGEST), legs()),
                List.of(new Verdict.Judged("release", Digest.of("release".getBytes(StandardCharsets.UTF_8)))),
                findings());
    }

    private static List<Finding> findings() {
        return List.of(
                finding(
                        "image.config-match",
                        Severity.ERROR,
                        Outcome.FAIL,
                        "linux/arm64",
                        "its config says " + HOSTILE + ", expected linux/arm64"),
                finding("image.config-match", Severity.ERROR, Outcome.PASS, "linux/amd64", "index and config agree"),
                finding("image.config-match", Severity.ERROR, Outcome.PASS, "linux/arm/v7", "index and config agree"),
                finding(
                        "image.platforms.required",
                        Severity.ERROR,
                        Outcome.FAIL,
                        "linux/386",
                        "the index has" + " linux/amd64, linux/arm64, linux/arm/v7, expected linux/386"),
                finding(
                        "host.kernel",
                        Severity.ERROR,
                        Outcome.UNKNOWN,
                        "linux/arm64",
                        "the kernel of the builder's" + " host is unknown: boot_id differs"),
                finding("host.kernel", Severity.ERROR, Outcome.SKIPPED, "linux/amd64", "native leg"),
                finding(
                        "host.binfmt.flags",
                        Severity.INFO,
                        Outcome.UNKNOWN,
                        "linux/arm64",
                        "whether it was built" + " under emulation is unknown: neither a record nor annotations"),
                claimed(),
                finding("image.platforms.unique", Severity.ERROR, Outcome.PASS, "", "each platform has one entry"),
                waived());
    }

    /** Stated by a record, and asked for by two policies. */
    private static Finding claimed() {
        Finding slow = finding(
                "build.emulated-time",
                Severity.WARNING,
                Outcome.FAIL,
                "linux/arm/v7",
                "2h 14m under emulation, expected at most 20m (claimed by " + CLAIM + ")");
        return new Finding(
                slow.rule(),
                slow.severity(),
                slow.outcome(),
                slow.platform(),
                slow.expected(),
                slow.actual(),
                slow.message(),
                slow.fix(),
                slow.source(),
                Optional.of(FactSource.RECORD),
                slow.digest(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(CLAIM),
                List.of(
                        new RequiredBy("release", slow.source()),
                        new RequiredBy("nightly", new Place("nightly.yaml", 7, 3))));
    }

    private static Finding waived() {
        Finding size = finding(
                "image.size",
                Severity.ERROR,
                Outcome.WAIVED,
                "linux/arm/v7",
                "it has 400 MiB (waived by " + HOSTILE + ")");
        var waiver = new Waiver(
                size.rule(),
                List.of(Platform.parse("linux/arm/v7")),
                HOSTILE,
                "@alice",
                Instant.parse("2026-12-31T00:00:00Z"),
                Duration.ofDays(30),
                new Place("release.yaml", 9, 5));
        return new Finding(
                size.rule(),
                size.severity(),
                size.outcome(),
                size.platform(),
                size.expected(),
                size.actual(),
                size.message(),
                size.fix(),
                size.source(),
                size.learnt(),
                size.digest(),
                Optional.of(waiver),
                Optional.of(new Place("docker/Dockerfile", 12, 1)),
                Optional.empty(),
                List.of());
    }

    static Finding finding(String rule, Severity severity, Outcome outcome, String platform, String message) {
        boolean open = outcome == Outcome.FAIL || outcome == Outcome.UNKNOWN;
        return new Finding(
                rule,
                severity,
                outcome,
                Optional.of(platform).filter(p -> !p.isEmpty()).map(Platform::parse),
                "what it should be",
                "what it is",
                message,
                open ? "repair it" : "",
                new Place("release.yaml", 5, 3),
                Optional.of(FactSource.REGISTRY).filter(l -> outcome == Outcome.PASS),
                Optional.of(DIGEST),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static List<Verdict.Leg> legs() {
        return List.of(
                leg("linux/amd64", Fact.known(48_234_496L, FactSource.REGISTRY), 7, Optional.of(false), 41),
                leg("linux/arm64", Fact.known(45_088_768L, FactSource.REGISTRY), 7, Optional.of(false), 52),
                leg("linux/arm/v7", Fact.known(39_845_888L, FactSource.REGISTRY), 7, Optional.of(true), 8_040),
                leg("linux/riscv64", Fact.unknown("manifest " + HOSTILE), 0, Optional.empty(), 0));
    }

    private static Verdict.Leg leg(
            String platform, Fact<Long> size, int layers, Optional<Boolean> emulated, long seconds) {
        Fact<?> none = Fact.unknown("neither a record nor annotations");
        return new Verdict.Leg(
                Optional.of(Platform.parse(platform)),
                Digest.of(platform.getBytes(StandardCharsets.UTF_8)),
                size,
                size.map(bytes -> layers),
                emulated.map(yes -> Fact.known(yes, FactSource.RECORD).by(CLAIM))
                        .orElseGet(() -> Fact.unknown(none.reason())),
                seconds > 0
                        ? Fact.known(Duration.ofSeconds(seconds), FactSource.RECORD)
                                .by(CLAIM)
                        : Fact.unknown(none.reason()));
    }
}
