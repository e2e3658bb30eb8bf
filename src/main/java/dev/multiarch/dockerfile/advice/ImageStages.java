package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.Stage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The stages whose files are in an image for the target: those that nothing else needs, what they begin with, and what is
 * copied into these of stages for the target. What a stage only mounts is a tool of the build.
 */
final class ImageStages {
    private ImageStages() {}

    static Set<Integer> of(Analysis analysis) {
        List<Stage> stages = analysis.file().stages();
        Set<Integer> needed = new LinkedHashSet<>();
        analysis.views().values().forEach(all -> all.forEach(view -> needed.addAll(view.needs())));
        Deque<Integer> open = new ArrayDeque<>();
        stages.stream()
                .map(Stage::index)
                .filter(index -> !needed.contains(index))
                .forEach(open::add);
        Set<Integer> in = new TreeSet<>();
        while (!open.isEmpty()) {
            int index = open.pop();
            if (isForTarget(analysis, index) && in.add(index)) {
                analysis.of(index).forEach(view -> view.parent().ifPresent(open::add));
                Set<String> sources = new HashSet<>();
                analysis.all(index, Keyword.COPY)
                        .forEach(copy -> StageResolver.sources(copy).forEach(sources::add));
                stages.stream()
                        .limit(sources.isEmpty() ? 0 : index)
                        .filter(stage -> stage.names().stream().anyMatch(sources::contains))
                        .forEach(stage -> open.add(stage.index()));
            }
        }
        return in;
    }

    private static boolean isForTarget(Analysis analysis, int stage) {
        return analysis.of(stage).stream().anyMatch(view -> view.runsOn().kind() == RunsOn.Kind.TARGET);
    }
}
