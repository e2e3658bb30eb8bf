package dev.multiarch.policy.cases;

import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a case expects to come of it.
 *
 * @param verdict as a whole, where the case says so
 * @param whole whether {@code findings} are all of them, in their order, each with all that it says; else each of them must
 *     be there, and no other may be a failure or unknown
 */
record Expectation(Optional<Outcome> verdict, boolean whole, List<ExpectedFinding> findings) {
    private static final List<String> VERDICTS = List.of("pass", "fail", "unknown");

    /** @param rule of findings that name none */
    static Expectation read(CaseFacts root, Optional<String> rule) {
        boolean whole = root.has("findings");
        if (whole == root.has("expect")) {
            root.values()
                    .problem(
                            root.tree().place(),
                            "expected one of the keys \"findings\" (all of them, whole) and \"expect\" (what"
                                    + " matters), found "
                                    + (whole ? "both" : "none"));
        }
        if (whole) {
            return new Expectation(Optional.empty(), true, findings(root, rule, true));
        }
        CaseFacts expect = root.at("expect").only("expect", List.of("verdict", "findings"));
        Optional<Outcome> verdict = expect.text("verdict").flatMap(text -> {
            if (!VERDICTS.contains(text)) {
                root.values().unknown(expect.tree().place(), "verdict", text, "", VERDICTS);
                return Optional.empty();
            }
            return Optional.of(Outcome.valueOf(text.toUpperCase(Locale.ROOT)));
        });
        if (verdict.isEmpty() && !expect.has("findings")) {
            root.values().problem(expect.tree().place(), "expect is empty: add a verdict or findings");
        }
        return new Expectation(verdict, false, findings(expect, rule, false));
    }

    private static List<ExpectedFinding> findings(CaseFacts parent, Optional<String> rule, boolean whole) {
        return parent.items("findings").stream()
                .map(facts -> ExpectedFinding.read(facts, rule, whole))
                .toList();
    }

    /** What is otherwise, a line each; none where all is as expected. */
    List<String> differences(Verdict found, String file, Subject subject) {
        List<ExpectedFinding> actual = new ArrayList<>(found.findings().stream()
                .map(finding -> ExpectedFinding.of(finding, file, subject))
                .toList());
        List<ExpectedFinding> missing = new ArrayList<>();
        boolean inOrder = true;
        for (ExpectedFinding each : findings) {
            Optional<ExpectedFinding> match =
                    actual.stream().filter(each::matches).findFirst();
            inOrder &= match.isPresent() && match.get() == actual.get(0);
            match.ifPresentOrElse(actual::remove, () -> missing.add(each));
        }
        List<String> lines = new ArrayList<>();
        for (ExpectedFinding each : missing) {
            Optional<ExpectedFinding> close =
                    actual.stream().filter(each::resembles).findFirst();
            close.ifPresentOrElse(
                    other -> {
                        lines.addAll(each.differences(other));
                        actual.remove(other);
                    },
                    () -> lines.add("expected " + each.name() + ", and there is none"));
        }
        actual.stream()
                .filter(each -> whole || (verdict.isEmpty() || !findings.isEmpty()) && each.isOpen())
                .forEach(each -> lines.add("not expected: " + each.name() + " " + each.message()));
        if (whole && lines.isEmpty() && !inOrder) {
            lines.add("the findings are in another order");
        }
        verdict.filter(outcome -> outcome != found.outcome())
                .ifPresent(outcome -> lines.add("verdict: expected " + outcome + ", found " + found.outcome()));
        return lines;
    }
}
