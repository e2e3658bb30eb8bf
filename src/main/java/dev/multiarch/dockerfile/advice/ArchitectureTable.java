package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.advice.Executed.Argument;
import dev.multiarch.image.Platform;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Tables of architectures that lack a planned platform, or give it another one's value. */
final class ArchitectureTable implements Check {
    /** What these are given decides nothing. */
    private static final Set<String> HARMLESS = Set.of("echo", "printf", "test", "[", "set", "rm", "sed", "grep");

    /** What goes wrong at a place, and on which platforms. */
    private record Place(String what, String actual, String fix, Set<Platform> platforms) {}

    private final Map<Integer, Place> places = new TreeMap<>();

    @Override
    public String good() {
        return "each table of architectures has a value for each planned platform";
    }

    @Override
    public Advice look(Analysis analysis) {
        for (var stage : analysis.file().stages()) {
            for (StageView view : analysis.of(stage.index())) {
                view.steps().forEach(step -> step.scripts().forEach(run -> script(run, view)));
                Candidates.of(view, analysis.file().escape()).stream()
                        .filter(candidate -> candidate.table().isPresent())
                        .forEach(candidate -> Foreign.in(candidate.value(), candidate.from(), platform(view))
                                .filter(foreign -> foreign.origin().isEmpty())
                                .ifPresent(foreign -> wrong(
                                        candidate.offset(), candidate.table().get(), foreign, view)));
            }
        }
        new StageTable(analysis)
                .missing()
                .forEach((offset, platforms) -> platforms.forEach(platform -> add(
                        offset,
                        "no stage has the name that this is for ",
                        "no stage",
                        "add a stage of that name, or leave the platform out of the plan",
                        platform)));
        return Advice.of(places.entrySet().stream()
                .map(each -> fault(each.getKey(), each.getValue()))
                .toList());
    }

    private static Platform platform(StageView view) {
        return view.machine().orElse(view.platform());
    }

    private void script(ScriptRun run, StageView view) {
        run.refusals()
                .forEach(refusal ->
                        lacks(refusal.table().offset(), "the script ends with an error for ", view.platform()));
        for (Executed command : run.executed()) {
            if (!command.uncertain() && !HARMLESS.contains(command.program())) {
                command.arguments().forEach(word -> word(word, command, view));
            }
        }
    }

    private void word(Argument word, Executed command, StageView view) {
        Value value = word.value();
        Optional<Origin> unset = value.origin(Origin.Kind.UNSET);
        if (unset.isPresent() && !value.isEmpty()) {
            unset.flatMap(Origin::table)
                    .filter(table -> table.arms() > 1 && table.namesAmd64())
                    .ifPresent(table -> lacks(
                            table.offset(),
                            command.program() + " gets \"" + value.text().replace(Value.UNKNOWN, "…")
                                    + "\", as no arm of the table is for ",
                            view.platform()));
            return;
        }
        Foreign.in(value, Interest.path(value.text()), platform(view))
                .ifPresent(foreign -> foreign.origin()
                        .filter(origin -> origin.kind() == Origin.Kind.ASSIGNED)
                        .ifPresent(origin ->
                                origin.table().ifPresent(table -> wrong(origin.offset(), table, foreign, view))));
    }

    private void lacks(int offset, String what, Platform platform) {
        add(offset, what, "no value", "add what it is called there, or leave the platform out of the plan", platform);
    }

    private void wrong(int offset, Origin.Table table, Foreign foreign, StageView view) {
        String name = foreign.found().name();
        add(
                offset,
                table.otherwise()
                        ? "the arm for all others gives " + name + " for "
                        : "the table gives " + name + " for ",
                name,
                table.otherwise()
                        ? "name each platform, and end with *) echo \"unsupported: $TARGETARCH\" >&2; exit 1"
                        : "give what that platform is called there",
                view.platform());
    }

    private void add(int offset, String what, String actual, String fix, Platform platform) {
        places.computeIfAbsent(offset, at -> new Place(what, actual, fix, new LinkedHashSet<>()))
                .platforms()
                .add(platform);
    }

    private static Fault fault(int offset, Place place) {
        List<Platform> platforms = List.copyOf(place.platforms());
        return new Fault(
                offset,
                platforms,
                "a value for " + Check.names(platforms),
                place.actual(),
                place.what() + Check.names(platforms),
                place.fix(),
                List.of());
    }
}
