package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.OnUnknown;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.step.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A verdict that an earlier call wrote down, instead of judging again. It counts for the very digest and the very policies,
 * if it passed then and would not fail by now because a waiver has ended or a rule has come into effect. It is not signed:
 * anyone who can write the file can make one that agrees with itself.
 *
 * @param name of the file, for messages
 */
public record GivenVerdict(String name, Verdict verdict) {
    /** @throws Refused with every reason why it does not count */
    void require(Digest candidate, List<Policy> policies, Instant now) throws Refused {
        List<String> reasons = new ArrayList<>();
        if (!verdict.digest().equals(Optional.of(candidate))) {
            reasons.add(isOn(candidate));
        }
        Set<Digest> judged = digests(verdict.policies());
        Set<Digest> wanted = digests(Verdict.Judged.of(policies));
        if (!judged.equals(wanted)) {
            reasons.add("it was judged by " + names(verdict.policies()) + ", expected "
                    + names(Verdict.Judged.of(policies)));
        }
        if (verdict.outcome() != Outcome.PASS) {
            reasons.add("its outcome is " + verdict.outcome() + ", expected pass");
        }
        if (verdict.findings().isEmpty()) {
            reasons.add("it has no finding, so nothing was judged");
        }
        verdict.findings().stream()
                .flatMap(finding -> finding.waiver().stream())
                .filter(waiver -> !waiver.expires().isAfter(now))
                .forEach(waiver -> reasons.add("its waiver of " + waiver.rule() + " expired on " + waiver.expires()));
        verdict.findings().stream()
                .filter(finding -> finding.severity() != Severity.ERROR)
                .filter(finding -> List.of(Outcome.FAIL, Outcome.UNKNOWN).contains(finding.outcome()))
                .filter(finding -> countsNow(finding, policies))
                .forEach(finding ->
                        reasons.add(finding.rule() + " was only a warning then, and fails now: " + finding.message()));
        if (!reasons.isEmpty()) {
            throw new Refused(reasons.stream()
                    .map(reason -> "--verdict " + name + ": " + reason + ". No tag was moved. Fix: judge it again,"
                            + " without --verdict")
                    .toList());
        }
    }

    /** @throws Refused if nobody has to insist against it, as it is a pass or on something else */
    void requireBad(Digest candidate) throws Refused {
        if (!verdict.digest().equals(Optional.of(candidate))) {
            throw new Refused("--verdict " + name + ": " + isOn(candidate) + ". No tag was moved. Fix: give the verdict"
                    + " on this digest, or leave out --verdict");
        }
        if (verdict.outcome() == Outcome.PASS) {
            throw new Refused("--verdict " + name + ": its outcome is pass, and --unjudged with --verdict insists on an"
                    + " image that did not pass. No tag was moved. Fix: leave out --unjudged");
        }
    }

    private String isOn(Digest candidate) {
        return "it is on " + verdict.digest().map(Digest::toString).orElse("no image") + ", expected " + candidate;
    }

    /** Whether such a finding would decide the verdict by now, as its rule has come into effect in a policy that asks. */
    private static boolean countsNow(Finding finding, List<Policy> policies) {
        return policies.stream()
                .filter(policy -> finding.askedBy().stream()
                        .anyMatch(asked -> asked.policy().equals(policy.name())))
                .flatMap(policy -> policy.asked().stream())
                .filter(asked -> asked.rule().id().equals(finding.rule()))
                .filter(asked -> finding.platform().isEmpty() || asked.scope().includes(finding.platform()))
                .anyMatch(asked -> isError(asked, finding.outcome()));
    }

    private static boolean isError(Policy.Asked<?> asked, Outcome outcome) {
        return asked.severity() == Severity.ERROR
                && (outcome != Outcome.UNKNOWN || asked.onUnknown() == OnUnknown.FAIL);
    }

    private static Set<Digest> digests(List<Verdict.Judged> policies) {
        return policies.stream().map(Verdict.Judged::digest).collect(Collectors.toSet());
    }

    private static String names(List<Verdict.Judged> policies) {
        return policies.stream()
                .map(policy -> policy.name() + " (" + policy.digest() + ")")
                .collect(Collectors.joining(", "));
    }
}
