package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.advice.StageView.Step;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether stages make what is for the target. That they declare {@code TARGETARCH} does not show it: a command has to take it,
 * or to be one that may read it, as a Makefile does.
 */
record TargetUse(Analysis analysis, Set<Integer> stages) {
    private static final Pattern TARGET = Pattern.compile("(?<!\\\\)\\$\\{?TARGET(?:ARCH|OS|PLATFORM|VARIANT)\\b");

    /** What is only shown decides nothing; what goes into a file or another program may. */
    private static final Pattern SHOWN =
            Pattern.compile("(?<![\\w/.-])(?:echo|printf)\\s[^;&|<>()`\\n]{0,300}+(?=[;&\\n]|$)");

    /** They run what is written elsewhere. */
    private static final Pattern OPAQUE = Pattern.compile(
            "g?make|cmake|ninja|meson|just|task|mage|bazel(?:isk)?|goreleaser|ko|rake|invoke|nix.*|xx-.*|(?:ba|da|a|z|k)?sh"
                    + "|python[\\d.]*|perl|ruby|source|\\.|eval|.*\\.(?:sh|py|pl|rb|bash)");

    private static final Pattern OWN_SCRIPT = Pattern.compile("(?:\\.{0,2}/)(?!usr/|bin/|sbin/|opt/|root/).*");

    boolean isSeen() {
        return stages.stream().flatMap(index -> analysis.of(index).stream()).anyMatch(view -> {
            boolean declared = view.steps().stream().anyMatch(step -> declares(step.instruction()));
            return view.steps().stream().anyMatch(step -> uses(step, declared));
        });
    }

    private boolean declares(Instruction instruction) {
        return instruction.keyword() == Keyword.ARG
                && instruction.pairs().stream().anyMatch(pair -> pair.name().startsWith("TARGET"));
    }

    private boolean uses(Step step, boolean declared) {
        Instruction instruction = step.instruction();
        Keyword keyword = instruction.keyword();
        if (keyword == Keyword.RUN) {
            return named(instruction) || declared && isOpaque(step);
        }
        boolean passesOn =
                Set.of(Keyword.ENV, Keyword.ARG, Keyword.COPY, Keyword.ADD).contains(keyword);
        return passesOn
                && References.in(instruction, analysis.file().escape(), analysis.scripts()).keySet().stream()
                        .anyMatch(name -> TARGET.matcher("$" + name).matches());
    }

    /** The options of a {@code RUN}, such as the id of a cache, do not count. */
    private static boolean named(Instruction run) {
        boolean inLine = run.words().stream()
                .map(word -> run.line().part(word.start(), word.end()).text())
                .anyMatch(TargetUse::named);
        return inLine
                || run.heredocs().stream()
                        .anyMatch(heredoc -> named(heredoc.content().text()));
    }

    private static boolean named(String script) {
        return TARGET.matcher(SHOWN.matcher(script).replaceAll("")).find();
    }

    /** A script in another language, too. */
    private static boolean isOpaque(Step step) {
        return step.scripts().isEmpty()
                || step.scripts().stream()
                        .flatMap(run -> run.executed().stream())
                        .anyMatch(command -> OPAQUE.matcher(command.program()).matches()
                                || OWN_SCRIPT
                                        .matcher(command.words().get(0).value().text())
                                        .matches());
    }
}
