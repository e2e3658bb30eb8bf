package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Flag;
import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.Stage;
import dev.multiarch.dockerfile.Word;
import dev.multiarch.image.Platform;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code FROM --platform=linux/amd64} and {@code FROM amd64/debian}: one platform's image, whichever is built. */
final class FixedPlatform implements Check {
    private static final String EXPECTED = "the image of the platform that is built";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*\\}|\\$\\w+|@.*");

    /** What they make is the same for each platform. */
    private static final Pattern PORTABLE =
            Pattern.compile("(?:.*/)?(?:node|maven|gradle|composer|hugo|bun|deno)\\b.*");

    @Override
    public String good() {
        return "no FROM is seen to bring one platform's programs into the image of another";
    }

    @Override
    public Advice look(Analysis analysis) {
        List<Fault> faults = new ArrayList<>();
        for (Stage stage : analysis.file().stages()) {
            List<StageView> views = analysis.of(stage.index());
            flag(analysis, stage, views)
                    .or(() -> name(analysis, stage, views))
                    .or(() -> BuilderPrograms.fault(analysis, stage, views))
                    .ifPresent(faults::add);
        }
        return Advice.of(faults);
    }

    private static Optional<Fault> flag(Analysis analysis, Stage stage, List<StageView> views) {
        Optional<Flag> flag = stage.platform()
                .filter(each ->
                        each.value().filter(value -> value.indexOf('$') < 0).isPresent());
        Set<Integer> same = builtOn(analysis, stage.index());
        boolean last = same.contains(analysis.file().stages().size() - 1);
        boolean runs = same.stream()
                .anyMatch(index -> !analysis.all(index, Keyword.RUN).isEmpty());
        List<Platform> wrong = views.stream()
                .filter(view -> view.parent().isEmpty() && view.runsOn().kind() == RunsOn.Kind.FIXED)
                .filter(view -> !view.runsOn().fixed().orElseThrow().covers(view.platform()))
                .map(StageView::platform)
                .toList();
        if (flag.isEmpty() || wrong.isEmpty() || !last && compilesForTarget(analysis, same)) {
            return Optional.empty();
        }
        Optional<Instruction> taken = last || runs || stage.base().value().equals("scratch")
                ? Optional.empty()
                : new HandedOn(analysis, same, wrong).programs();
        if (!last && !runs && taken.isEmpty()) {
            return Optional.empty();
        }
        String value = flag.get().value().orElseThrow();
        int start = stage.from().line().source(flag.get().start());
        return Optional.of(new Fault(
                start,
                wrong,
                EXPECTED,
                value,
                taken.map(copy -> "line " + copy.firstLine() + " takes files of this stage, which are for ")
                                .orElse(last ? "the base image is the one for " : "this stage runs programs for ")
                        + value + ", also when " + Check.built(wrong),
                PORTABLE.matcher(stage.base().value()).matches() && !last
                        ? "write --platform=$BUILDPLATFORM, as what it makes is the same for each platform"
                        : "leave --platform out, or write --platform=$BUILDPLATFORM and cross-compile",
                edits(stage, flag.get(), last)));
    }

    /** It makes for the target what it makes, on whichever platform it runs. */
    private static boolean compilesForTarget(Analysis analysis, Set<Integer> stages) {
        if (!new TargetUse(analysis, stages).isSeen()) {
            return false;
        }
        var programs = new MachinePrograms(analysis, stages);
        return stages.stream()
                .flatMap(index -> analysis.of(index).stream())
                .noneMatch(view -> programs.in(view).isPresent());
    }

    /** The stage and all that begin with it. */
    static Set<Integer> builtOn(Analysis analysis, int stage) {
        Set<Integer> same = new LinkedHashSet<>(Set.of(stage));
        for (List<StageView> views : analysis.views().values()) {
            views.stream()
                    .filter(view -> view.parent().filter(same::contains).isPresent())
                    .forEach(view -> same.add(view.stage().index()));
        }
        return same;
    }

    private static List<Edit> edits(Stage stage, Flag flag, boolean last) {
        Instruction from = stage.from();
        int start = from.line().source(flag.start());
        if (PORTABLE.matcher(stage.base().value()).matches() && !last) {
            int end = from.line().source(flag.end() - 1) + 1;
            return List.of(new Edit.Replace(start, end, "--platform=$BUILDPLATFORM"));
        }
        Word base = stage.base();
        boolean alone = from.flags().size() == 1 && from.line().isContiguous(flag.start(), base.start() + 1);
        return alone ? List.of(new Edit.Replace(start, from.offset(base), "")) : List.of();
    }

    private static Optional<Fault> name(Analysis analysis, Stage stage, List<StageView> views) {
        String literal = VARIABLE.matcher(stage.base().value()).replaceAll(Value.UNKNOWN);
        Value value = Value.of(literal);
        List<Platform> wrong = views.stream()
                .filter(view -> view.parent().isEmpty())
                .filter(view -> Foreign.in(value, 0, view.platform()).isPresent())
                .map(StageView::platform)
                .toList();
        if (wrong.isEmpty() || namesOwnTarget(stage, views)) {
            return Optional.empty();
        }
        String name = Foreign.in(value, 0, wrong.get(0)).orElseThrow().found().name();
        return Optional.of(new Fault(
                stage.from().offset(stage.base()),
                wrong,
                EXPECTED,
                name,
                "the base image " + stage.base().value() + " is for " + name + ", also when " + Check.built(wrong),
                "name the image that has all platforms",
                official(analysis.file(), stage, name)));
    }

    /** By its digest it is what it is: the rule base-digest looks at that. */
    private static boolean namesOwnTarget(Stage stage, List<StageView> views) {
        List<ArchNames.Found> names = ArchNames.in(stage.name().orElse(""));
        return !names.isEmpty()
                && views.stream().allMatch(view -> names.stream().anyMatch(name -> name.runsOn(view.platform())));
    }

    /** {@code amd64/debian} is Docker Hub's {@code debian}, for that platform alone. */
    private static List<Edit> official(Dockerfile file, Stage stage, String name) {
        String base = stage.base().value();
        if (!base.startsWith(name + "/") || base.indexOf('/') != base.lastIndexOf('/') || base.contains("@")) {
            return List.of();
        }
        int start = stage.from().offset(stage.base());
        return List.of(new Edit.Replace(start, start + name.length() + 1, ""));
    }
}
