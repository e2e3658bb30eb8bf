package dev.multiarch.policy;

import dev.multiarch.policy.Policy.Asked;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds a host against a policy. Rules on indexes and images find nothing there, and are left out. */
final class HostRules {
    private static final String NOTHING_ASKED =
            "the policy has no rule that can be judged on this host for these platforms";
    private static final String ASK = "use the preset host, or name platforms by --platforms";

    private static final String NEEDED = "whether it needs emulation";
    private static final String LOOK = "correct what the reason names, then run multiarch doctor again";

    private HostRules() {}

    static List<Finding> findings(Policy policy, HostSubject host) {
        List<Finding> found =
                policy.asked().stream().flatMap(asked -> findings(asked, host)).toList();
        if (found.isEmpty()) {
            RuleResult nothing = RuleResult.unknown("", NOTHING_ASKED, ASK);
            found = List.of(Judgement.finding(policy.asked().get(0), nothing, Optional.empty(), Optional.empty()));
        }
        return Waivers.over(found, policy.waivers(), Optional.empty());
    }

    private static <S> Stream<Finding> findings(Asked<S> asked, HostSubject host) {
        if (asked.rule() instanceof Rule.OfHost<S> rule) {
            RuleResult answer = Judgement.guarded(() -> List.of(rule.judge(asked.setting(), host.survey())))
                    .get(0);
            return Stream.of(Judgement.finding(asked, answer, Optional.empty(), Optional.empty()));
        }
        if (!(asked.rule() instanceof Rule.OfEmulatedLeg<S>)) {
            return Stream.empty();
        }
        return host.wanted().entrySet().stream()
                .filter(each -> asked.scope().includes(Optional.of(each.getKey())))
                .map(Map.Entry::getKey)
                .filter(platform -> !asked.rule().id().startsWith("build."))
                .map(platform -> {
                    RuleResult answer = Judgement.guarded(() ->
                                    List.of(Judgement.ofLeg(asked, host.wanted().get(platform), NEEDED, LOOK)))
                            .get(0);
                    return Judgement.finding(asked, answer, Optional.of(platform), Optional.empty());
                });
    }
}
