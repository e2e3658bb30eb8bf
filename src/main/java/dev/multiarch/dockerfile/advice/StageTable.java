package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Stage;
import dev.multiarch.image.Platform;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code FROM base-${TARGETARCH}}: a table of stages, of which each platform has to find its own. */
final class StageTable {
    private final Analysis analysis;
    private final Map<Integer, Set<Platform>> missing = new TreeMap<>();

    StageTable(Analysis analysis) {
        this.analysis = analysis;
    }

    /** Platforms for which no stage is there, by the place that names it. */
    Map<Integer, Set<Platform>> missing() {
        for (Stage stage : analysis.file().stages()) {
            List<StageView> views = analysis.of(stage.index());
            boolean byName = stage.base().value().contains("$")
                    && views.stream().anyMatch(view -> view.parent().isPresent());
            views.stream()
                    .filter(view -> byName && view.parent().isEmpty())
                    .filter(view -> view.base().byPlatform() && view.base().isKnown())
                    .filter(view -> !view.base().text().matches("scratch|.*[/:@].*"))
                    .forEach(view -> add(stage.from(), stage.from().offset(stage.base()), view));
        }
        return missing;
    }

    private void add(Instruction from, int offset, StageView view) {
        missing.computeIfAbsent(offset, at -> new LinkedHashSet<>()).add(view.platform());
    }
}
