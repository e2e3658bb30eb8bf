package dev.multiarch.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the findings of several policies together. Two policies that extend the same preset find the same: that is one
 * finding, with both policies as its source. Findings that differ in anything else, such as severity, stay apart.
 */
final class FindingMerge {
    /** By what is found, and how many times one policy has found it. */
    private final Map<List<Object>, Finding> found = new LinkedHashMap<>();

    private FindingMerge() {}

    /** @param each the findings of each policy, in the same order as the policies */
    static List<Finding> once(List<Policy> policies, List<List<Finding>> each) {
        if (policies.size() == 1) {
            String name =
                    policies.get(0).name(); // records are compared for the first time otherwise, which takes 4 ms each
            return each.get(0).stream()
                    .map(finding -> finding.askedBy(List.of(new RequiredBy(name, finding.source()))))
                    .toList();
        }
        var same = new FindingMerge();
        for (int i = 0; i < policies.size(); i++) {
            same.add(policies.get(i).name(), each.get(i));
        }
        return List.copyOf(same.found.values());
    }

    private void add(String policy, List<Finding> findings) {
        Map<List<Object>, Integer> times = new HashMap<>();
        for (Finding finding : findings) {
            List<Object> what = finding.withoutAskers();
            int nth = times.merge(what, 1, Integer::sum);
            var asker = new RequiredBy(policy, finding.source());
            found.merge(List.of(what, nth), finding.askedBy(List.of(asker)), FindingMerge::together);
        }
    }

    private static Finding together(Finding one, Finding other) {
        List<RequiredBy> askers = new ArrayList<>(one.askedBy());
        other.askedBy().stream().filter(asker -> !askers.contains(asker)).forEach(askers::add);
        return one.askedBy(List.copyOf(askers));
    }
}
