package dev.multiarch.policy.rules;

import dev.multiarch.policy.Answer;
import dev.multiarch.policy.rules.TextCheck.Result;
import java.util.Map;
import java.util.Optional;

/**
 * Holds named texts, such as labels, against what is asked of them.
 *
 * @param what one of them, as messages call it: {@code annotation}
 * @param fix for one that is absent or different
 */
record Texts(String what, String fix) {
    private static final int LONGEST = 200;

    Answer judge(String key, TextCheck check, Map<String, String> all) {
        Optional<String> found = Optional.ofNullable(all.get(key));
        String name = "the " + what + " " + key;
        String actual = found.map(text -> "\"" + clipped(text) + "\"").orElse("none");
        String is = found.isPresent() ? " is " + actual + "," : " is not there,";
        return switch (check.judge(found)) {
            case FITS -> Answer.pass(check.expected(), actual, name + is + " as asked for");
            case DIFFERS -> Answer.fail(check.expected(), actual, name + is + " expected " + check.expected(), fix);
            case TOO_HARD ->
                Answer.unknown(
                        check.expected(),
                        name + " was not matched: the text is too long, or the policy's expressions take too long",
                        "write the expression without repetitions inside repetitions");
        };
    }

    /** The first that differs, with the number of the others; else one that can't be told; else all is well. */
    Answer judge(Map<String, TextCheck> checks, Map<String, String> all) {
        Answer first = null;
        int differ = 0;
        for (Map.Entry<String, TextCheck> each : checks.entrySet()) {
            Result result = each.getValue().judge(Optional.ofNullable(all.get(each.getKey())));
            differ += result == Result.DIFFERS ? 1 : 0;
            boolean worse = result == Result.DIFFERS && differ == 1 || result == Result.TOO_HARD && first == null;
            if (worse) {
                first = judge(each.getKey(), each.getValue(), all);
            }
        }
        if (first == null) {
            return checks.size() == 1
                    ? judge(
                            checks.keySet().iterator().next(),
                            checks.values().iterator().next(),
                            all)
                    : Answer.pass(
                            "each " + what + " as asked for",
                            "all " + checks.size(),
                            "all " + checks.size() + " are as asked for");
        }
        return differ < 2
                ? first
                : Answer.fail(
                        first.expected(),
                        first.actual(),
                        first.message() + "; " + (differ == 2 ? "one more differs" : (differ - 1) + " more differ"),
                        first.fix());
    }

    static String clipped(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
