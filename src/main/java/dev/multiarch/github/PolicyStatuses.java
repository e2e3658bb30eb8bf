package dev.multiarch.github;

import dev.multiarch.policy.Counts;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Verdicts as a status for each policy. */
public final class PolicyStatuses {
    /** GitHub answers 422 to more. */
    static final int LONGEST = 140;

    private static final int LONGEST_CONTEXT = 100;
    private static final int MOST_POLICIES = 50;

    private final String prefix;

    /** @param prefix that each context begins with */
    public PolicyStatuses(String prefix) {
        this.prefix = prefix;
    }

    /** One state for all policies. */
    public List<CommitStatus> all(Set<String> policies, CommitStatus.State state, String description) {
        return distinct(limited(policies).stream()
                .map(policy -> new CommitStatus(context(policy), state, cut(description)))
                .toList());
    }

    /** @param expected the policies that each verdict has to be by; whatever others judged comes behind them */
    public List<CommitStatus> of(List<Verdict> verdicts, Set<Verdict.Judged> expected) {
        Map<String, List<Verdict>> each = new LinkedHashMap<>();
        Map<String, String> lacking = new LinkedHashMap<>();
        for (Verdict.Judged policy : expected) {
            each.put(policy.name(), new ArrayList<>());
            lacking(verdicts, policy).ifPresent(why -> lacking.put(policy.name(), why));
        }
        for (Verdict verdict : verdicts) {
            for (Verdict.Judged policy : verdict.policies()) {
                each.computeIfAbsent(policy.name(), name -> new ArrayList<>()).add(by(verdict, policy));
            }
        }
        limited(each.keySet());
        List<CommitStatus> states = new ArrayList<>();
        each.forEach((policy, judged) -> states.add(status(policy, judged, Optional.ofNullable(lacking.get(policy)))));
        return distinct(states);
    }

    /** Why not every verdict is by this very policy. */
    private static Optional<String> lacking(List<Verdict> verdicts, Verdict.Judged policy) {
        List<Verdict> without = verdicts.stream()
                .filter(verdict -> !verdict.policies().contains(policy))
                .toList();
        if (without.isEmpty()) {
            return Optional.empty();
        }
        boolean another = without.stream()
                .flatMap(verdict -> verdict.policies().stream())
                .anyMatch(judged -> judged.name().equals(policy.name()));
        return Optional.of(
                another ? "judged by another version of this policy" : "a verdict does not name this policy");
    }

    /** GitHub reads a context without regard to case, and the last status of one context counts. */
    private static List<CommitStatus> distinct(List<CommitStatus> states) {
        Set<String> seen = new HashSet<>();
        for (CommitStatus state : states) {
            if (!seen.add(state.context().toLowerCase(Locale.ROOT))) {
                throw new FormatException("two policies would have the same status \"" + state.context()
                        + "\": GitHub ignores upper and lower case, and a name may have 100 characters. Fix: rename"
                        + " one, or"
                        + " choose a shorter --context");
            }
        }
        return states;
    }

    /** A finding that names no policy counts for all. */
    private static Verdict by(Verdict verdict, Verdict.Judged policy) {
        List<Finding> findings = verdict.findings().stream()
                .filter(finding -> finding.askedBy().isEmpty()
                        || finding.askedBy().stream().anyMatch(by -> by.policy().equals(policy.name())))
                .toList();
        return new Verdict(verdict.subject(), List.of(policy), findings);
    }

    private CommitStatus status(String policy, List<Verdict> judged, Optional<String> lacking) {
        List<Finding> findings =
                judged.stream().flatMap(verdict -> verdict.findings().stream()).toList();
        Set<Outcome> outcomes = judged.stream().map(Verdict::outcome).collect(Collectors.toSet());
        CommitStatus.State state;
        if (outcomes.contains(Outcome.FAIL)) {
            state = CommitStatus.State.FAILURE;
        } else if (lacking.isPresent() || outcomes.contains(Outcome.UNKNOWN)) {
            state = CommitStatus.State.ERROR;
        } else {
            state = CommitStatus.State.SUCCESS;
        }
        String text = state == CommitStatus.State.FAILURE
                ? sum(state, findings)
                : lacking.orElseGet(() -> sum(state, findings));
        return new CommitStatus(context(policy), state, cut(text));
    }

    private static String sum(CommitStatus.State state, List<Finding> findings) {
        Counts counts = Counts.of(findings);
        Outcome open = state == CommitStatus.State.FAILURE ? Outcome.FAIL : Outcome.UNKNOWN;
        String passed = counts.passed() + " passed";
        if (state == CommitStatus.State.SUCCESS) {
            return passed
                    + (counts.below() > 0 ? ", " + counts.below() + " failed below severity error" : "")
                    + (counts.waived() > 0 ? ", " + counts.waived() + " waived" : "");
        }
        Set<String> which = findings.stream()
                .filter(f -> f.outcome() == open && f.severity() == Severity.ERROR)
                .map(f -> f.rule() + f.platform().map(p -> " on " + p).orElse(""))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        long many = open == Outcome.FAIL ? counts.failed() : counts.unknown();
        return many + (open == Outcome.FAIL ? " failed, " : " unknown, ") + passed + ": " + String.join(", ", which);
    }

    private static Set<String> limited(Set<String> policies) {
        if (policies.size() > MOST_POLICIES) {
            throw new FormatException(
                    "there are " + policies.size() + " policies, and each would have a separate status:" + " at most "
                            + MOST_POLICIES + ". Fix: put them together in one policy that extends them");
        }
        return policies;
    }

    private String context(String policy) {
        return cut(prefix + "/" + policy, LONGEST_CONTEXT);
    }

    private static String cut(String text) {
        return cut(text, LONGEST);
    }

    private static String cut(String text, int most) {
        String line = Printable.line(text);
        if (line.length() <= most) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(most - 2)) ? most - 2 : most - 1;
        return line.substring(0, end) + "…";
    }
}
