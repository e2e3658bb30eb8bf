package dev.multiarch.policy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lays a policy's waivers over what its rules found. A waiver turns a failure into {@code waived}, and nothing else: what
 * could not be judged stays unknown. Waivers that cover nothing, and those that end soon, are separate findings.
 */
final class Waivers {
    /** The name that their own findings go by; {@code policy explain} has a page on it. */
    static final String ID = "policy.waivers";

    private static final int SOON = 14;

    private final List<Waiver> waivers;
    private final Optional<Digest> digest;
    private final List<Finding> found;

    private Waivers(List<Waiver> waivers, Optional<Digest> digest, List<Finding> found) {
        this.waivers = waivers;
        this.digest = digest;
        this.found = found;
    }

    static List<Finding> over(List<Finding> found, List<Waiver> waivers, Optional<Digest> digest) {
        return waivers.isEmpty() ? found : new Waivers(waivers, digest, found).applied();
    }

    private List<Finding> applied() {
        List<Finding> all = new ArrayList<>();
        found.forEach(finding -> all.add(weighed(finding)));
        for (Waiver waiver : waivers) {
            if (waiver.platforms().isEmpty()) {
                own(waiver, Optional.empty()).ifPresent(all::add);
            }
            waiver.platforms()
                    .forEach(platform -> own(waiver, Optional.of(platform)).ifPresent(all::add));
        }
        return all;
    }

    private Finding weighed(Finding finding) {
        if (finding.outcome() != Outcome.FAIL) {
            return finding;
        }
        return waivers.stream()
                .filter(waiver -> waiver.covers(finding))
                .findFirst()
                .map(waiver -> waiver.isExpired()
                        ? finding.withMessage(finding.message() + " (its waiver by " + waiver.owner() + " expired on "
                                + waiver.expires() + ")")
                        : finding.waived(waiver))
                .orElse(finding);
    }

    /** What there is to say of one waiver on one platform, if anything. */
    private Optional<Finding> own(Waiver waiver, Optional<Platform> platform) {
        List<Finding> judged = found.stream()
                .filter(finding -> finding.rule().equals(waiver.rule())
                        && finding.platform().equals(platform))
                .toList();
        if (judged.stream().anyMatch(finding -> finding.outcome() == Outcome.UNKNOWN)) {
            return Optional.empty(); // it may be needed yet
        }
        if (judged.stream().noneMatch(finding -> finding.outcome() == Outcome.FAIL)) {
            Severity severity = judged.isEmpty() ? Severity.INFO : Severity.WARNING;
            String actual = judged.isEmpty() ? "nothing was judged there" : "none";
            return Optional.of(finding(
                    waiver,
                    platform,
                    severity,
                    List.of("a failure that it covers", actual, "covers no failure"),
                    "take it out"));
        }
        long days = waiver.left().toDays();
        boolean ends = !waiver.isExpired() && days < SOON;
        return ends
                ? Optional.of(finding(
                        waiver,
                        platform,
                        Severity.WARNING,
                        List.of(
                                "at least " + SOON + " days left",
                                days + (days == 1 ? " day" : " days") + " left",
                                "ends soon"),
                        "fix the failure before then, or ask for another waiver"))
                : Optional.empty();
    }

    /** @param texts expected, actual, and what it does */
    private Finding finding(
            Waiver waiver, Optional<Platform> platform, Severity severity, List<String> texts, String fix) {
        String message = "the waiver of " + waiver.rule() + " by " + waiver.owner() + " until " + waiver.expires() + " "
                + texts.get(2) + ": expected " + texts.get(0) + ", found " + texts.get(1);
        return new Finding(
                ID,
                severity,
                Outcome.FAIL,
                platform,
                texts.get(0),
                texts.get(1),
                message,
                fix,
                waiver.source(),
                Optional.empty(),
                digest,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
