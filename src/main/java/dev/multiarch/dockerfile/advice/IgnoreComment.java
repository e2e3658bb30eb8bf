package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Instruction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code # multiarch ignore=cross-compile the tests run there} in front of an instruction.
 *
 * @param rules their names, with or without {@code dockerfile.}
 * @param reason empty where there is none
 */
public record IgnoreComment(List<String> rules, String reason) {
    private static final Pattern FORM = Pattern.compile("multiarch:?\\s+ignore=([a-z.,-]{1,400})(?:\\s+(.*))?");

    /** That of the instruction at a line, if it is about this rule. */
    public static Optional<IgnoreComment> at(Dockerfile file, int line, String rule) {
        for (Instruction instruction : file.instructions()) {
            if (instruction.firstLine() <= line && line <= instruction.lastLine()) {
                return instruction.comments().stream()
                        .flatMap(comment -> parse(comment).stream())
                        .filter(comment -> comment.isAbout(rule))
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    private static Optional<IgnoreComment> parse(String comment) {
        Matcher form = FORM.matcher(comment);
        return form.matches()
                ? Optional.of(new IgnoreComment(
                        Arrays.asList(form.group(1).split(",")),
                        Optional.ofNullable(form.group(2)).orElse("").strip()))
                : Optional.empty();
    }

    private boolean isAbout(String rule) {
        return rules.contains(rule) || rules.contains(rule.replaceFirst("^dockerfile\\.", ""));
    }
}
