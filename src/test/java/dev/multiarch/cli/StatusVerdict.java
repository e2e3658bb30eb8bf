package dev.multiarch.cli;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.RequiredBy;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.report.Reports;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Verdicts of one policy on an image of two platforms, as JSON. */
final class StatusVerdict {
    private static final Place PLACE = new Place("release.yaml", 5, 3);

    private StatusVerdict() {}

    static byte[] json(String policy, String outcome) {
        return json(policy, outcome, 1);
    }

    /** @param count how many findings have the outcome; one more passed */
    static byte[] json(String policy, String outcome, int count) {
        return json(new Verdict.Judged(policy, Digest.of(policy.getBytes(StandardCharsets.UTF_8))), outcome, count);
    }

    static byte[] json(Verdict.Judged by, String outcome, int count) {
        String policy = by.name();
        Digest digest = Digest.of(policy.getBytes(StandardCharsets.UTF_8));
        List<Finding> findings = new ArrayList<>();
        findings.add(finding(policy, "image.size", Outcome.PASS, "linux/amd64"));
        for (int i = 0; i < count; i++) {
            String rule = "image.elf-machine" + (i == 0 ? "" : "-" + i);
            findings.add(finding(policy, rule, Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)), "linux/arm64"));
        }
        List<Verdict.Leg> legs = List.of(leg("linux/amd64", 30_000_000), leg("linux/arm64", 28_000_000));
        var image = new Verdict.OfIndex("ghcr.io/org/app@" + digest, Optional.of(digest), legs);
        return Reports.json(new Verdict(image, List.of(by), findings));
    }

    private static Verdict.Leg leg(String platform, long size) {
        return new Verdict.Leg(
                Optional.of(Platform.parse(platform)),
                Digest.of(platform.getBytes(StandardCharsets.UTF_8)),
                Fact.known(size, FactSource.REGISTRY),
                Fact.known(4, FactSource.REGISTRY),
                Fact.unknown("no record"),
                Fact.known(Duration.ofSeconds(83), FactSource.ANNOTATION));
    }

    private static Finding finding(String policy, String rule, Outcome outcome, String platform) {
        return new Finding(
                rule,
                Severity.ERROR,
                outcome,
                Optional.of(Platform.parse(platform)),
                "AArch64",
                "x86-64",
                "/app/server is x86-64, expected AArch64",
                "build it for TARGETARCH",
                PLACE,
                Optional.of(FactSource.REGISTRY),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Place("Dockerfile", 7, 1)),
                Optional.empty(),
                List.of(new RequiredBy(policy, PLACE)));
    }
}
