package dev.multiarch.policy.rules;

import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.rules.TextCheck.Result;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds named texts, such as labels, against what is asked of them.
 *
 * @param what one of them, as messages call it: {@code annotation}
 * @param fix for one that is absent or different
 */
record Texts(String what, String fix) {
    /** For what could not be read: the reason comes before it. */
    static final String AGAIN =
            "verify again when the registry answers, or make its documents smaller if a limit is named";

    /** For what the registry may have lost. */
    static final String LOST = "try again later, or build this platform again if the registry has lost it";

    /** For signatures. */
    static final String WITH_COSIGN = "verify again when it can be read, with cosign on the PATH for identities";

    private static final int LONGEST = 200;

    RuleResult judge(String key, TextCheck check, Map<String, String> all) {
        Optional<String> found = Optional.ofNullable(all.get(key));
        String name = "the " + what + " " + key;
        String actual = found.map(text -> "\"" + clipped(text) + "\"").orElse("none");
        String is = found.isPresent() ? " is " + actual + "," : " is not there,";
        return switch (check.judge(found)) {
            case FITS -> RuleResult.pass(check.expected(), actual, name + is + " as asked for");
            case DIFFERS -> RuleResult.fail(check.expected(), actual, name + is + " expected " + check.expected(), fix);
            case TOO_HARD ->
                RuleResult.unknown(
                        check.expected(),
                        name
                                + " was not matched: the text is too long, or the expression or all expressions of"
                                + " this call together take too long",
                        "write the expression without repetitions inside repetitions");
        };
    }

    /** Names all that differ; else one that is unknown; else all is well. */
    RuleResult judge(Map<String, TextCheck> checks, Map<String, String> all) {
        Map<String, RuleResult> differ = new LinkedHashMap<>();
        RuleResult hard = null;
        for (Map.Entry<String, TextCheck> each : checks.entrySet()) {
            Result result = each.getValue().judge(Optional.ofNullable(all.get(each.getKey())));
            if (result == Result.DIFFERS) {
                differ.put(each.getKey(), judge(each.getKey(), each.getValue(), all));
            } else if (result == Result.TOO_HARD && hard == null) {
                hard = judge(each.getKey(), each.getValue(), all);
            }
        }
        if (!differ.isEmpty()) {
            return joined(differ);
        }
        if (hard != null) {
            return hard;
        }
        return checks.size() == 1
                ? judge(
                        checks.keySet().iterator().next(),
                        checks.values().iterator().next(),
                        all)
                : RuleResult.pass(
                        "each " + what + " as required",
                        "all " + checks.size(),
                        "all " + checks.size() + " are as required");
    }

    /** One failure that names each; of a single one, its own. */
    private static RuleResult joined(Map<String, RuleResult> differ) {
        Collection<RuleResult> answers = differ.values();
        RuleResult first = answers.iterator().next();
        if (answers.size() == 1) {
            return first;
        }
        return RuleResult.fail(
                differ.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue().expected())
                        .collect(Collectors.joining(", ")),
                differ.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue().actual())
                        .collect(Collectors.joining(", ")),
                answers.stream().map(RuleResult::message).collect(Collectors.joining("; ")),
                first.fix());
    }

    static String clipped(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
