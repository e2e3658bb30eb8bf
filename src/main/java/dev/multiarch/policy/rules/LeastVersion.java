package dev.multiarch.policy.rules;

import dev.multiarch.host.KernelVersion;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.text.FormatException;

/**
 * The oldest version of a program that will do.
 *
 * @param text as the policy writes it
 */
record LeastVersion(KernelVersion version, String text) {
    static LeastVersion parse(String text, String example) {
        try {
            return new LeastVersion(KernelVersion.parse(text), text);
        } catch (FormatException malformed) {
            throw new FormatException(
                    "version \"" + text + "\" is malformed: expected at least two numbers, such as " + example);
        }
    }

    /**
     * Holds what a program says of its version against it.
     *
     * @param is the sentence that says what was found
     */
    RuleResult judge(String found, String is, String expected, String fix) {
        try {
            KernelVersion actual = KernelVersion.parse(found.replaceFirst("^v", ""));
            if (actual.numbers().isEmpty()) {
                return RuleResult.unknown(expected, is + ", which was built without a version", fix);
            }
            return actual.compareTo(version) >= 0
                    ? RuleResult.pass(expected, found, is)
                    : RuleResult.fail(expected, found, is + ", expected " + expected, fix);
        } catch (FormatException malformed) {
            return RuleResult.unknown(expected, is + ", which is not a version that is known here", fix);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
