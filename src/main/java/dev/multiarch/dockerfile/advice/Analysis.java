package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.image.Platform;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A Dockerfile as it is built for each of the planned platforms. */
public final class Analysis {
    private final Dockerfile file;
    private final List<Platform> platforms;
    private final Budget budget = new Budget();
    private final Scripts scripts = new Scripts();
    private final Map<Platform, List<StageView>> views = new LinkedHashMap<>();
    private boolean whole = true;
    private Optional<Set<Integer>> imageStages = Optional.empty();

    private final Bases bases;

    private Analysis(Dockerfile file, List<Platform> platforms, Bases bases) {
        this.file = file;
        this.platforms = List.copyOf(platforms);
        this.bases = bases;
    }

    /** @param platforms that it is built for; what is about several is not looked at where there is one */
    public static Analysis of(Dockerfile file, List<Platform> platforms, Bases bases) {
        var analysis = new Analysis(file, platforms, bases);
        try {
            analysis.look();
        } catch (Budget.Exceeded tooLarge) {
            analysis.whole = false;
        }
        return analysis;
    }

    public Dockerfile file() {
        return file;
    }

    public List<Platform> platforms() {
        return platforms;
    }

    /** Whether all of it was looked at: what a hostile file makes too expensive is left out. */
    public boolean isWhole() {
        return whole;
    }

    /** Whether it is built for more than one architecture. */
    boolean isForSeveral() {
        return platforms.stream().map(Platform::architecture).distinct().count() > 1;
    }

    Bases bases() {
        return bases;
    }

    /** The base images that are named by a digest, as they are written. */
    public List<String> pinnedBases() {
        return file.stages().stream()
                .flatMap(stage -> BaseDigest.pinned(this, stage).stream())
                .map(view -> view.base().text())
                .distinct()
                .toList();
    }

    Map<Platform, List<StageView>> views() {
        return views;
    }

    Scripts scripts() {
        return scripts;
    }

    /** A stage for each platform that it is built for. */
    List<StageView> of(int stage) {
        return views.values().stream()
                .map(all -> all.get(stage))
                .filter(view -> isBuilt(view))
                .toList();
    }

    /** Those that only another target needs are built for all platforms, unless their names say otherwise. */
    private boolean isBuilt(StageView view) {
        boolean byAny = views.values().stream()
                .anyMatch(all -> all.get(view.stage().index()).reached());
        if (byAny) {
            return view.reached();
        }
        List<ArchNames.Found> names = ArchNames.in(view.stage().name().orElse(""));
        return names.isEmpty() || names.stream().anyMatch(name -> name.runsOn(view.platform()));
    }

    private void look() {
        for (Platform platform : platforms) {
            List<StageView> resolved = new StageResolver(file, platform).resolve();
            Set<Integer> reached = reached(resolved);
            views.put(
                    platform,
                    resolved.stream()
                            .map(view -> view.with(reached.contains(view.stage().index()), List.of()))
                            .toList());
        }
        for (Platform platform : platforms) {
            views.put(platform, walked(views.get(platform), StageResolver.globals(file, platform)));
        }
    }

    private static Set<Integer> reached(List<StageView> stages) {
        Set<Integer> reached = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(stages.size() - 1));
        while (!open.isEmpty()) {
            int index = open.pop();
            if (reached.add(index)) {
                open.addAll(stages.get(index).needs());
            }
        }
        return reached;
    }

    private List<StageView> walked(List<StageView> stages, Map<String, Value> globals) {
        List<StageView> walked = new ArrayList<>();
        List<Map<String, Value>> ends = new ArrayList<>();
        for (StageView view : stages) {
            Map<String, Value> start =
                    view.parent().map(ends::get).orElseGet(() -> StageResolver.builtIn(view.platform()));
            boolean posix = !view.base().text().matches("(?i).*(windows|nanoserver).*");
            var walk = new StageWalk(this, view, globals, start, posix);
            List<StageView.Step> steps = isBuilt(view) ? walk.steps() : List.of();
            ends.add(isBuilt(view) ? walk.end() : start);
            walked.add(view.with(view.reached(), steps));
        }
        return walked;
    }

    /** See {@link ImageStages}; found once. */
    Set<Integer> imageStages() {
        if (imageStages.isEmpty()) {
            imageStages = Optional.of(ImageStages.of(this));
        }
        return imageStages.get();
    }

    Budget budget() {
        return budget;
    }

    /** The instructions of one keyword in a stage. */
    List<Instruction> all(int stage, Keyword keyword) {
        return file.stages().get(stage).instructions().stream()
                .filter(instruction -> instruction.keyword() == keyword)
                .toList();
    }

    Optional<StageView> view(Platform platform, int stage) {
        return Optional.ofNullable(views.get(platform)).map(all -> all.get(stage));
    }
}
