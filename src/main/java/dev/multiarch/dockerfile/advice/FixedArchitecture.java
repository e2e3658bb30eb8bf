package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.advice.Candidates.Candidate;
import dev.multiarch.image.Platform;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Addresses, packages, paths and targets that name one architecture, whichever is built. */
final class FixedArchitecture implements Check {
    private static final String EXPECTED = "the architecture of the platform that is built";
    private static final int LONGEST = 100;

    /** A place that names an architecture, and the platforms that it is not. */
    private record Place(Candidate candidate, Foreign foreign, Set<Platform> platforms) {}

    @Override
    public String good() {
        return "no address, package or path names one architecture alone";
    }

    @Override
    public Advice look(Analysis analysis) {
        List<Fault> faults = new ArrayList<>();
        Map<Integer, Place> places = new TreeMap<>();
        for (var stage : analysis.file().stages()) {
            Map<Integer, Place> found = new TreeMap<>();
            Set<String> named = new TreeSet<>();
            for (StageView view : analysis.of(stage.index())) {
                Candidates.of(view, analysis.file().escape()).forEach(each -> add(each, view, found, named));
            }
            Set<String> planned = new TreeSet<>();
            analysis.platforms().forEach(platform -> planned.add(platform.architecture()));
            if (planned.size() < 2 || !named.containsAll(planned)) {
                found.forEach(places::putIfAbsent);
            }
        }
        Map<Instruction, List<Place>> byInstruction = new LinkedHashMap<>();
        places.values()
                .forEach(place -> byInstruction
                        .computeIfAbsent(key(analysis, place), each -> new ArrayList<>())
                        .add(place));
        byInstruction.values().forEach(same -> faults.add(fault(analysis, same)));
        return Advice.of(faults);
    }

    /** The instruction of the place: a variable may be set in another one than uses it. */
    private static Instruction key(Analysis analysis, Place place) {
        return Places.at(
                        analysis.file(),
                        place.foreign()
                                .origin()
                                .map(Origin::offset)
                                .orElse(place.candidate().offset()))
                .orElse(place.candidate().instruction());
    }

    private static void add(Candidate candidate, StageView view, Map<Integer, Place> found, Set<String> named) {
        Value value = candidate.value();
        ArchNames.in(value.text()).stream()
                .filter(name -> value.at(name.start()).origin().isEmpty())
                .forEach(name -> named.add(name.architecture()));
        Platform platform = view.machine().orElse(view.platform());
        Optional<Foreign> foreign = Foreign.in(value, candidate.from(), platform);
        if (foreign.isEmpty() || candidate.table().isPresent()) {
            return;
        }
        boolean ours = foreign.get()
                .origin()
                .map(origin -> origin.kind() == Origin.Kind.ENV
                        || origin.kind() == Origin.Kind.ASSIGNED
                                && origin.table().isEmpty())
                .orElse(true);
        if (ours) {
            int offset = foreign.get().origin().map(Origin::offset).orElse(candidate.offset());
            found.computeIfAbsent(offset, at -> new Place(candidate, foreign.get(), new LinkedHashSet<>()))
                    .platforms()
                    .add(view.platform());
        }
    }

    private static Fault fault(Analysis analysis, List<Place> same) {
        Place first = same.get(0);
        Candidate candidate = first.candidate();
        String name = first.foreign().found().name();
        List<Platform> platforms = List.copyOf(first.platforms());
        String text = Printable.cut(candidate.value().text().replace(Value.UNKNOWN, "…"), LONGEST)
                .strip();
        String more = same.size() == 1
                ? ""
                : " (and " + (same.size() - 1) + (same.size() == 2 ? " more place" : " more places") + " here)";
        int offset = first.foreign().origin().map(Origin::offset).orElse(candidate.offset());
        return new Fault(
                offset,
                platforms,
                EXPECTED,
                name,
                candidate.does() + " " + text
                        + (text.endsWith(name) && text.length() < name.length() + 8 ? "" : ", which is for " + name)
                        + ", also when " + Check.built(platforms) + more,
                FixedNames.fix(analysis, name),
                FixedNames.edits(
                        analysis,
                        same.stream().map(place -> place.candidate().offset()).toList(),
                        offset,
                        name));
    }
}
