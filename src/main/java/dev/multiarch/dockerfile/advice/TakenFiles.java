package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.Word;
import dev.multiarch.dockerfile.advice.StageView.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stages whose files are in an image for the target copy of other stages.
 *
 * @param sources with a slash in front; of a pattern the text in front of its first sign, with a star
 */
record TakenFiles(List<String> sources) {
    /** More than a person copies: what is behind is not looked at. */
    private static final int MOST = 256;

    /** @param stages that are copied from */
    static TakenFiles of(Analysis analysis, Set<Integer> stages) {
        Set<String> sources = new LinkedHashSet<>();
        Set<String> names = StageResolver.names(analysis.file(), stages);
        for (int image : analysis.imageStages()) {
            analysis.of(image).stream()
                    .filter(view -> view.runsOn().kind() == RunsOn.Kind.TARGET)
                    .flatMap(view -> view.steps().stream())
                    .filter(step -> step.instruction().keyword() == Keyword.COPY)
                    .filter(step -> StageResolver.isFrom(step.instruction(), names))
                    .forEach(step -> add(step, analysis.file().escape(), sources));
        }
        return new TakenFiles(sources.stream().limit(MOST).toList());
    }

    private static void add(Step step, char escape, Set<String> sources) {
        Instruction copy = step.instruction();
        for (Word word : copy.words().subList(0, Math.max(0, copy.words().size() - 1))) {
            String source = FileWords.of(word.value(), escape, step.values()).text();
            int unknown = source.indexOf(Value.UNKNOWN);
            // A name that is not known at all does not show that anything is taken.
            if (!source.isEmpty() && (unknown < 0 || source.lastIndexOf('/', unknown) > 0)) {
                sources.add(normal(source));
            }
        }
    }

    private static String normal(String source) {
        String cut = source.replaceFirst("(?s)[*?\\[" + Value.UNKNOWN + "].*", "*");
        String plain = cut.replaceFirst("^(?:\\./)+", "").replaceFirst("(?:/\\.?)+$", "");
        return plain.startsWith("/") ? plain : "/" + (plain.equals(".") ? "" : plain);
    }

    /**
     * @param path of a file or a folder that a script wrote; relative where its folder is not known
     * @return whether it is copied, or something in it, or what it is in
     */
    boolean has(String path) {
        String plain = path.replaceFirst("^(?:\\./)+", "").replaceFirst("(?:/\\.?)+$", "");
        if (plain.isEmpty() || plain.equals(".")) {
            return false;
        }
        return sources.stream().anyMatch(source -> source.equals("/") || has(source, plain));
    }

    private static boolean has(String source, String path) {
        boolean pattern = source.endsWith("*");
        String taken = pattern ? source.substring(0, source.length() - 1) : source;
        if (!path.startsWith("/")) {
            return (taken + "/").contains("/" + path + "/");
        }
        return pattern && path.startsWith(taken)
                || path.equals(taken)
                || path.startsWith(taken + "/")
                || taken.startsWith(path + "/");
    }

    /** Whether a file of that name is copied, from whichever folder. */
    boolean hasNamed(String name) {
        return sources.stream()
                .anyMatch(
                        source -> source.substring(source.lastIndexOf('/') + 1).equals(name));
    }

    /** What is copied of a folder itself, or whole: a program whose name is not known may be one of these. */
    boolean hasIn(String folder) {
        return sources.stream().anyMatch(source -> {
            int slash = source.lastIndexOf('/');
            boolean named = source.indexOf('.', slash) < 0 && !source.endsWith("*");
            String parent = slash <= 0 ? "/" : source.substring(0, slash);
            return source.equals(folder) || named && (folder.isEmpty() || parent.equals(folder));
        });
    }

    /** Where the instructions in front of each step have put the working folder; empty where the base image decides. */
    static String folder(String before, Step step, char escape) {
        if (step.instruction().keyword() != Keyword.WORKDIR
                || step.instruction().words().isEmpty()) {
            return before;
        }
        Map<String, Value> values = step.values();
        List<String> parts = new ArrayList<>();
        step.instruction()
                .words()
                .forEach(word ->
                        parts.add(FileWords.of(word.value(), escape, values).text()));
        String to = String.join(" ", parts).replaceFirst("/+$", "");
        return to.startsWith("/") || before.isEmpty() && to.isEmpty() ? to : before.isEmpty() ? "" : before + "/" + to;
    }
}
