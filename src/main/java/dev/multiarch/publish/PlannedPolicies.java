package dev.multiarch.publish;

import dev.multiarch.plan.Plan;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.step.Refused;
import java.util.ArrayList;
import java.util.List;

/** Holds a merge to the policies that its plan was made with. */
final class PlannedPolicies {
    private PlannedPolicies() {}

    /** What the plan was made under may not be swapped for something weaker in a later job. */
    static void require(Plan plan, List<Policy> policies) throws Refused {
        List<String> reasons = new ArrayList<>();
        for (Verdict.Judged planned : plan.policies()) {
            boolean there = policies.stream().anyMatch(p -> p.digest().equals(planned.digest()));
            if (!there) {
                reasons.add("policy " + planned.name() + " (" + planned.digest()
                        + "): the plan was made with this policy, the merge was not. Fix: give the same --policy,"
                        + " unchanged");
            }
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
    }
}
